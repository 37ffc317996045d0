package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/calibrate"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results/tables"
	"failsim/sim"
	"failsim/traces"
)

// calibrateReplications are as many as average the phases of checks and caches:
// an assumption.
const calibrateReplications = 8

type calibrateFlags struct {
	reading          reading
	fit              []string
	design, incident []string // names or patterns, each of which one is meant
	began            string
	replications     int
	seed             uint64
	asJSON, quiet    bool
}

func newCalibrate() *cobra.Command {
	var f calibrateFlags
	c := &cobra.Command{
		Use:   "calibrate LOG SCENARIO --fit WORD|PATH=LOW..HIGH ...",
		Short: "Fit the unknowns of a scenario to a log with an outage",
		Long: `Calibrate plays a scenario with the requests of a log, at many values of what is
not known, and finds those at which requests fail when the log's failed. Of each
two windows of time one is fitted, by chance; the other is held out, and shows how
well the fitted scenario predicts what it has not seen, beside the scenario as it is.

What is fitted is a path of the scenario with a range, as failsim sweep has it, or
one of these words, which stand for paths of the design:

  detection   interval of the probes of its steering, or else of LBs' checks
  overstay    share of resolvers that keep old answers (a day, if none is stated)
  headroom    capacity at every endpoint
  retries     attempts of its retrying

  failsim calibrate outage.csv site.yaml --fit detection --fit overstay
  failsim calibrate outage.csv site.yaml --fit 'designs/live/dns/ttl=5s..10m'

A line of the log is a request as clients saw it, with its status; servers' logs
lack unanswered requests. The incident's first fault begins when the log's outage
does: at --began, or with the first failure that others follow.`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0], args[1]) },
	}
	flags := c.Flags()
	flags.StringArrayVar(&f.fit, "fit", nil, "detection, overstay, headroom, retries, or `PATH=LOW..HIGH`; given again, all together")
	flags.StringSliceVar(&f.design, "design", nil, "the design that the log is of, by its name or a pattern such as 'kill*' (default: the only one)")
	flags.StringSliceVar(&f.design, "designs", nil, "")
	_ = flags.MarkHidden("designs") // as other verbs have it
	flags.StringSliceVar(&f.incident, "incident", nil, "the incident that it is of, in the same way (default: the only one)")
	flags.StringVar(&f.began, "began", "", "when the outage began: a `time` (2026-03-01T10:00:00Z), or so long after the first request (90s)")
	flags.IntVar(&f.replications, "replications", calibrateReplications, "how many runs each point is the mean of")
	flags.Uint64Var(&f.seed, "seed", 1, "seed of all random draws")
	flags.BoolVar(&f.asJSON, "json", false, "print what was found as JSON")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	f.reading.add(flags)
	return c
}

