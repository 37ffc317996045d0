package study

import (
	"context"

	"failsim/models/world/scenario"
	"failsim/results/counted"
)

// Part is a shard of a study: every Of-th run, from run Number on.
type Part struct {
	Number, Of int
	seen       int
}

// Mine reports whether the next run is of this shard.
func (p *Part) Mine() bool {
	p.seen++
	return (p.seen-p.Number)%p.Of == 0
}

// Shard makes the runs of one of several shards of a study, and hands them to
// o.Kept. Shards together make every run that the study may need: what a design's
// strata turn out to explain is known only when all are there, so each design has
// as many as it could be given.
func Shard(ctx context.Context, s *scenario.Scenario, w *Workload, o Options, part *Part) error {
	c, err := newComparison(s, w, o)
	if err != nil {
		return err
	}
	first := make([][]int, len(c.incidents))
	for i := range c.incidents {
		for d, sample := range c.study.Incidents[i].Samples {
			p := newSampler(s, c.incidents[i], w.means, o.Sampled, o.Seed)
			drawn, _ := p.runsOf(w.Fixed, c.designs[d], sample.Design.ErrorPasses)
			if p.draw(o.Replications); o.AsExactAs > o.Replications {
				p.deepen(o.AsExactAs)
			}
			sample.Lengthen(drawn)
			first[i] = append(first[i], 0)
		}
	}
	var mine []task
	for _, t := range c.tasks(first) {
		if c.leaders[t.incident][t.design] >= 0 && t.drawn >= twins {
			continue // its leader's runs stand for it
		}
		if part.Mine() {
			mine = append(mine, t)
		}
	}
	return c.all(ctx, mine, o, func(task, *counted.Run) {})
}
