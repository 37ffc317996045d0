package year

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// fullOutage turns a share of a year's requests into the minutes of a full
// outage that lose as many.
func (s *Summary) fullOutage(e statistics.Estimate) statistics.Estimate {
	minutes := statistics.Number(float64(s.YearS) / 60)
	e.Mean *= minutes
	if e.CI95 != nil {
		e.CI95 = &statistics.Interval{max(0, e.CI95[0]) * minutes, e.CI95[1] * minutes}
	}
	return e
}

// costTable says what an average year costs.
func (s *Summary) costTable() table.Writer {
	t := tables.Plain("design", "availability\n[95 %]", "full outage\nmin a year", "bad minutes\na year", "user-minutes\na year", "USD/h")
	for d := range s.Designs {
		f := &s.Designs[d]
		availability := tables.Percent(f.Availability)
		if f.Availability.Warning == Heavy {
			availability += "*"
		}
		t.AppendRow(table.Row{f.Name, availability, yearCount(s.fullOutage(f.LostShare)), yearCount(f.BadMinutes),
			yearCount(f.UserMinutes), yearCost(f.CostUSD, s.YearS)})
	}
	return t
}

// yearsTable says how one year differs from another.
func (s *Summary) yearsTable() table.Writer {
	head := []string{"design"}
	for _, m := range s.Designs[0].Years.Meets {
		head = append(head, fmt.Sprintf("years of\n%s %%", tables.TrimmedDigits(100*float64(m.Objective))))
	}
	t := tables.Plain(append(head, "half of years\nare above", "1 year in 10\nis below", "beats base\n(ties)")...)
	for d := range s.Designs {
		f := &s.Designs[d]
		row := table.Row{f.Name}
		for _, m := range f.Years.Meets {
			row = append(row, shareOfYears(m.Share))
		}
		t.AppendRow(append(row, f.Years.Median.cell(), f.Years.Worst10.cell(), s.beats(d)))
	}
	return t
}

// beats says in which share of years a design loses less than the first.
func (s *Summary) beats(d int) string {
	if d == 0 {
		return "base"
	}
	p := &s.Paired[d-1]
	return fmt.Sprintf("%s (%s)", tables.Fixed(float64(p.ABetter.Share), 2), tables.Fixed(float64(p.Tied.Share), 2))
}

func shareOfYears(s Share) string {
	if s.CI95 == nil {
		return tables.Fixed(100*float64(s.Share), 0) + " %?"
	}
	low, high := float64(100*float64(s.CI95[0])), float64(100*float64(s.CI95[1]))
	d := 0
	if high-low < 2 {
		d = 1
	}
	return fmt.Sprintf("%s %% [%s, %s]", tables.Fixed(100*float64(s.Share), d), tables.Fixed(low, d), tables.Fixed(high, d))
}

func (q Quantile) cell() string {
	if !q.Value.Known() {
		return "too few"
	}
	width := 1e-4
	if q.CI95 != nil {
		width = 100 * float64(q.CI95[1]-q.CI95[0])
	}
	return tables.Fixed(100*float64(q.Value), tables.Decimals(width, 1)) + " %"
}

func yearCount(e statistics.Estimate) string {
	if e.Warning == statistics.NoFailureSeen {
		if e.CI95 != nil {
			return margins(e)
		}
		return "none seen"
	}
	text := tables.Counted(e)
	if e.Warning == Heavy {
		text += "*"
	}
	return text
}

// margins formats a mean with its interval, or the bound of what was never seen,
// for tables with many columns.
func margins(e statistics.Estimate) string {
	switch {
	case e.CI95 == nil:
		return tables.Count(float64(e.Mean))
	case e.Warning == statistics.NoFailureSeen:
		return fmt.Sprintf("0 (< %s)", tables.Bound(e.CI95[1]))
	}
	text := fmt.Sprintf("%s [%s, %s]", tables.Bound(e.Mean), tables.Bound(e.CI95[0]), tables.Bound(e.CI95[1]))
	if e.Warning == Heavy {
		text += "*"
	}
	return text
}

func yearCost(e statistics.Estimate, year statistics.Number) string {
	if !e.Mean.Known() {
		return "not priced"
	}
	return tables.Count(float64(e.Mean) / (float64(year) / 3600))
}

// kindTable says which incident costs each design how much.
func (s *Summary) kindTable() table.Writer {
	head := []string{"incident", "a year"}
	for d := range s.Designs {
		head = append(head, strings.ReplaceAll(s.Designs[d].Name, "-", "-\n"))
	}
	t := tables.Plain(head...)
	cells := func(name, rate, incident string) {
		row := table.Row{name, rate}
		for d := range s.Designs {
			cell := tables.None
			for _, p := range s.Designs[d].ByKind {
				if p.Incident == incident {
					cell = margins(s.fullOutage(p.LostShare))
				}
			}
			row = append(row, cell)
		}
		t.AppendRow(row)
	}
	for _, k := range s.Kinds {
		cells(k.Name, tables.Count(float64(k.PerYear)), k.Name)
	}
	cells("several at once", tables.Count(float64(s.Unseen)), "")
	cells(steadyPart, "", steadyPart)
	return t
}

// WriteTable writes the summary for a terminal.
func (s *Summary) WriteTable(w io.Writer) error {
	var b strings.Builder
	put := func(t table.Writer) {
		for _, line := range strings.Split(t.Render(), "\n") {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	about := words.Line(s.About)
	if about == "" {
		about = s.Scenario
	}
	fmt.Fprintf(&b, "a year of operation: %s\n\n", about)
	put(s.costTable())
	b.WriteString("\nhow years differ\n\n")
	put(s.yearsTable())
	b.WriteString("\nwhich incident costs what: minutes of full outage a year\n\n")
	put(s.kindTable())
	b.WriteString("\nwhat the estimate took, against years simulated from end to end for the same standard error\n\n")
	put(s.effortTable())
	b.WriteString("\n")
	for _, line := range s.Remarks() {
		b.WriteString(line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *Summary) effortTable() table.Writer {
	t := tables.Plain("design", "requests\nsimulated", "end to end\nyears", "end to end\nrequests", "speed-up")
	for d := range s.Designs {
		e := &s.Designs[d].Effort
		speedup := tables.None
		if e.Speedup.Known() {
			speedup = tables.Count(float64(e.Speedup)) + " times"
		}
		t.AppendRow(table.Row{s.Designs[d].Name, tables.Count(float64(e.Simulated)), tables.Count(float64(e.BruteForceYears)), tables.Count(float64(e.BruteForceRequests)), speedup})
	}
	return t
}

// WriteMarkdown writes the summary as Markdown.
func (s *Summary) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	render := func(t table.Writer) string { return t.RenderMarkdown() }
	fmt.Fprintf(&b, "# %s: a year of operation\n\n%s\n\nSeed %d, fingerprint `%s`.\n\n%s\n", s.Scenario, words.Markdown(s.About), s.Seed, s.Fingerprint, render(s.costTable()))
	fmt.Fprintf(&b, "\n## How years differ\n\n%s\n", render(s.yearsTable()))
	fmt.Fprintf(&b, "\n## Which incident costs what: minutes of full outage a year\n\n%s\n", render(s.kindTable()))
	fmt.Fprintf(&b, "\n## What the estimate took, against years simulated from end to end\n\n%s\n\n## Remarks\n\n", render(s.effortTable()))
	for _, line := range s.Remarks() {
		fmt.Fprintf(&b, "- %s\n", words.Markdown(line))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
