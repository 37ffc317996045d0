package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"failsim/results/words"
	"failsim/sim"
	"failsim/traces"
	maker "failsim/traces/make"
)

func newTrace() *cobra.Command {
	c := &cobra.Command{
		Use:   "trace",
		Short: "Look at request traces, and make others of them",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return badInput{unknownCommand(c, args[0])}
			}
			return c.Help()
		},
	}
	c.AddCommand(newTraceInfo(), newTraceConvert(), newTraceCut(), newTraceScale(), newTraceSpeedUp(),
		newTraceSplit(), newTraceAnonymise(), newTraceFit(), newTraceGenerate())
	return c
}

func newTraceInfo() *cobra.Command {
	var read reading
	var asJSON bool
	c := &cobra.Command{
		Use:   "info FILE...",
		Short: "Describe a trace: span, rates, and its ledger of lines",
		Long: `Describe a trace: its span and rates, what became of every line, lines out
of order, gaps, clients, classes of status, burstiness, and the rate over time.

  gaps          stretches with so few requests that chance would leave so many out
                with a probability below e^-20: the server was down, and users who
                would have asked are not in the trace
  failing       stretches of minutes with at least 30 requests whose fate is known, of
                which more than 10 % failed: 5xx, or no answer (status 000 or 0)
  clients       exactly up to 65,536, beyond by HyperLogLog, standard error 0.8 %
  burstiness    of the numbers of requests in windows of 1 s, 1 min and 1 h, back to
                back from the first stamp on, empty ones too: the index of dispersion
                for counts is their variance divided by their mean, 1 for Poisson
                arrivals of a constant rate; it holds the shape of the day, too. Peak
                to mean is the largest number divided by the mean

It parses the trace once. What it says is kept as compact columns, some 10 to 20
bytes a request: the first 64 MiB in memory, the rest in a temporary file (in TMPDIR)
that is gone when failsim ends.`,
		Example: `  failsim trace info access.log.gz
  failsim trace info logs/ --json`,
		Args: badArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := read.options(sim.NewKey(1, 0).Named("trace"))
			if err != nil {
				return err
			}
			source, err := openTrace(o, args...)
			if err != nil {
				return err
			}
			info := source.Info()
			measures, err := maker.Measure(source, plotColumns)
			if err != nil {
				return err
			}
			if asJSON {
				return printTraceJSON(c.OutOrStdout(), &info, &measures)
			}
			printTrace(c.OutOrStdout(), &info)
			printMeasures(c.OutOrStdout(), &info, &measures)
			return nil
		},
	}
	read.add(c.Flags())
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func printTrace(w io.Writer, i *traces.Info) {
	fmt.Fprintf(w, "%s: %s, packing %s\n", words.Visible(i.Name), i.Format, i.Packing)
	fmt.Fprintf(w, "requests      %d\n", i.Requests)
	fmt.Fprintf(w, "first, last   %s, %s (stamps of %s)\n", i.First.Format(time.RFC3339), i.Last.Format(time.RFC3339), i.Interval)
	fmt.Fprintf(w, "rate          mean %.4g/s, busiest %s %.4g/s at %s\n", i.MeanPerSecond, busiestOf(i), i.PeakPerSecond, i.Peak.Format(time.RFC3339))
	fmt.Fprintf(w, "busiest day   %s: %d requests\n", i.BusiestDay.Date.Format(time.DateOnly), i.BusiestDay.Requests)
	printLedger(w, "lines         ", &i.Ledger)
	if len(i.Files) > 1 {
		for k := range i.Files {
			printLedger(w, "  "+words.Visible(i.Files[k].Name)+" ("+i.Files[k].Format+"): ", &i.Files[k].Ledger)
		}
	}
	printBad(w, &i.Ledger)
	printAsides(w, &i.Ledger)
	printReading(w, i)
	printKnown(w, i)
	printLeftOut(w, i)
	if i.OutOfOrder > 0 {
		fmt.Fprintf(w, "out of order  %d lines, by up to %s: sorted%s\n", i.OutOfOrder, i.FurthestBack, newestFirst(i))
	}
	if i.AmbiguousTimes > 0 {
		fmt.Fprintf(w, "zone          %d lines of the hour that the clock shows twice: the first time round, until the log goes back\n", i.AmbiguousTimes)
	}
	printGaps(w, i)
	printFailing(w, i)
}

