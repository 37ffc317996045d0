package main

import (
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/sweep"
	"failsim/models/world/scenario"
	"failsim/results/gate"
	"failsim/results/tables"
)

// short formats a value for a cell.
func short(figure string) func(float64) string {
	return func(x float64) string {
		switch {
		case math.IsInf(x, 1) && strings.Contains(figure, "_s."):
			return "never"
		case math.IsInf(x, 1):
			return "inf"
		case figure == "user_minutes_lost":
			return tables.Count(x)
		}
		return gate.Shown(figure, x)
	}
}

// meets reports the figures that objectives are of whether a value meets them.
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
