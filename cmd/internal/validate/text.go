package validate

import (
	"fmt"
	"io"
	"strconv"
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
	return writeGaps(w, results)
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

func writeGaps(w io.Writer, results []Result) error {
	headed := false
	for _, r := range results {
		for _, g := range r.Gaps {
			if !headed {
				fmt.Fprintf(w, "\ninexpressible\n")
				headed = true
			}
			metric := g.Metric
			if metric == "" {
				metric = "the whole case"
			}
			if _, err := fmt.Fprintf(w, "  %s %s: %s\n", r.Case.ID, metric, g.Why); err != nil {
				return err
			}
		}
	}
	return nil
}
