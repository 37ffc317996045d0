package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"failsim/cmd/internal/sensitivity"
	"failsim/results/tables"
)

func (a *analysis) write(w io.Writer) {
	for i := range a.Designs {
		d := &a.Designs[i]
		fmt.Fprintf(w, "%s, %s: %s as the scenario has it\n", d.Design, strings.ReplaceAll(d.Figure, "_", " "), tables.Count(d.Base))
		shown := 0
		for k := range d.Numbers {
			m := &d.Numbers[k]
			if m.swing(d.Base) == 0 && (m.MuStar == nil || *m.MuStar == 0) || shown == mostBars {
				continue
			}
			shown++
			fmt.Fprintf(w, "  %-58s %8s at %-8s %8s at %-8s", m.Path, tables.Count(m.AtLow), m.Low, tables.Count(m.AtHigh), m.High)
			if m.MuStar != nil {
				fmt.Fprintf(w, "  mu* %-7s sigma %-7s", tables.Count(*m.MuStar), tables.Count(*m.Sigma))
			}
			if m.First != nil {
				fmt.Fprintf(w, "  Sobol first %.2f +- %.2f, total %.2f +- %.2f", *m.First, *m.FirstEnd, *m.Total, *m.TotalEnd)
			}
			fmt.Fprintln(w)
		}
		if rest := len(d.Numbers) - shown; rest > 0 {
			fmt.Fprintf(w, "  the other %d: nothing, or less\n", rest)
		}
	}
	if len(a.Remedies) > 0 {
		t := tables.Plain("remedy", "user-minutes saved\na year", "costs more\nUSD a year", "USD a saved\nminute")
		for _, r := range a.Remedies {
			t.AppendRow([]any{r.Design, tables.Count(r.Saved), orNone(r.Costs), orNone(r.ByMinute)})
		}
		fmt.Fprintf(w, "\nagainst %s\n%s\n", a.Remedies[0].Against, t.Render())
	}
	for _, n := range a.Notes {
		fmt.Fprintln(w, n)
	}
}

func orNone(x *float64) string {
	if x == nil {
		return tables.None
	}
	return tables.Count(*x)
}

// draw writes the tornado of user-minutes of the design that loses most.
func (a *analysis) draw(path string) error {
	var d *designMatter
	for i := range a.Designs {
		if x := &a.Designs[i]; x.Figure == sensitivity.UserMinutes && (d == nil || x.Base > d.Base) {
			d = x
		}
	}
	var bars []sensitivity.Drawn
	for _, m := range d.Numbers[:min(len(d.Numbers), mostBars)] {
		bars = append(bars, sensitivity.Drawn{Name: m.Path, Low: m.Low, High: m.High, AtLow: m.AtLow, AtHigh: m.AtHigh})
	}
	f, err := sensitivity.Draw(d.Design, d.Base, bars)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	render := f.SVG
	if filepath.Ext(path) == ".png" {
		render = f.PNG
	}
	if err := render(&b); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o666)
}
