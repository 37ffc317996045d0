package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/sensitivity"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results/page"
)

func newSensitivity() *cobra.Command {
	var f sensitivityFlags
	c := &cobra.Command{
		Use:   "sensitivity [SCENARIO]",
		Short: "Report which numbers of a scenario matter, and what each remedy saves",
		Long: `Sensitivity varies the numbers that a scenario marks as assumptions, by a factor, or
those of --vary, and reports which matter to the user-minutes that a design loses and
to its recovery: first one by one (a tornado), then all together along Morris's
trajectories; with --sobol N also the shares of the variance that the largest explain
(Sobol's indices of N points, with intervals over replicates).

It also tells what each design saves against the first, and what a saved user-minute
costs if each incident comes at its rate, or once a year where the scenario has none.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, nameOf(args)) },
	}
	f.add(c.Flags(), sensitivityReplications)
	c.Flags().StringArrayVar(&f.vary, "vary", nil, "`PATH=LOW..HIGH` of a number, instead of those that are marked; may be given again")
	c.Flags().Float64Var(&f.factor, "factor", robustFactor, "how far marked numbers are varied, as a factor above 1")
	c.Flags().IntVar(&f.trajectories, "trajectories", sensitivityTrajectories, "of Morris's method; 0: only the tornado")
	c.Flags().IntVar(&f.sobol, "sobol", 0, "points of Sobol's method, for the four numbers of the largest effects; 0: none")
	c.Flags().StringVar(&f.plot, "plot", "", "write the tornado to this `FILE`, .svg or .png")
	f.onPage.add(c.Flags())
	return c
}

// manyRuns is from how many on it is said beforehand how to have fewer: a minute of a core
// or so (assumption).
const manyRuns = 2000

func (f *sensitivityFlags) run(c *cobra.Command, name string) error {
	switch {
	case !(f.factor > 1 && f.factor <= 1000):
		return usage("--factor %g: above 1, such as 2", f.factor)
	case f.trajectories < 0 || f.trajectories == 1:
		return usage("--trajectories %d: at least 2, or 0 for none", f.trajectories)
	case f.sobol < 0 || f.sobol > 0 && f.sobol < 8:
		return usage("--sobol %d: at least 8 points", f.sobol)
	case f.plot != "" && filepath.Ext(f.plot) != ".svg" && filepath.Ext(f.plot) != ".png":
		return usage("--plot %s: a name that ends in .svg or .png", f.plot)
	}
	lab, s, err := f.lab(c, name)
	if err != nil {
		return err
	}
	if err := f.onPage.check(s); err != nil {
		return err
	}
	st := &sensitivity.Study{Lab: lab}
	if st.Axes, err = f.axes(lab, name, s); err != nil {
		return err
	}
	bar := newProgressOf(c.ErrOrStderr(), f.quiet, "points")
	d, k := float64(len(st.Axes)), sobolNumbers
	total := 1 + 2*len(st.Axes) + f.trajectories*(len(st.Axes)+1)
	if f.sobol > 0 {
		total += sobolReplicates * f.sobol * (min(k, int(d)) + 2)
	}
	if runs := total * f.replications * some(f.designs, len(s.Designs)) * some(lab.Options.Incidents, len(s.Incidents)); runs > manyRuns && !f.quiet {
		bar.note(fmt.Sprintf("%d points, %d runs in all; --designs, --incident or --vary take fewer, and --trajectories 0 is the tornado alone, %d points", total, runs, 1+2*len(st.Axes)))
	}
	st.Progress = func(n int) { bar.done(min(n, total), total) }
	if f.trajectories > 0 {
		moving, err := st.Screen(c.Context())
		if idle := len(st.Axes) - moving; err == nil && idle > 0 {
			total -= f.trajectories * idle
			if !f.quiet {
				bar.note(fmt.Sprintf("%d of %d numbers change nothing of any design, one by one from end to end: the trajectories leave them as they are, %d points", idle, len(st.Axes), total))
			}
		}
	}
	a, err := f.analyse(c.Context(), st, s)
	bar.close()
	var stop error
	if errors.Is(err, context.Canceled) && a != nil && len(a.Designs) > 0 {
		last := a.Designs[len(a.Designs)-1]
		stop = partial{fmt.Sprintf("interrupted; printed is what was done; missing: what comes after %s of %s, and the remedies", strings.ReplaceAll(last.Figure, "_", " "), last.Design), err}
	} else if err != nil {
		return err
	}
	if f.plot != "" {
		if err := a.draw(f.plot); err != nil {
			return err
		}
	}
	if stop == nil {
		if err := f.onPage.put(c, page.Answers[0], a); err != nil {
			return err
		}
	}
	if f.asJSON {
		b, err := json.MarshalIndent(a, "", "  ")
		if err == nil {
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s\n", b)
		}
		return cmp.Or(err, stop)
	}
	a.write(c.OutOrStdout())
	_, err = fmt.Fprintf(c.OutOrStdout(), "\n%s, %s requests\n", plural(lab.Runs, "run"), roundCount(float64(lab.Requests)))
	return cmp.Or(err, stop)
}

// axes are those of --vary, or of what is marked.
func (f *sensitivityFlags) axes(lab *experiment.Lab, name string, s *scenario.Scenario) ([]sensitivity.Axis, error) {
	var axes []sensitivity.Axis
	if len(f.vary) > 0 {
		list, err := axesOf(lab, f.vary)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			low, err := file.ParseAmount(a.Values[0])
			high, err2 := file.ParseAmount(a.Values[len(a.Values)-1])
			if err != nil || err2 != nil || len(a.Values) < 2 {
				return nil, usage("--vary %s: sensitivity takes numbers from LOW to HIGH", a.Path)
			}
			axes = append(axes, sensitivity.Axis{Path: a.Path, Low: low, High: high})
		}
		return axes, nil
	}
	marked, err := (&robustFlags{varied: f.varied}).marked(name, s)
	if err != nil {
		return nil, err
	}
	for _, m := range marked {
		now, err := file.ParseAmount(m.Value)
		if err != nil || now.X == 0 {
			continue
		}
		a := sensitivity.Axis{Path: m.Path, Now: m.Value}
		low, high := now.Around(f.factor)
		a.Low, _ = file.ParseAmount(now.Text(low))
		a.High, _ = file.ParseAmount(now.Text(high))
		if canBe(lab, m.Path, a.At(0)) && canBe(lab, m.Path, a.At(1)) {
			axes = append(axes, a)
		}
	}
	if len(axes) == 0 {
		return nil, usage("no marked number can be varied by a factor of %g", f.factor)
	}
	return axes, nil
}

func canBe(lab *experiment.Lab, path, value string) bool {
	_, err := lab.Load([]file.Edit{{Path: path, Value: value}})
	return err == nil
}

func (f *sensitivityFlags) analyse(ctx context.Context, st *sensitivity.Study, s *scenario.Scenario) (*analysis, error) {
	a := &analysis{Schema: "failsim/sensitivity/1"}
	base, err := st.Of(ctx, make([]string, len(st.Axes)))
	if err != nil {
		return nil, err
	}
	for i := range s.Designs {
		if _, ran := base[s.Designs[i].Name]; !ran {
			continue
		}
		for _, figure := range []string{sensitivity.UserMinutes, sensitivity.Recovery} {
			d, err := f.matters(ctx, st, s.Designs[i].Name, figure)
			if err != nil {
				return a, err
			}
			a.Designs = append(a.Designs, *d)
		}
	}
	return a, f.remedies(ctx, st, s, a)
}
