package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"failsim/models/file"
	maker "failsim/traces/make"
)

func newTraceFit() *cobra.Command {
	var read reading
	var out, gap, name string
	var force bool
	c := &cobra.Command{
		Use:   "fit FILE...",
		Short: "Find the figures of a trace, to share them instead of it",
		Long: `Find the figures of a trace and write them as a small YAML file, of which failsim
trace generate --like makes traffic: so a study can be shared without the log.

  rate and shape  requests by hour of the local week, if the trace covers one, else of
                  the day, if it covers 23 hours. Gaps in which the server was down are
                  left out of requests and of time
  sessions        a client's requests with no pause of --gap between them; 30 minutes
                  are a convention, near the 25.5 that Catledge and Pitkow found in 1995
  requests        of a session: geometric, or lognormal and rounded up, whichever is
                  likelier
  think           the pauses, lognormal and cut off at the gap
  clients         exponent of Zipf's law by the requests of those who come often, and
                  how many there must be for so many to come

Where few sessions of a client follow each other within the gap, it finds the means
and exponents of traces that it generated itself within 5 % (clients: exponent within
0.06). A client that comes more often has sessions that run together, and are seen as
fewer and longer ones than they are: a note says how many of them, at least, if they
are more than 2 %. It leaves out sizes, statuses, classes, durations, flash
crowds, and what one day differs in from another. Many users behind one address are
seen as one client, whose sessions run together. For sharing, mind that the busiest
client's share can be guessed from the exponent.

Memory grows with the number of clients, about 100 bytes each, not with the trace.`,
		Example: `  failsim trace fit access.log.gz -o site.yaml
  failsim trace generate --like site.yaml --rate 500/s --start 2026-03-02 --length 7d -o week.fst`,
		Args: badArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			pause, err := file.ParseDuration(gap)
			if err != nil {
				return usage("--gap: %w", err)
			}
			if pause < time.Second || pause > 24*time.Hour {
				return usage("--gap %s: from 1s to 24h", gap)
			}
			if out != "-" {
				if err := checkNewFile(out, force, args...); err != nil {
					return err
				}
			}
			source, err := read.open(0, args)
			if err != nil {
				return err
			}
			info := source.Info()
			fitted, err := maker.Fit(source, pause)
			if err != nil {
				return err
			}
			if name == "" {
				name = fmt.Sprintf("fitted to a trace of %d requests, %s to %s", info.Requests, info.First.Format(time.DateOnly), info.Last.Format(time.DateOnly))
			}
			return writeFitted(c, out, force, name, fitted)
		},
	}
	read.add(c.Flags())
	f := c.Flags()
	f.StringVarP(&out, "out", "o", "-", "`file` to write; - is standard output")
	f.StringVar(&gap, "gap", "30m", "the pause, in `time`, that ends a session")
	f.StringVar(&name, "name", "", "`text` that says what traffic it is; the name of the trace is left out")
	f.BoolVar(&force, "force", false, "replace a file that is there")
	return c
}

func writeFitted(c *cobra.Command, out string, force bool, name string, f *maker.Fitted) error {
	if out == "-" {
		return writeModel(c.OutOrStdout(), name, f)
	}
	file, err := createFile(out, force, noteTo(c))
	if err != nil {
		return err
	}
	defer file.discard()
	if err := writeModel(file, name, f); err != nil {
		return err
	}
	for _, note := range f.Notes {
		fmt.Fprintf(c.ErrOrStderr(), "%s\n", note)
	}
	return file.commit()
}
