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

// mostLines is about how many lines of numbers are printed, over all designs and figures.
const mostLines = 60

// write prints what matters most to each design, what remedies save, and then numbers.
func (a *analysis) write(w io.Writer) {
	a.writeMost(w)
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
	fmt.Fprintln(w)
	rows := min(mostBars, max(3, mostLines/max(1, len(a.Designs))))
	var morris, sobol, cut bool
	for i := range a.Designs {
		d := &a.Designs[i]
		fmt.Fprintf(w, "%s, %s: %s as the scenario has it\n", d.Design, strings.ReplaceAll(d.Figure, "_", " "), tables.Count(d.Base))
		shown, rest := d.moving(rows)
		for _, m := range shown {
			m.write(w)
			morris, sobol = morris || m.MuStar != nil, sobol || m.First != nil
		}
		if rest > 0 {
			cut = true
			fmt.Fprintf(w, "  the other %d: less, or nothing\n", rest)
		}
	}
	if morris {
		fmt.Fprintln(w, "mu*: the mean change along Morris's trajectories, on which all numbers move; sigma: how much it depends on the other numbers")
	}
	if sobol {
		fmt.Fprintln(w, "Sobol first: the share of the variance that the number explains alone; total: with what it does together with others")
	}
	if cut {
		fmt.Fprintln(w, "--json has every number, --designs takes fewer designs and shows more of each")
	}
}

// writeMost says in a line a design which number its user-minutes hang on most.
func (a *analysis) writeMost(w io.Writer) {
	for i := range a.Designs {
		d := &a.Designs[i]
		if d.Figure != sensitivity.UserMinutes {
			continue
		}
		shown, _ := d.moving(1)
		if len(shown) == 0 {
			fmt.Fprintf(w, "%s loses %s user-minutes, whatever the numbers are\n", d.Design, tables.Count(d.Base))
			continue
		}
		m := shown[0]
		fmt.Fprintf(w, "%s loses %s user-minutes; most hangs on %s: %s at %s, %s at %s\n", d.Design, tables.Count(d.Base), m.Path, tables.Count(m.AtLow), m.Low, tables.Count(m.AtHigh), m.High)
	}
}

// moving are the numbers that change the figure, at most so many, and how many others
// there are.
func (d *designMatter) moving(most int) (shown []*matter, rest int) {
	for k := range d.Numbers {
		m := &d.Numbers[k]
		if still := m.swing(d.Base) == 0 && (m.MuStar == nil || *m.MuStar == 0); !still && len(shown) < most {
			shown = append(shown, m)
		}
	}
	return shown, len(d.Numbers) - len(shown)
}

func (m *matter) write(w io.Writer) {
	fmt.Fprintf(w, "  %-58s %8s at %-8s %8s at %-8s", m.Path, tables.Count(m.AtLow), m.Low, tables.Count(m.AtHigh), m.High)
	if m.MuStar != nil {
		fmt.Fprintf(w, "  mu* %-7s sigma %-7s", tables.Count(*m.MuStar), tables.Count(*m.Sigma))
	}
	if m.First != nil {
		fmt.Fprintf(w, "  Sobol first %.2f +- %.2f, total %.2f +- %.2f", *m.First, *m.FirstEnd, *m.Total, *m.TotalEnd)
	}
	fmt.Fprintln(w)
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
