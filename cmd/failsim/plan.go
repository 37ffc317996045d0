package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/kept"
)

func newPlan() *cobra.Command {
	var f planFlags
	c := &cobra.Command{
		Use:   "plan [SCENARIO]",
		Short: "Find the least standby, headroom, TTL, probing ... that meets what is required",
		Long: `Plan finds, for each design, the cheapest values of its levers (capacity of primaries and
of standbys, TTL, probe interval, or what --vary says) that meet what is required in
every incident, and ranks designs by what that costs. It says how sure it is, which
requirement binds and by what margin, and what the next laxer values miss.

  failsim plan --designs active-passive --require 'availability >= 99.9%'
  failsim plan --require 'p95(recovery) <= 10m and availability >= 99.95%' --lose zone,region
  failsim plan --designs tested-restore --vary 'world/state-store/snapshots=1d,6h,1h,10m'

Values of --vary go from lax to strict; PATHS joined by + take the same value. A
design's name stands for itself in a path that begins with DESIGN/.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, nameOf(args)) },
	}
	f.common.add(c.Flags())
	f.memory.add(c.Flags())
	f.keeping.add(c.Flags())
	c.Flags().StringVar(&f.out, "out", "", "with --shard: its directory (default: failsim-out/SCENARIO-plan-shard-N-of-N)")
	c.Flags().StringVar(&f.tracesIn, "traces-in", "", "")
	_ = c.Flags().MarkHidden("traces-in") // merge's
	f.designs.add(c.Flags(), "all that a tenant can buy")
	c.Flags().IntVar(&f.jobs, "jobs", 0, "runs at the same time (default: one for each core); results do not depend on it")
	c.Flags().StringArrayVar(&f.vary, "vary", nil, "`PATHS=VALUES` of an axis, from lax to strict, instead of the design's levers; may be given again")
	c.Flags().StringArrayVar(&f.require, "require", nil, "what has to hold, as --expect of compare has it (default: the scenario's objectives)")
	c.Flags().StringSliceVar(&f.lose, "lose", nil, "also require it when any one of these is lost at the peak: zone, region, provider")
	c.Flags().IntVar(&f.most, "most", planMost, "most replications of one candidate")
	return c
}

func (f *planFlags) run(c *cobra.Command, name string) error {
	f.replications = planFirst
	if f.most < 2*planFirst || f.most > mostReplications {
		return usage("--most %d: from %d to %d", f.most, 2*planFirst, mostReplications)
	}
	if err := f.keeping.check(f.asJSON); err != nil {
		return err
	}
	if f.keeping.shard == "" && c.Flags().Changed("out") {
		return usage("--out %s: plan prints its answer; --out goes with --shard", f.out)
	}
	lab, s, err := f.lab(c, name)
	if err != nil {
		return err
	}
	if err := f.losing(lab, s); err != nil {
		return err
	}
	if s, err = lab.Load(nil); err != nil {
		return err
	}
	expected, err := f.required(s, lab.Options.Incidents)
	if err != nil {
		return err
	}
	grids, err := f.grids(lab, s)
	if err != nil {
		return err
	}
	if f.keeping.shard != "" {
		return f.runShard(c, lab, s, grids, expected)
	}
	if err := f.keepPrinted(c, lab, s.Name+"-plan", func() (kept.Identity, error) { return f.planned(lab, s) }); err != nil {
		return err
	}
	defer f.keeping.close()
	r, err := f.solve(c, lab, grids, expected)
	var stop error
	if errors.As(err, new(partial)) && r != nil {
		stop = err
	} else if err != nil {
		return err
	} else {
		f.keeping.done()
	}
	if f.asJSON {
		b, err := json.MarshalIndent(r, "", "  ")
		if err == nil {
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s\n", b)
		}
		if err != nil {
			return err
		}
	} else if err := r.Write(c.OutOrStdout()); err != nil {
		return err
	}
	if stop != nil {
		return stop
	}
	if r.Best == nil {
		return no{fmt.Errorf("no candidate meets what is required")}
	}
	return nil
}
