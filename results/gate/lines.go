package gate

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results/tables"
	"failsim/results/words"
)

// note says by which confidence verdicts are.
const note = "met and missed: the whole 95 % interval lies on that side; each expectation is judged by its own interval, none is adjusted for the others"

// where says what a verdict is of.
func (v *Verdict) where() string {
	if v.Figure.Population == "" {
		return v.Figure.Design
	}
	return v.Figure.Design + ", " + v.Figure.Population
}

// shown is the figure's name without the unit that its value is printed in.
func (v *Verdict) shown() string {
	for short, long := range Aliases {
		if rest, ok := strings.CutPrefix(v.Figure.Name, long); ok && (rest == "" || rest[0] == '.') {
			return short + rest
		}
	}
	return plain(v.Figure.Name)
}

// wanted is the right side of the expectation.
func (v *Verdict) wanted() string {
	return v.Expectation.Op + " " + unitOf(v.Figure.Name).print(v.Expectation.Bound)
}

func (v *Verdict) outcome() string {
	if v.Why == "" {
		return string(v.Outcome)
	}
	return string(v.Outcome) + ": " + v.Why
}

// String is a verdict in one line.
func (v *Verdict) String() string {
	return fmt.Sprintf("%s, %s: %s is %s, expected %s: %s", v.Figure.Incident, v.where(), v.shown(), printed(&v.Figure), v.wanted(), v.outcome())
}

func verdictTable(list []Verdict) table.Writer {
	t := tables.Plain("incident", "design", "figure", "value [95 %]", "expected", "verdict")
	t.SetColumnConfigs(nil)
	for i := range list {
		v := &list[i]
		t.AppendRow(table.Row{v.Figure.Incident, v.where(), v.shown(), printed(&v.Figure), v.wanted(), v.outcome()})
	}
	return t
}

// counted says how many verdicts there are of each outcome.
func counted(list []Verdict) string {
	n := Tally(list)
	return fmt.Sprintf("%s: %d met, %d missed, %d undecided", words.Plural(int64(len(list)), "expectation"), n[Met], n[Missed], n[Undecided])
}

// WriteLines prints a line a verdict, for a terminal.
func WriteLines(w io.Writer, list []Verdict) error {
	_, err := fmt.Fprintf(w, "%s\n\n%s\n\n%s\n", counted(list), verdictTable(list).Render(), note)
	return err
}

// Markdown is the same as a part of summary.md, those that are not met first.
func Markdown(list []Verdict) string {
	var order []Verdict
	for _, o := range []Outcome{Missed, Undecided, Met} {
		for _, v := range list {
			if v.Outcome == o {
				v.Figure.Design, v.Figure.Incident = words.Markdown(v.Figure.Design), words.Markdown(v.Figure.Incident)
				order = append(order, v)
			}
		}
	}
	return fmt.Sprintf("## What was expected\n\n%s.\n\n%s\n\n%s.\n", counted(list), verdictTable(order).RenderMarkdown(), note)
}
