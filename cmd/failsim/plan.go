package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/kept"
	"failsim/cmd/internal/plan"
	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/gate"
	"failsim/results/statistics"
)

type planFlags struct {
	varied
	vary    []string
	require []string
	lose    []string
	most    int
}

// Replications of a candidate: the first show what misses by far; the most leave a
// share of 95 % of runs an interval of 2 points.
const (
	planFirst = 6
	planMost  = 384
	planError = 0.02 // chance of a wrong verdict of one candidate
)

func newPlan() *cobra.Command {
	var f planFlags
	c := &cobra.Command{
		Use:   "plan [SCENARIO]",
		Short: "Find the least standby, headroom, TTL, probing ... that meets what is required",
		Long: `Plan finds, for each design, the cheapest values of its levers (capacity at home and
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

// solve searches among the candidates of some designs.
func (f *planFlags) solve(c *cobra.Command, lab *experiment.Lab, grids []plan.Grid, expected []gate.Expectation) (*plan.Report, error) {
	p := &plan.Plan{Lab: lab, Grids: grids, Expected: expected, First: planFirst, Most: f.most, Error: planError}
	bar := newProgress(c.ErrOrStderr(), f.quiet) // how many candidates it takes is not known: lines, no bar
	p.Progress = func(tested int) {
		bar.line(func() string {
			return fmt.Sprintf("%d candidates tested, %s, %s requests", tested, plural(lab.Runs, "run"), roundCount(float64(lab.Requests)))
		})
	}
	if err := p.Prepare(); err != nil {
		return nil, usage("%w", err)
	}
	found, err := p.Solve(c.Context())
	var stop error
	if errors.Is(err, context.Canceled) && len(p.Tested()) > 0 {
		stop = partial{fmt.Sprintf("interrupted with %d of %d designs answered, which are printed, after %d candidates; missing: %s", len(found), len(grids), len(p.Tested()),
			strings.Join(unanswered(grids, found), ", ")), err}
		if len(found) == 0 {
			return nil, stop
		}
	} else if err != nil {
		return nil, err
	}
	r, err := p.Report(found)
	return r, cmp.Or(err, stop)
}

// unanswered are the designs of which nothing was found out in time.
func unanswered(grids []plan.Grid, found []plan.Found) (names []string) {
	for g := range grids {
		if !slices.ContainsFunc(found, func(f plan.Found) bool { return f.Grid == g }) {
			names = append(names, grids[g].Design)
		}
	}
	return names
}

// losing adds to every reading of the scenario the loss of one part at the peak.
func (f *planFlags) losing(lab *experiment.Lab, s *scenario.Scenario) error {
	if len(f.lose) == 0 {
		return nil
	}
	scales := []string{plan.LoseZone, plan.LoseRegion, plan.LoseProvider}
	for _, word := range f.lose {
		if !slices.Contains(scales, word) {
			return usage("--lose: unknown word %q%s", word, hint(word, scales))
		}
	}
	at, err := lab.At(nil, lab.Options)
	if err != nil {
		return err
	}
	peak := at.Study().Incidents[0].Offered.BusiestAt.Sub(s.Start)
	peak = min(max(peak, time.Minute), s.Length-time.Minute)
	load, names := lab.Load, lab.Options.Incidents
	lab.Load = func(edits []file.Edit) (*scenario.Scenario, error) {
		s, err := load(edits)
		if err == nil {
			for _, scale := range f.lose {
				plan.Lose(s, scale, peak)
			}
		}
		return s, err
	}
	if len(names) > 0 { // those that were asked for, and the losses
		longer, err := lab.Load(nil)
		if err != nil {
			return err
		}
		for i := len(s.Incidents); i < len(longer.Incidents); i++ {
			lab.Options.Incidents = append(lab.Options.Incidents, longer.Incidents[i].Name)
		}
	}
	return nil
}

func (f *planFlags) required(s *scenario.Scenario, incidents []string) ([]gate.Expectation, error) {
	if len(f.require) == 0 {
		return gate.Objectives(results.Objectives{Availability: statistics.Number(s.Objectives.Availability), RecoveryS: statistics.Number(s.Objectives.Recovery.Seconds())}), nil
	}
	var list []gate.Expectation
	for _, text := range f.require {
		more, err := expectations(text, namesOf(s, f.designs, incidents))
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// grids are the designs with their axes.
func (f *planFlags) grids(lab *experiment.Lab, s *scenario.Scenario) ([]plan.Grid, error) {
	var grids []plan.Grid
	for i := range s.Designs {
		d := &s.Designs[i]
		if len(f.designs) > 0 && !slices.Contains(f.designs, d.Name) || len(f.designs) == 0 && d.Buyer != policy.Tenant {
			continue
		}
		g := plan.Grid{Design: d.Name, Levers: plan.Levers(s, d)}
		if len(f.vary) > 0 {
			g.Levers = nil
		}
		for _, text := range f.vary {
			l, err := leverOf(lab, d.Name, text)
			if err != nil {
				return nil, err
			}
			g.Levers = append(g.Levers, l)
		}
		grids = append(grids, g)
	}
	if len(grids) == 0 {
		return nil, usage("the scenario has no design that a tenant can buy: --designs names others")
	}
	return grids, nil
}

// leverOf reads an axis that is asked for.
func leverOf(lab *experiment.Lab, design, text string) (plan.Lever, error) {
	paths, values, ok := strings.Cut(text, "=")
	if !ok {
		_, err := file.ParseAxis(text)
		return plan.Lever{}, usage("--vary %w", err)
	}
	l := plan.Lever{}
	for _, path := range strings.Split(paths, "+") {
		if rest, own := strings.CutPrefix(strings.TrimSpace(path), "DESIGN/"); own {
			path = "designs/" + design + "/" + rest
		}
		axes, err := axesOf(lab, []string{path + "=" + values})
		if err != nil {
			return l, err
		}
		l.Paths, l.Values = append(l.Paths, axes[0].Path), axes[0].Values
	}
	words := strings.Split(l.Paths[0], "/")
	l.Name = words[len(words)-1]
	if len(words) > 1 {
		l.Name = words[len(words)-2] + "/" + l.Name
	}
	return l, nil
}
