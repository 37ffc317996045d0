package main

import (
	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
)

// runShard makes the runs of one shard.
func (f *compareFlags) runShard(c *cobra.Command, s *scenario.Scenario, sampled bool, incidents []string) error {
	switch {
	case f.precision != "":
		return usage("--shard and --precision: how many runs a precision takes is known only when all are there")
	case len(f.expected.asked) > 0:
		return usage("--shard makes no result yet: --expect goes with failsim merge")
	}
	replay, err := f.replay()
	if err != nil {
		return err
	}
	work, err := study.Prepare(s, f.seed, replay)
	if err != nil {
		return err
	}
	work.Stop = stopOf(c.Context())
	id := f.identity(s, f.command(s, f.replications), sampled, work.Inputs)
	return f.keeping.makeShard(c, &f.common, s, id, func(to study.Kept, part *study.Part) error {
		bar := newProgress(c.ErrOrStderr(), f.quiet)
		defer bar.close()
		return study.Shard(c.Context(), s, work, study.Options{Designs: f.designs, Incidents: incidents, Sampled: sampled, Replications: f.replications, AsExactAs: f.exactness, Seed: f.seed, Jobs: f.jobs,
			Loads: true, Abreast: f.memory.abreast(work.Size(f.designs), f.jobs), Kept: to, Progress: bar.done}, part)
	})
}
