package year

import (
	"context"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
)

// Shard makes the runs of one of several shards of a year, and hands them to o.Kept.
func Shard(ctx context.Context, s *scenario.Scenario, w *study.Workload, o Options, part *study.Part) error {
	p, err := planYear(s, w, o)
	if err != nil {
		return err
	}
	var mine []yearTask
	r := p.runner()
	for _, t := range p.tasks() {
		_, touched := r.happens(&p.strata[t.stratum].drawn[t.drawn], p.designs[t.design])
		if touched && part.Mine() {
			mine = append(mine, t)
		}
	}
	_, err = p.make(ctx, mine)
	return err
}
