package suite

import (
	"fmt"
	"io"
	"math"
	"strings"

	"failsim/results/statistics"
)

// Write writes what has become of a suite, in Markdown.
func (o *Outcome) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\nSeed %d, %d replications of each design in each incident, the same users and faults for all; intervals are of 95 %%.\n", o.Suite, o.About, o.Seed, o.Replications)
	b.WriteString("A statement is supported if its interval lies on the side that it says, refuted if on the other, and else undecided at this precision.\n" +
		"A claim needs all of its statements. Verdicts are of these scenarios, given these incidents; how often they come is another question (failsim year).\n")
	o.writeClaims(&b, "Claims", func(a *Answer) bool { return a.Voice == "" })
	o.writeClaims(&b, "Who proposed what", func(a *Answer) bool { return a.Voice != "" })
	for i := range o.Grids {
		o.Grids[i].write(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeClaims writes a table of verdicts, and below it the statements of each.
func (o *Outcome) writeClaims(b *strings.Builder, title string, in func(*Answer) bool) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	o.WriteTable(b, in)
	for i := range o.Answers {
		a := &o.Answers[i]
		if !in(a) {
			continue
		}
		fmt.Fprintf(b, "\n### %s: %s\n\n%s\n\n", a.Claim, a.Verdict, a.Says)
		writeParts(b, a.Parts)
		for _, t := range a.Turns {
			fmt.Fprintf(b, "\nIf %s: **%s**.\n\n", t.If, t.Verdict)
			writeParts(b, t.Parts)
		}
		if a.Note != "" {
			fmt.Fprintf(b, "\n%s\n", a.Note)
		}
	}
}

// WriteTable writes a row a claim: what is claimed, the figure that decides, the
// verdict, and what would turn it.
func (o *Outcome) WriteTable(b io.Writer, in func(*Answer) bool) {
	fmt.Fprintln(b, "| | says | figure that decides [95 %] | verdict | it would be |\n|---|---|---|---|---|")
	for i := range o.Answers {
		a := &o.Answers[i]
		if !in(a) {
			continue
		}
		var turns []string
		for _, t := range a.Turns {
			turns = append(turns, fmt.Sprintf("%s if %s", t.Verdict, t.If))
		}
		name := a.Claim
		if a.Voice != "" {
			name += " (" + a.Voice + ")"
		}
		p := a.decides()
		fmt.Fprintf(b, "| %s | %s | %s: %s %s | **%s** | %s |\n", name, a.Says, p.Statement, p.figure(), p.Unit, a.Verdict, strings.Join(turns, "; "))
	}
}

// decides is the statement on which the verdict rests: the first that has it.
func (a *Answer) decides() *Found {
	for i := range a.Parts {
		if a.Parts[i].Verdict == a.Verdict {
			return &a.Parts[i]
		}
	}
	return &a.Parts[0]
}

func writeParts(b *strings.Builder, parts []Found) {
	for i := range parts {
		p := &parts[i]
		fmt.Fprintf(b, "- %s: %s %s: %s\n", p.Statement, p.figure(), p.Unit, p.Verdict)
	}
}

// figure is a value with its interval, if it has one that is not a point.
func (f *Found) figure() string {
	text := number(f.Value)
	switch low, high := float64(f.CI95[0]), float64(f.CI95[1]); {
	case math.IsNaN(low) || math.IsNaN(high):
		return text + " [no interval]"
	case low == high:
		return text
	default:
		return fmt.Sprintf("%s [%s, %s]", text, number(f.CI95[0]), number(f.CI95[1]))
	}
}

func number(x statistics.Number) string {
	switch v := float64(x); {
	case math.IsNaN(v):
		return "none"
	case v == 0:
		return "0"
	case math.Abs(v) >= 100:
		return fmt.Sprintf("%.0f", v)
	default:
		return fmt.Sprintf("%.3g", v)
	}
}

// write writes a grid: a row a design, a column an incident.
func (g *Grid) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n## Designs and incidents: %s\n\nAvailability in %%, over the whole incident.\n\n| design |", g.Scenario)
	for _, i := range g.Incidents {
		fmt.Fprintf(b, " %s |", i.Name)
	}
	b.WriteString(" USD/h |\n|---|" + strings.Repeat("---|", len(g.Incidents)+1) + "\n")
	for _, r := range g.Rows {
		fmt.Fprintf(b, "| %s |", r.Design)
		for i := range r.Availability {
			fmt.Fprintf(b, " %s |", percent(&r.Availability[i]))
		}
		fmt.Fprintf(b, " %s |\n", cost(r))
	}
	b.WriteString("\n")
	for _, i := range g.Incidents {
		fmt.Fprintf(b, "* **%s**: %s\n", i.Name, i.Title)
	}
}

func percent(e *statistics.Estimate) string {
	if e.CI95 == nil {
		return fmt.Sprintf("%.3f", 100*float64(e.Mean))
	}
	return fmt.Sprintf("%.3f [%.3f, %.3f]", 100*float64(e.Mean), 100*float64(e.CI95[0]), 100*float64(e.CI95[1]))
}

func cost(r Row) string {
	if r.USDPerHour.Priced != "" {
		return r.USDPerHour.Priced
	}
	return fmt.Sprintf("%.1f", float64(r.USDPerHour.Mean))
}