func (f *calibrateFlags) run(c *cobra.Command, log, name string) error {
	if len(f.fit) == 0 {
		return usage("--fit says what to fit: detection, overstay, headroom, retries, or PATH=LOW..HIGH")
	}
	if f.replications < 1 || f.replications > mostReplications {
		return usage("--replications %d: from 1 to %d", f.replications, mostReplications)
	}
	s, err := load(name)
	if err != nil {
		return err
	}
	design, err := oneOf(s.Designs, f.design, "design", func(d *scenario.Design) string { return d.Name })
	if err != nil {
		return err
	}
	incident, err := oneOf(s.Incidents, f.incident, "incident", func(i *scenario.Incident) string { return i.Name })
	if err != nil {
		return err
	}
	if len(incident.Faults) == 0 {
		return usage("incident %s has no fault, so nothing of it can begin with the log's outage", incident.Name)
	}
	knobs, err := knobsOf(f.fit, s, design, name)
	if err != nil {
		return err
	}
	options, err := f.reading.options(sim.NewKey(f.seed, 0).Named("trace"))
	if err != nil {
		return err
	}
	source, err := traces.Open([]string{log}, options)
	if err != nil {
		return err
	}
	l, err := calibrate.Read(source)
	if err != nil {
		return usage("%w", err)
	}
	began, err := f.onset(l)
	if err != nil {
		return err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	fit, err := calibrate.Run(calibrate.Options{Load: func(edits []file.Edit) (*scenario.Scenario, error) { return loadEdited(name, edits) }, Log: l, Began: began,
		Design: design.Name, Incident: incident.Name, Knobs: knobs, Seed: f.seed, Replications: f.replications, Stop: stopOf(c.Context()), Done: bar.done})
	bar.close()
	if err != nil {
		return err
	}
	if f.asJSON {
		return printJSON(c.OutOrStdout(), fit)
	}
	return f.print(c.OutOrStdout(), log, s, design, l, began, fit)
}

// oneOf returns the one of a list that words mean, or its only one.
func oneOf[T any](list []T, asked []string, what string, name func(*T) string) (*T, error) {
	var all, meant []string
	for i := range list {
		all = append(all, name(&list[i]))
	}
	for _, word := range asked {
		found, err := matching(word, all, what)
		if err != nil {
			return nil, err
		}
		meant = append(meant, found...)
	}
	if len(asked) == 0 {
		meant = all
	}
	meant = slices.Compact(slices.Sorted(slices.Values(meant)))
	if len(meant) != 1 {
		return nil, usage("the log is of one %s: say --%s, of %s", what, what, strings.Join(slices.DeleteFunc(all, func(name string) bool { return !slices.Contains(meant, name) }), ", "))
	}
	return &list[slices.Index(all, meant[0])], nil
}

// onset is when the log's outage began, after its first request.
func (f *calibrateFlags) onset(l *calibrate.Log) (time.Duration, error) {
	if f.began == "" {
		return l.Began(), nil
	}
	at, err := file.ParseDuration(f.began)
	if err != nil {
		when, err := time.Parse(time.RFC3339Nano, f.began)
		if err != nil {
			return 0, usage("--began %q: neither a time such as 2026-03-01T10:00:00Z nor a duration such as 90s", f.began)
		}
		at = when.Sub(l.First)
	}
	if at < 0 || at > l.Span() {
		return 0, usage("--began %s is not within the log, which begins at %s and lasts %v", f.began, l.First.Format(time.RFC3339Nano), l.Span().Round(time.Second))
	}
	return at, nil
}

func printJSON(w io.Writer, fit *calibrate.Fit) error {
	text, err := json.MarshalIndent(fit, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", text)
	return err
}

func (f *calibrateFlags) print(w io.Writer, log string, s *scenario.Scenario, d *scenario.Design, l *calibrate.Log, began time.Duration, fit *calibrate.Fit) error {
	fmt.Fprintf(w, "%s: %d requests, of which %d failed; the outage began %v after the first, at %s\n", log, len(l.At), l.Lost, began, l.First.Add(began).Format("2006-01-02 15:04:05.000"))
	if l.HungUp > 0 {
		fmt.Fprintf(w, "%d clients went away before they had an answer (499): they count as answered\n", l.HungUp)
	}
	fmt.Fprintf(w, "%s, design %s: %d points of %d runs each\n\n", s.Name, d.Name, fit.Points, f.replications)
	list := tables.Plain("fitted", "value", "95 %, others held", "path")
	for _, v := range fit.Values {
		list.AppendRow([]any{v.Name, v.Value, bounds(&v), v.Path})
	}
	fmt.Fprintln(w, list.Render())
	h, as := &fit.HeldOut, &fit.AsItIs
	fmt.Fprintf(w, "\nheld out, one of each two windows of %v: %d requests, %d failed\n", fit.Window.Round(time.Millisecond), h.Requests, h.Failed)
	fmt.Fprintf(w, "  as fitted          %8.1f failed (%+.1f %%), harmed windows off by %.1f points on average\n", h.Predicted, 100*h.Error(), 100*h.PerWindow)
	_, err := fmt.Fprintf(w, "  scenario as it is  %8.1f failed (%+.1f %%), harmed windows off by %.1f points on average\n", as.Predicted, 100*as.Error(), 100*as.PerWindow)
	if h.PerWindow > as.PerWindow {
		fmt.Fprintln(w, "the fit predicts what it has not seen worse than the scenario as it is: fit fewer values, or keep what the file says")
	}
	if fit.Noise > 2 {
		fmt.Fprintf(w, "the log is %.1f times as far from the scenario as chance explains: something else was different, or begins at another moment (--began)\n", fit.Noise)
	}
	return err
}

// bounds writes between what a value lies.
func bounds(v *calibrate.Value) string {
	switch {
	case !v.Recorded:
		return "this log does not tell"
	case v.OpenBelow:
		return "up to " + v.High
	case v.OpenAbove:
		return v.Low + " or more"
	}
	return v.Low + " to " + v.High
}
