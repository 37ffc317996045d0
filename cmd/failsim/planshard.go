package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/kept"
	"failsim/cmd/internal/plan"
	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results/gate"
)

// runShard searches among the candidates of every so manieth design: which candidate
// comes next is known only when the one before is judged, but designs are searched
// each by itself.
func (f *planFlags) runShard(c *cobra.Command, lab *experiment.Lab, s *scenario.Scenario, grids []plan.Grid, expected []gate.Expectation) error {
	if part, err := f.keeping.part(); err != nil {
		return err
	} else if part.Of > len(grids) {
		if len(grids) == 1 {
			return usage("--shard %s: plan searches design by design, and there is one: only 1/1", f.keeping.shard)
		}
		return usage("--shard %s: plan searches design by design, and there are %d: no more shards than that", f.keeping.shard, len(grids))
	}
	id, err := f.planned(lab, s)
	if err != nil {
		return err
	}
	return f.keeping.makeShard(c, &f.common, s, id, func(to study.Kept, part *study.Part) error {
		lab.Options.Kept = to
		var mine []plan.Grid
		for _, g := range grids {
			if part.Mine() {
				mine = append(mine, g)
			}
		}
		_, err := f.solve(c, lab, mine, expected)
		return err
	})
}

// planned says what runs depend on: also on what is lost besides, and when, which the
// incidents tell.
func (f *planFlags) planned(lab *experiment.Lab, s *scenario.Scenario) (kept.Identity, error) {
	id, err := f.identified(lab, s, f.command(s))
	for _, scale := range f.lose {
		id.Flags = append(id.Flags, "--lose="+scale)
	}
	if words := f.incidentWords(); len(f.lose) > 0 && words != "" {
		id.Flags = append(id.Flags, "--incident="+words)
	}
	return id, err
}

// command returns what repeats the plan.
func (f *planFlags) command(s *scenario.Scenario) []string {
	more := []string{fmt.Sprintf("--most=%d", f.most)}
	for _, list := range []struct {
		flag  string
		words []string
	}{{"vary", f.vary}, {"require", f.require}, {"lose", f.lose}, {"designs", f.designs}} {
		for _, w := range list.words {
			more = append(more, "--"+list.flag+"="+w)
		}
	}
	return f.arguments("plan", fileOf(s), more...)
}
