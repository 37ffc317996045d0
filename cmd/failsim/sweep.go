package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/output"
	"failsim/cmd/internal/sweep"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/gate"
	"failsim/results/tables"
)

// sweepReplications are as many as make means of losses have an interval.
const sweepReplications = 16

// usualFigures are what a sweep keeps if nothing is asked for.
var usualFigures = []string{"availability", "goodput", "user_minutes_lost", "full_outage_minutes", "median(recovery)", "p95(recovery)",
	"recovered_in_time", "time_to_recover.harmed_share", "retry_amplification", "headroom.at_rest", "headroom.failover", "cost"}

type sweepFlags struct {
	varied
	vary    []string
	latin   int
	figures []string
	plot    string
}

func newSweep() *cobra.Command {
	var f sweepFlags
	c := &cobra.Command{
		Use:   "sweep [SCENARIO] --vary PATH=VALUES ...",
		Short: "Run a scenario over a grid of values, to CSV, Parquet and a heat map",
		Long: `Sweep runs a scenario at every combination of values, or at a Latin hypercube of
them, with the same users and faults at each, and writes every figure of every
point: one a row, as CSV and Parquet, and a heat map.

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
	c.Flags().StringArrayVar(&f.vary, "vary", nil, "`PATH=VALUES` to run; given again, every combination")
	c.Flags().IntVar(&f.latin, "latin", 0, "so many points of a Latin hypercube between first and last values, instead of every combination")
	c.Flags().StringSliceVar(&f.figures, "figures", usualFigures, "figures to keep, by their names in summary.json or as --expect has them, or all")
	c.Flags().StringVar(&f.plot, "plot", "user_minutes_lost", "figure of the heat map")
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
	dir, out, err := f.claim(c, "sweep", s.Name, s.Name+"-sweep")
	if err != nil {
		return err
	}
	defer dir.Discard()
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	table, err := sweep.Run(c.Context(), lab, axes, points, want, bar.done)
	bar.close()
	if err != nil {
		return err
	}
	if err := f.write(dir, s, table, plotted, n); err != nil {
		return err
	}
	return f.print(c, table, plotted, out, lab)
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
	put("sweep.csv", t.WriteCSV)
	put("sweep.parquet", t.WriteParquet)
	if err == nil && f.latin == 0 {
		var list []sweep.Plot
		list, err = t.Plots(plotted, strings.ReplaceAll(strings.TrimSuffix(f.plot, "_s"), "_", " "), short(plotted), meets(s, plotted))
		for _, p := range list {
			put("plots/"+p.Name+".svg", p.Figure.SVG)
			put("plots/"+p.Name+".png", p.Figure.PNG)
		}
	}
	if err != nil {
		return err
	}
	more := []string{fmt.Sprintf("--replications=%d", f.replications)}
	for _, v := range f.vary {
		more = append(more, "--vary="+v)
	}
	if f.latin != 0 {
		more = append(more, fmt.Sprintf("--latin=%d", f.latin))
	}
	for _, d := range f.designs {
		more = append(more, "--designs="+d)
	}
	more = append(more, "--figures="+strings.Join(f.figures, ","), "--plot="+f.plot)
	return dir.Commit(results.Manifest{Tool: results.NewTool(version()), Command: f.arguments("sweep", s.Name, more...),
		Scenario: results.Source{Name: s.Name, SHA256: s.SHA256}, Seed: f.seed, Replications: n * f.replications, Incidents: f.incidentWords()})
}

// short formats a value for a cell.
func short(figure string) func(float64) string {
	return func(x float64) string {
		switch {
		case math.IsInf(x, 1) && strings.Contains(figure, "_s."):
			return "> run"
		case math.IsInf(x, 1):
			return "inf"
		case figure == "user_minutes_lost":
			return tables.Count(x)
		}
		return gate.Shown(figure, x)
	}
}

// meets tells of the figures that objectives are of whether a value meets them.
func meets(s *scenario.Scenario, figure string) func(float64) bool {
	switch figure {
	case "availability":
		return func(x float64) bool { return x >= s.Objectives.Availability }
	case gate.Aliases["recovery"] + ".p95", gate.Aliases["recovery"] + ".p50":
		return func(x float64) bool { return x <= s.Objectives.Recovery.Seconds() }
	}
	return nil
}

// mostShown is how many rows are worth printing.
const mostShown = 60

func (f *sweepFlags) print(c *cobra.Command, t *sweep.Table, figure, out string, lab *experiment.Lab) error {
	w := c.OutOrStdout()
	if f.asJSON {
		return t.WriteJSON(w)
	}
	head := []string{"incident", "design"}
	for _, a := range t.Axes {
		head = append(head, wrappedPath(a.Path))
	}
	list := tables.Plain(append(head, strings.ReplaceAll(f.plot, "_", " ")+"\n[95 %]")...)
	shown := 0
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Name != figure || r.Population != "" {
			continue
		}
		if shown++; shown > mostShown {
			break
		}
		row := []any{r.Incident, r.Design}
		for _, v := range t.Points[r.Point] {
			row = append(row, v)
		}
		value := short(figure)(r.Figure.Value)
		if r.Estimated {
			value += fmt.Sprintf(" [%s, %s]", short(figure)(r.Low), short(figure)(r.High))
		}
		list.AppendRow(append(row, value))
	}
	fmt.Fprintln(w, list.Render())
	if shown > mostShown {
		fmt.Fprintf(w, "... and more: see sweep.csv\n")
	}
	_, err := fmt.Fprintf(w, "\n%d points, %s, %s requests\nsweep.csv, sweep.parquet and plots: %s%c\n", len(t.Points), plural(lab.Runs, "run"), roundCount(float64(lab.Requests)), out, os.PathSeparator)
	return err
}

// wrappedPath breaks a path over lines, for the head of a column.
func wrappedPath(path string) string {
	const widest = 24
	text, line := "", ""
	for _, word := range strings.SplitAfter(path, "/") {
		if len(line)+len(word) > widest && line != "" {
			text, line = text+line+"\n", ""
		}
		line += word
	}
	return text + line
}
