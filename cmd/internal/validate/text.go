package validate

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// WriteTable writes a line a kind, then every failure, then what could not be
// judged, all by name.
func WriteTable(w io.Writer, results []Result, kinds []KindSummary) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "kind\thow\tcases\tpassed\tcomputed\tworst error\tsimulated\tworst z\ttime\t")
	for _, k := range kinds {
		row(table, k)
	}
	row(table, Total(kinds))
	if err := table.Flush(); err != nil {
		return err
	}
	writeFailures(w, results)
	if err := writeGaps(w, "inexpressible", results, func(r Result) []Gap { return r.Gaps }); err != nil {
		return err
	}
	if err := writeGaps(w, "computed, not simulated, in a kind that is", results, func(r Result) []Gap { return r.Unsimulated }); err != nil {
		return err
	}
	if err := writeGaps(w, "simulated, and judged by one rule of two", results, func(r Result) []Gap { return r.OneRule }); err != nil {
		return err
	}
	return writeBudget(w, Total(kinds))
}

// writeBudget says how many values chance alone would fail.
func writeBudget(w io.Writer, all KindSummary) error {
	if all.Simulated == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "\n%d simulated values, %d replications, seed %d: were all right, chance alone would fail %.2f of them (4 standard errors)\n",
		all.Simulated, Replications, Seed, FalseAlarms(all.Simulated))
	return err
}

func row(w io.Writer, k KindSummary) {
	computed, off, simulated, z, took := "-", "-", "-", "-", "-"
	if k.Computed > 0 {
		computed, off = ratio(k.ComputedPassed, k.Computed), strconv.FormatFloat(k.WorstError, 'e', 0, 64)
	}
	if k.Simulated > 0 {
		simulated, z = ratio(k.SimulatedPassed, k.Simulated), strconv.FormatFloat(k.WorstZ, 'f', 1, 64)
	}
	if k.Took > 0 {
		took = k.Took.Round(10 * time.Millisecond).String()
	}
	how := string(k.How)
	if k.How == Neither {
		how = "-"
	}
	fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t\n", k.Kind, how, k.Cases, k.Passed, computed, off, simulated, z, took)
}

func ratio(passed, all int) string {
	if passed == all {
		return strconv.Itoa(all)
	}
	return fmt.Sprintf("%d of %d", passed, all)
}

func writeFailures(w io.Writer, results []Result) {
	headed := false
	for _, r := range results {
		for _, v := range r.Verdicts {
			if v.OK {
				continue
			}
			if !headed {
				fmt.Fprintf(w, "\nfailed\n")
				headed = true
			}
			fmt.Fprintf(w, "  %s %s (%s): expected %v, got %v", r.Case.ID, v.Metric, v.How, v.Expected, v.Got)
			if v.Why != "" {
				fmt.Fprintf(w, ": %s", v.Why)
			}
			fmt.Fprintln(w)
		}
	}
}

// writeGaps writes one line a case and reason.
func writeGaps(w io.Writer, title string, results []Result, gaps func(Result) []Gap) error {
	headed := false
	for _, r := range results {
		for list := gaps(r); len(list) > 0; {
			n := 1
			for n < len(list) && list[n].Why == list[0].Why {
				n++
			}
			if !headed {
				fmt.Fprintf(w, "\n%s\n", title)
				headed = true
			}
			var names []string
			for _, g := range list[:n] {
				names = append(names, g.Metric)
			}
			line := strings.Join(names, ", ")
			if line == "" {
				line = "the whole case"
			}
			if list[0].Why != "" {
				line += ": " + list[0].Why
			}
			if _, err := fmt.Fprintf(w, "  %s %s\n", r.Case.ID, line); err != nil {
				return err
			}
			list = list[n:]
		}
	}
	return nil
}
