package diff

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results/statistics"
	"failsim/results/stored"
	"failsim/results/tables"
	"failsim/results/words"
)

// JSON returns the whole.
func (r *Result) JSON() ([]byte, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return tables.Indented(b), nil
}

// shown are the verdicts that stand in the text, in this order; what is the same
// is counted.
var shown = []Verdict{Changed, Unknown, Unseen}

// Write prints what changed, what cannot be told, and of the key figures, or all,
// where no change was seen.
func (r *Result) Write(w io.Writer, all bool) error {
	var b strings.Builder
	count := map[Verdict]int{}
	for i := range r.Rows {
		count[r.Rows[i].Verdict]++
	}
	if r.Comparable() {
		fmt.Fprintf(&b, "%s: %d changed, %d same in every run, %d no change seen, %d cannot tell\n", words.Plural(int64(len(r.Rows)), "figure"), count[Changed], count[Same], count[Unseen], count[Unknown])
	} else {
		b.WriteString("nothing can be compared: no design is run against the same incident in both\n")
	}
	fmt.Fprintf(&b, "\nbefore: %s\nafter:  %s\n", r.Before, r.After)
	if len(r.Run) == 0 {
		b.WriteString("nothing that is known of it differs in what was run\n")
	}
	for _, d := range r.Run {
		fmt.Fprintf(&b, "  %s\n", d.said())
	}
	if r.Comparable() {
		for i, d := range r.Scenario {
			if i == mostShown && !all {
				fmt.Fprintf(&b, "  and %s that the scenarios say differently (--all shows them)\n", words.Plural(int64(len(r.Scenario)-i), "other value"))
				break
			}
			fmt.Fprintf(&b, "  %s\n", d.said())
		}
	}
	only(&b, "only before", r.OnlyBefore)
	only(&b, "only after", r.OnlyAfter)
	t, left := r.table(all)
	if t.Length() > 0 {
		fmt.Fprintf(&b, "\n%s\n\n", t.Render())
	}
	if left > 0 {
		fmt.Fprintf(&b, "not shown: %s of which no change is seen (--all shows them)\n\n", words.Plural(int64(left), "other figure"))
	}
	if t.Length()+left > 0 {
		fmt.Fprintf(&b, "%s\n", r.note())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mostShown is how many values of scenarios are shown.
const mostShown = 20

// said is a difference in a line.
func (d *Difference) said() string {
	switch {
	case d.Before == "":
		return d.What + ": only after, " + words.Visible(d.After)
	case d.After == "":
		return d.What + ": only before, " + words.Visible(d.Before)
	}
	return d.What + ": " + words.Visible(d.Before) + " before, " + words.Visible(d.After) + " after"
}

// only says which designs only one of the results has, by incident.
func only(b *strings.Builder, where string, keys []stored.Key) {
	for i := 0; i < len(keys); {
		incident, designs := keys[i].Incident, []string{keys[i].Design}
		for i++; i < len(keys) && keys[i].Incident == incident; i++ {
			designs = append(designs, keys[i].Design)
		}
		fmt.Fprintf(b, "%s: %s in %s\n", where, strings.Join(designs, ", "), incident)
	}
}

// table lays out the rows to print; left is how many others are not the same.
func (r *Result) table(all bool) (t table.Writer, left int) {
	t = tables.Plain("incident", "design", "figure", "before", "after", "difference [95 %]", "n", "verdict")
	t.SetColumnConfigs(nil)
	for _, v := range shown {
		for i := range r.Rows {
			switch row := &r.Rows[i]; {
			case row.Verdict != v:
			case v == Unseen && !all && !row.isKey():
				left++
			default:
				t.AppendRow(table.Row{row.Incident, row.Design, row.Figure, number(row.Before), number(row.After), row.difference(), row.n(), row.verdict()})
			}
		}
	}
	return t, left
}

func (r *Row) verdict() string {
	if r.Warning != "" && r.Verdict == Unknown {
		return string(r.Verdict) + ": " + r.Warning
	}
	return string(r.Verdict)
}

func (r *Row) n() string {
	if r.How == Exactly {
		return "exact"
	}
	return fmt.Sprint(r.N)
}

func number(n statistics.Number) string {
	if !n.Known() {
		return tables.None
	}
	return tables.Digits(float64(n), 5)
}

func (r *Row) difference() string {
	text := tables.Digits(float64(r.Difference), 3)
	if r.CI95 != nil {
		text += fmt.Sprintf(" [%s, %s]", end(r.CI95[0]), end(r.CI95[1]))
	}
	return text
}

func end(n statistics.Number) string {
	if !n.Known() {
		return "?"
	}
	return tables.Digits(float64(n), 3)
}

// note says how differences were told.
func (r *Result) note() string {
	how := map[How]string{
		Paired:    "runs are compared replication by replication",
		Apart:     "the seeds differ, so the runs are taken for independent samples",
		Intervals: "without both replications.csv, intervals are compared as if the results were independent",
	}
	var said []string
	for _, h := range []How{Paired, Apart, Intervals} {
		for i := range r.Rows {
			if r.Rows[i].How == h {
				said = append(said, how[h])
				break
			}
		}
	}
	if len(said) == 0 {
		return "exact: it follows from the scenario"
	}
	return strings.Join(said, "; ") + "; changed: not 0 at the 5 % level,\nadjusted for all figures compared (Holm; 4 % for the key figures, 1 % for all others), while each interval is of 95 % by itself;\nshares are from 0 to 1, _s are seconds"
}
