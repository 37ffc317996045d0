package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/kept"
	"failsim/cmd/internal/output"
	"failsim/cmd/internal/study"
	"failsim/cmd/internal/sweep"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results"
)

func newSweep() *cobra.Command {
	var f sweepFlags
	c := &cobra.Command{
		Use:   "sweep [SCENARIO] --vary PATH=VALUES ...",
		Short: "Run a scenario over a grid of values, to CSV, Parquet and a heat map",
		Long: `Sweep runs a scenario at every combination of values, or at a Latin hypercube of
them, with the same users and faults at each, and writes every figure of every
point: one a row, as CSV and Parquet, and a heat map (of a hypercube: dots over each
value).

A path is keys and items with slashes between them, and a value is as the file
writes it. Items of a list go by name, by number from 0, or by a key they alone have:

  --vary 'designs/active-passive/serve/americas/1/capacity=10%,25%,50%'
  --vary 'designs/*/dns/ttl=30s..10m/5/log'
  --vary 'incidents/elb-state-loss/faults/delete-state/share=10%..50%'
  --vary 'designs/kill-switch/providers/aws/healing=[overwrite],[kill-switch, overwrite]'

A range LOW..HIGH has five values; LOW..HIGH/N has N, and /log spaces them by
equal ratios.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, nameOf(args)) },
	}
	f.add(c.Flags(), sweepReplications)
	f.addOut(c.Flags(), "SCENARIO-sweep")
	f.keeping.add(c.Flags())
	c.Flags().StringArrayVar(&f.vary, "vary", nil, "`PATH=VALUES` to run; given again, every combination")
	c.Flags().IntVar(&f.latin, "latin", 0, "so many points of a Latin hypercube between first and last values, instead of every combination")
	c.Flags().StringSliceVar(&f.figures, "figures", usualFigures, "figures to keep, by their names in summary.json or as --expect has them, or all")
	c.Flags().StringVar(&f.plot, "plot", "user_minutes_lost", "figure of the heat map, or of the dots of --latin")
	return c
}

func (f *sweepFlags) run(c *cobra.Command, name string) error {
	if len(f.vary) == 0 {
		return usage("--vary PATH=VALUES says what to vary; failsim sweep --help has examples")
	}
	lab, s, err := f.lab(c, name)
	if err != nil {
		return err
	}
	axes, err := axesOf(lab, f.vary)
	if err != nil {
		return err
	}
	n, err := experiment.Count(axes)
	if err != nil && f.latin == 0 {
		return usage("%w", err)
	}
	points := []experiment.Point(nil)
	if f.latin != 0 {
		if f.latin < 2 || f.latin > experiment.MostPoints {
			return usage("--latin %d: from 2 to %d points", f.latin, experiment.MostPoints)
		}
		points, n = experiment.Latin(axes, f.latin, f.seed), f.latin
	} else {
		points = experiment.Grid(axes)
	}
	names := namesOf(s, f.designs, lab.Options.Incidents)
	want, err := map[string]bool(nil), error(nil)
	if len(f.figures) != 1 || f.figures[0] != "all" {
		if want, err = figuresOf("figures", f.figures, names); err != nil {
			return err
		}
	}
	plotted, err := names.Figure(f.plot)
	if err != nil {
		return usage("--plot: %w", err)
	}
	if want != nil {
		want[plotted] = true
	}
	if err := f.reached(c, lab, s, axes); err != nil {
		return err
	}
	switch err := f.keeping.check(f.asJSON); {
	case err != nil:
		return err
	case f.keeping.shard != "":
		return f.runShard(c, lab, s, axes, points)
	}
	dir, out, err := f.claim(c, "sweep", s.Name, s.Name+"-sweep")
	if err != nil {
		return err
	}
	defer dir.Discard()
	if err := f.keep(c, lab, out, func() (kept.Identity, error) { return f.identified(lab, s, f.command(s)) }); err != nil {
		return err
	}
	defer f.keeping.close()
	bar := newProgressOf(c.ErrOrStderr(), f.quiet, "points")
	table, err := sweep.Run(c.Context(), lab, axes, points, want, bar.done)
	bar.close()
	if err != nil && (table == nil || len(table.Points) == 0) {
		return err
	}
	if err != nil {
		if failed := f.write(dir, s, table, plotted, len(table.Points)); failed != nil {
			return errors.Join(err, failed)
		}
		return partial{fmt.Sprintf("interrupted with %d of %d points done, which are in %s; missing: those after %v", len(table.Points), n, out, table.Points[len(table.Points)-1]), err}
	}
	if err := f.write(dir, s, table, plotted, n); err != nil {
		return err
	}
	f.keeping.done()
	return f.print(c, table, plotted, out, lab)
}

// runShard makes the runs of one shard.
func (f *sweepFlags) runShard(c *cobra.Command, lab *experiment.Lab, s *scenario.Scenario, axes []file.Axis, points []experiment.Point) error {
	id, err := f.identified(lab, s, f.command(s))
	if err != nil {
		return err
	}
	return f.keeping.makeShard(c, &f.common, s, id, func(to study.Kept, part *study.Part) error {
		bar := newProgress(c.ErrOrStderr(), f.quiet)
		defer bar.close()
		lab.Options.Kept = to
		return sweep.Shard(c.Context(), lab, axes, points, part, bar.done)
	})
}

func (f *sweepFlags) write(dir *output.Directory, s *scenario.Scenario, t *sweep.Table, plotted string, n int) (err error) {
	put := func(name string, render func(io.Writer) error) {
		var b bytes.Buffer
		if err == nil {
			err = render(&b)
		}
		if err == nil {
			err = dir.Write(name, b.Bytes())
		}
	}
	put("scenario.yaml", func(w io.Writer) error { _, err := io.WriteString(w, s.Text); return err })
	put("sweep.csv", t.WriteCSV)
	put("sweep.parquet", t.WriteParquet)
	if err == nil {
		var list []sweep.Plot
		legend := strings.ReplaceAll(strings.TrimSuffix(f.plot, "_s"), "_", " ")
		if f.latin == 0 {
			list, err = t.Plots(plotted, legend, short(plotted), meets(s, plotted))
		} else {
			list, err = t.Scatter(plotted, legend, short(plotted))
		}
		for _, p := range list {
			put("plots/"+p.Name+".svg", p.Figure.SVG)
			put("plots/"+p.Name+".png", p.Figure.PNG)
		}
	}
	if err != nil {
		return err
	}
	return dir.Commit(results.Manifest{Tool: f.tool(), Command: f.command(s),
		Scenario: results.Source{Name: s.Name, SHA256: s.SHA256}, Seed: f.seed, Replications: n * f.replications, Incidents: f.incidentWords()})
}
