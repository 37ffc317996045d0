package main

import (
	"fmt"
	"io"
	"time"

	"failsim/results/words"
	"failsim/traces"
)

// printLedger accounts for the lines of a trace: how many were read and what
// became of them, the first malformed ones, and all of them by reason.
func printLedger(w io.Writer, title string, l *traces.Ledger) {
	fmt.Fprintf(w, "%s%d read = %d accepted + %d skipped + %d refused\n", title, l.Read, l.Accepted, l.Skipped, l.Refused)
}

// printBad lists the first malformed lines, and all by reason.
func printBad(w io.Writer, l *traces.Ledger) {
	for _, b := range l.First {
		fmt.Fprintf(w, "  %s:%d:%d: %s\n", words.Visible(b.Path), b.Line, b.Column, words.Visible(b.Reason))
	}
	if more := l.Bad() - int64(len(l.First)); more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
	for _, r := range l.Reasons {
		fmt.Fprintf(w, "  %d times: %s\n", r.Count, r.Reason)
	}
}

// printGaps lists the outages that a trace recorded itself.
func printGaps(w io.Writer, i *traces.Info) {
	const most = 20
	for k, g := range i.Gaps {
		if k == most {
			fmt.Fprintf(w, "  and %d more\n", len(i.Gaps)-most)
			break
		}
		if k == 0 {
			fmt.Fprintln(w, "gaps          too few requests for chance (below e^-20): an outage in the trace itself, whose demand is not in it")
		}
		zone := i.First.Location()
		fmt.Fprintf(w, "  %s to %s: %d requests, about %d missing\n",
			g.Start.In(zone).Format(time.RFC3339), g.End.In(zone).Format(time.RFC3339), g.Requests, g.Missing)
	}
}

// printFailing lists the stretches in which the trace itself says that its
// servers failed.
func printFailing(w io.Writer, i *traces.Info) {
	const most = 20
	failing := i.Failing()
	for k, f := range failing {
		if k == most {
			fmt.Fprintf(w, "  and %d more\n", len(failing)-most)
			break
		}
		if k == 0 {
			fmt.Fprintln(w, "failing       more than 10 % of a minute's answers were 5xx")
		}
		zone := i.First.Location()
		fmt.Fprintf(w, "  %s to %s: %.3g %% of %d answers\n",
			f.Start.In(zone).Format(time.RFC3339), f.End.In(zone).Format(time.RFC3339), 100*f.Share(), f.Requests)
	}
}

// printLeftOut names what folders hold besides the files that were read.
func printLeftOut(w io.Writer, i *traces.Info) {
	for _, l := range i.LeftOut {
		fmt.Fprintf(w, "left out      %s: %s\n", words.Visible(l.Path), words.Visible(l.Reason))
	}
}
