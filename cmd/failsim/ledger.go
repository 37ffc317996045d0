package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"failsim/results/words"
	"failsim/traces"
)

// printLedger accounts for the lines of a trace: how many were read and what
// became of them, the first malformed ones, and all of them by reason.
func printLedger(w io.Writer, title string, l *traces.Ledger) {
	aside := ""
	if l.SetAside > 0 {
		aside = fmt.Sprintf(" + %d set aside", l.SetAside)
	}
	fmt.Fprintf(w, "%s%d read = %d accepted + %d skipped%s + %d refused\n", title, l.Read, l.Accepted, l.Skipped, aside, l.Refused)
}

// printAsides lists the kinds of lines that stand aside.
func printAsides(w io.Writer, l *traces.Ledger) {
	for _, r := range l.Asides {
		fmt.Fprintf(w, "  set aside %d: %s\n", r.Count, r.Reason)
	}
}

// printReading says how a trace was read: what was peeled off its lines, and
// when its stamps were taken.
func printReading(w io.Writer, i *traces.Info) {
	if len(i.Wrappers) > 0 {
		fmt.Fprintf(w, "wrapped in    %s: peeled off\n", strings.Join(i.Wrappers, ", "))
	}
	if i.Padded > 0 {
		fmt.Fprintf(w, "NUL bytes     stand at the start of %d lines, as truncating a file under its writer leaves them (logrotate's copytruncate): read without them\n", i.Padded)
	}
}

// printKnown says of how many requests each meaning is known, and from where.
func printKnown(w io.Writer, i *traces.Info) {
	if i.Counts || len(i.Known) == 0 {
		return
	}
	fmt.Fprintf(w, "stamp         %s\n", i.Stamp)
	for k := range i.Known {
		m := &i.Known[k]
		title := "  " + m.Meaning
		if k == 0 {
			title = "known         " + m.Meaning
		} else {
			title = strings.Repeat(" ", 12) + title
		}
		switch {
		case m.Requests == 0 && m.Hint != "":
			fmt.Fprintf(w, "%-24s not known: %s\n", title, m.Hint)
		case m.Requests == 0 && m.Field == "":
			fmt.Fprintf(w, "%-24s not known: no field is taken for it\n", title)
		default:
			from := ""
			if m.Field != "" {
				from = ", from " + m.Field
			}
			if m.Unit != "" {
				from += " in " + m.Unit
			}
			fmt.Fprintf(w, "%-24s for %d of %d%s\n", title, m.Requests, m.Of, from)
		}
	}
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
			fmt.Fprintln(w, "failing       more than 10 % of a minute's requests were answered by 5xx or not at all")
		}
		zone := i.First.Location()
		fmt.Fprintf(w, "  %s to %s: %.3g %% of %d requests\n",
			f.Start.In(zone).Format(time.RFC3339), f.End.In(zone).Format(time.RFC3339), 100*f.Share(), f.Requests)
	}
}

// printLeftOut names what folders hold besides the files that were read.
func printLeftOut(w io.Writer, i *traces.Info) {
	for _, l := range i.LeftOut {
		fmt.Fprintf(w, "left out      %s: %s\n", words.Visible(l.Path), words.Visible(l.Reason))
	}
}
