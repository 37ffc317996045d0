package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"failsim/sim"
	"failsim/traces"
)

func newTrace() *cobra.Command {
	c := &cobra.Command{
		Use:   "trace",
		Short: "Look at request traces",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return badInput{unknownCommand(c, args[0])}
			}
			return c.Help()
		},
	}
	c.AddCommand(newTraceInfo())
	return c
}

func newTraceInfo() *cobra.Command {
	var o traces.Options
	var asJSON bool
	c := &cobra.Command{
		Use:   "info FILE",
		Short: "Tell what a trace holds: span, rates, and its ledger of lines",
		Args:  badArgs(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			o.Key = sim.NewKey(1, 0).Named("trace")
			source, err := openTrace(args[0], o)
			if err != nil {
				return err
			}
			info := source.Info()
			if asJSON {
				return printTraceJSON(c.OutOrStdout(), &info)
			}
			printTrace(c.OutOrStdout(), &info)
			return nil
		},
	}
	c.Flags().StringVar(&o.Format, "format", "", "format of the trace (default: found by content)")
	c.Flags().IntVar(&o.SkipBad, "skip-bad", 0, "how many malformed lines to leave out")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// openTrace opens an embedded trace by name, or a file.
func openTrace(name string, o traces.Options) (traces.Source, error) {
	for _, known := range traces.Names() {
		if known == name {
			return traces.Named(name, o.Key)
		}
	}
	return traces.File(name, o)
}

func printTrace(w io.Writer, i *traces.Info) {
	fmt.Fprintf(w, "%s: %s, packing %s\n", i.Name, i.Format, i.Packing)
	fmt.Fprintf(w, "requests      %d\n", i.Requests)
	fmt.Fprintf(w, "first, last   %s, %s (stamps of %s)\n", i.First.Format(time.RFC3339), i.Last.Format(time.RFC3339), i.Interval)
	fmt.Fprintf(w, "rate          mean %.4g/s, busiest minute %.4g/s at %s\n", i.MeanPerSecond, i.PeakPerSecond, i.Peak.Format(time.RFC3339))
	fmt.Fprintf(w, "busiest day   %s: %d requests\n", i.BusiestDay.Date.Format(time.DateOnly), i.BusiestDay.Requests)
	l := &i.Ledger
	fmt.Fprintf(w, "lines         %d read = %d accepted + %d skipped + %d refused\n", l.Read, l.Accepted, l.Skipped, l.Refused)
	if i.OutOfOrder > 0 {
		fmt.Fprintf(w, "out of order  %d lines, by up to %s: put in order\n", i.OutOfOrder, i.FurthestBack)
	}
	for _, r := range l.Reasons {
		fmt.Fprintf(w, "  %d times %s (lines %v)\n", r.Count, r.Reason, r.Lines)
	}
}

// traceJSON is the stable shape of trace info --json.
type traceJSON struct {
	Schema        string     `json:"schema"`
	Name          string     `json:"name"`
	Format        string     `json:"format"`
	SHA256        string     `json:"sha256"`
	Requests      int64      `json:"requests"`
	First         string     `json:"first"`
	Last          string     `json:"last"`
	MeanPerSecond float64    `json:"mean_per_second"`
	PeakPerSecond float64    `json:"peak_per_second"`
	OutOfOrder    int64      `json:"out_of_order"`
	Lines         lineCounts `json:"ledger"`
}

type lineCounts struct {
	Read     int64 `json:"read"`
	Accepted int64 `json:"accepted"`
	Skipped  int64 `json:"skipped"`
	Refused  int64 `json:"refused"`
}

func printTraceJSON(w io.Writer, i *traces.Info) error {
	l := &i.Ledger
	b, err := json.MarshalIndent(traceJSON{Schema: "failsim/trace/1", Name: i.Name, Format: i.Format, SHA256: i.SHA256, Requests: i.Requests,
		First: i.First.Format(time.RFC3339), Last: i.Last.Format(time.RFC3339), MeanPerSecond: i.MeanPerSecond, PeakPerSecond: i.PeakPerSecond,
		OutOfOrder: i.OutOfOrder, Lines: lineCounts{l.Read, l.Accepted, l.Skipped, l.Refused}}, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