// newestFirst says which files began with their latest requests.
func newestFirst(i *traces.Info) string {
	n := 0
	for k := range i.Files {
		if i.Files[k].NewestFirst {
			n++
		}
	}
	switch {
	case n == 0:
		return ""
	case len(i.Files) == 1:
		return " (newest first)"
	}
	return fmt.Sprintf(" (%d files newest first)", n)
}

// busiestOf names what the peak rate is that of.
func busiestOf(i *traces.Info) string {
	if i.Interval > time.Minute {
		return "interval (" + i.Interval.String() + ")"
	}
	return "minute"
}

// traceJSON is the stable shape of trace info --json.
type traceJSON struct {
	Schema        string           `json:"schema"`
	Name          string           `json:"name"`
	Format        string           `json:"format"`
	SHA256        string           `json:"sha256"`
	Requests      int64            `json:"requests"`
	First         string           `json:"first"`
	Last          string           `json:"last"`
	MeanPerSecond float64          `json:"mean_per_second"`
	PeakPerSecond float64          `json:"peak_per_second"`
	OutOfOrder    int64            `json:"out_of_order"`
	Lines         lineCounts       `json:"ledger"`
	Files         []fileJSON       `json:"files"`
	Gaps          []gapJSON        `json:"gaps"`
	Wrappers      []string         `json:"wrappers"`
	Stamp         stampJSON        `json:"stamp"`
	Known         []knownJSON      `json:"known"`
	Asides        map[string]int64 `json:"set_aside"`
	measuresJSON
}

// stampJSON is when stamps were taken.
type stampJSON struct {
	At      string `json:"at"`
	Why     string `json:"why"`
	Shifted int64  `json:"shifted"`
}

// knownJSON is of how many requests a meaning is known.
type knownJSON struct {
	Meaning  string `json:"meaning"`
	Requests int64  `json:"requests"`
	Of       int64  `json:"of"`
	Field    string `json:"field,omitempty"`
	Unit     string `json:"unit,omitempty"`
}

type fileJSON struct {
	Name   string     `json:"name"`
	Format string     `json:"format"`
	SHA256 string     `json:"sha256"`
	Lines  lineCounts `json:"ledger"`
}

type gapJSON struct {
	Start    string `json:"start"`
	End      string `json:"end"`
	Requests int64  `json:"requests"`
	Missing  int64  `json:"missing"`
}

func countsOf(l *traces.Ledger) lineCounts {
	return lineCounts{l.Read, l.Accepted, l.Skipped, l.SetAside, l.Refused}
}

type lineCounts struct {
	Read     int64 `json:"read"`
	Accepted int64 `json:"accepted"`
	Skipped  int64 `json:"skipped"`
	SetAside int64 `json:"set_aside"`
	Refused  int64 `json:"refused"`
}

func printTraceJSON(w io.Writer, i *traces.Info, m *maker.Measures) error {
	t := traceJSON{Schema: "failsim/trace/1", Name: i.Name, Format: i.Format, SHA256: i.SHA256, Requests: i.Requests,
		First: i.First.Format(time.RFC3339), Last: i.Last.Format(time.RFC3339), MeanPerSecond: i.MeanPerSecond, PeakPerSecond: i.PeakPerSecond,
		OutOfOrder: i.OutOfOrder, Lines: countsOf(&i.Ledger), Files: []fileJSON{}, Gaps: []gapJSON{}, Wrappers: i.Wrappers,
		Stamp: stampJSON(i.Stamp), Known: []knownJSON{}, Asides: map[string]int64{}, measuresJSON: measuresAsJSON(i, m)}
	for k := range i.Files {
		f := &i.Files[k]
		t.Files = append(t.Files, fileJSON{f.Name, f.Format, f.SHA256, countsOf(&f.Ledger)})
	}
	for _, k := range i.Known {
		t.Known = append(t.Known, knownJSON{k.Meaning, k.Requests, k.Of, k.Field, k.Unit})
	}
	for _, r := range i.Ledger.Asides {
		t.Asides[r.Reason] = r.Count
	}
	for _, g := range i.Gaps {
		t.Gaps = append(t.Gaps, gapJSON{g.Start.Format(time.RFC3339), g.End.Format(time.RFC3339), g.Requests, g.Missing})
	}
	b, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
