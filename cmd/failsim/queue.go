package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/models/figures"
	"failsim/results/statistics"
	"failsim/results/words"
)

func newQueue() *cobra.Command {
	var f queueFlags
	c := &cobra.Command{
		Use:   "queue FILE",
		Short: "Simulate queues, or what fails and is mended, as a file describes them",
		Long: `Queue simulates streams of requests, stations and balancers as a YAML file
describes them, and prints each figure with its 95 % interval:

    queueing: front-door
    requests: 100000
    warm-up: 100s
    arrivals:
      - {stream: web, rate: 80/s, to: front}
    stations:
      - {station: front, servers: 2, service: {lognormal: {mean: 20ms, cv: 1.5}}}

A file whose first key is reliability describes components, crews, common
causes, standbys and the systems that need them:

    reliability: storage
    length: 8760h
    warm-up: 100h
    components:
      - {component: disk, count: 3, up: {exponential: {mean: 1000h}}, down: 8h}
    systems:
      - {system: array, needs: {2-of: [disk]}}

With --precision 5% --of "station front/mean_wait" there are as many
replications as that takes; a figure that has no such precision is refused.
Intervals lie where their figures can: Student's t with Hall's correction for
skewness; Clopper and Pearson's for shares of independent cycles; order statistics for
quantiles, which take 36 independent values for p90, 72 for p95, 368 for p99.
What was never seen has a bound, not an interval of no width.
The languages: go doc failsim/models/queue, go doc failsim/models/reliability.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	c.Flags().Uint64Var(&f.seed, "seed", 1, "seed of all random draws")
	c.Flags().IntVar(&f.replications, "replications", 40, "how many independent runs, at least 2")
	c.Flags().IntVar(&f.jobs, "jobs", 0, "runs at the same time (default: one for each core); results do not depend on it")
	c.Flags().StringVar(&f.precision, "precision", "", "add replications until half the 95 % interval of --of is at most this share of its mean")
	c.Flags().StringVar(&f.of, "of", "", `figure that --precision is asked of, like "station front/mean_wait"`)
	c.Flags().IntVar(&f.limit, "limit", 2000, "most replications that --precision may take")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print JSON")
	return c
}

func (f *queueFlags) run(c *cobra.Command, name string) error {
	if f.replications < 2 || f.replications > mostReplications {
		return usage("--replications %d: from 2 to %d", f.replications, mostReplications)
	}
	if f.jobs < 0 {
		return usage("--jobs %d: at least 1, or 0 for one for each core", f.jobs)
	}
	wanted, err := f.asked()
	if err != nil {
		return err
	}
	s, err := loadSystem(name)
	if err != nil {
		return err
	}
	reportOlder(c, s.older, false)
	reports, err := f.replicate(c.Context(), s, wanted)
	if err != nil {
		return err
	}
	list, err := study.QueueFigures(s.name, f.seed, reports)
	if err != nil {
		return err
	}
	if f.asJSON {
		err = printQueueJSON(c.OutOrStdout(), s.name, f.seed, len(reports), list)
	} else {
		err = printQueue(c.OutOrStdout(), s, f.seed, len(reports), list)
	}
	if growing := figures.Growing(reports); err == nil && len(growing) > 0 {
		return no{fmt.Errorf("%s: a steady state is asked for, and %s", s.name, strings.Join(growing, "; "))}
	}
	return err
}

func printQueue(w io.Writer, s system, seed uint64, replications int, list []study.QueueFigure) error {
	fmt.Fprintf(w, "%s: %s\n\n", words.Visible(s.name), words.Line(s.about))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "of\tfigure\tmean\t95 % interval\t")
	for _, f := range list {
		switch {
		case f.Why != "":
			fmt.Fprintf(t, "%s\t%s\t-\t%s\t\n", f.Of, f.Name, f.Why)
		case f.CI95 == nil:
			fmt.Fprintf(t, "%s\t%s\t%.5g\t-\t%s\n", f.Of, f.Name, f.Mean, f.Words())
		default:
			fmt.Fprintf(t, "%s\t%s\t%.5g\t[%.5g, %.5g]\t%s\n", f.Of, f.Name, f.Mean, f.CI95[0], f.CI95[1], f.Words())
		}
	}
	fmt.Fprintf(t, "\n")
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "times in seconds; seed %d, %d replications\n", seed, replications)
	return err
}

// queueJSON is the stable shape of queue --json.
type queueJSON struct {
	Schema       string        `json:"schema"`
	Name         string        `json:"name"`
	Seed         uint64        `json:"seed"`
	Replications int           `json:"replications"`
	Figures      []queueFigure `json:"figures"`
}

type queueFigure struct {
	Of      string               `json:"of"`
	Name    string               `json:"name"`
	Mean    statistics.Number    `json:"mean"`
	CI95    *statistics.Interval `json:"ci95"`
	N       int                  `json:"n"`
	Method  statistics.Method    `json:"interval,omitempty"`
	Why     string               `json:"why,omitempty"` // there is no mean
	Warning string               `json:"warning,omitempty"`
}

func printQueueJSON(w io.Writer, name string, seed uint64, replications int, list []study.QueueFigure) error {
	out := queueJSON{Schema: "failsim/queue/1", Name: name, Seed: seed, Replications: replications}
	for _, f := range list {
		out.Figures = append(out.Figures, queueFigure{f.Of, f.Name, statistics.Number(f.Mean), f.CI95, f.Replications, f.Method, f.Why, f.Words()})
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
