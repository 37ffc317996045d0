package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/kept"
	"failsim/cmd/internal/output"
	"failsim/cmd/internal/study"
	operation "failsim/cmd/internal/year"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/year"
)

// defaultYear is what year runs without an argument.
const defaultYear = "rare-failures"

const (
	// defaultEpisodes take about two minutes on two cores and give most
	// figures of the embedded scenario to within a third.
	defaultEpisodes = 250
	// calendars are drawn in a moment, and so many that their own chance is
	// below a hundredth of what they count.
	calendars = 20000
	// twins: every fourth run has one without incidents, which costs a fifth
	// of the work and shows that there is nothing to see.
	twins = 4
	// mostEpisodes bounds the memory of a study: some 100 bytes each for every
	// design.
	mostEpisodes = 100_000
)

type yearFlags struct {
	common
	designs  named
	episodes int
	jobs     int
	keeping  keeping
}

func newYear() *cobra.Command {
	var f yearFlags
	c := &cobra.Command{
		Use:   "year [SCENARIO]",
		Short: "Estimate what a year of operation with rare failures costs each design",
		Long: `Year estimates what a year of operation costs each design when incidents come at
the rates that the scenario says (rate: 0.7/y). Thousands of years of incidents
are drawn, with their hours, durations and overlaps; of the episodes in them some
are simulated request by request, as many of each kind as pays, and stand for the
rest. Steady stretches between them are not simulated: nothing is lost in them,
which runs without incidents show.

SCENARIO is a file or the name of an embedded scenario; without one it is
rare-failures, the world of elb-2012 with failures of every scale.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{defaultYear}
			}
			return f.run(c, args[0])
		},
	}
	f.memory.add(c.Flags())
	f.designs.add(c.Flags(), "all")
	c.Flags().IntVar(&f.episodes, "episodes", defaultEpisodes, "about how many episodes to simulate under each design")
	c.Flags().StringSliceVar(&f.incident, "incident", nil, "published or sampled (default) durations of what people do, and the incidents that happen (names, comma-separated or given again)")
	c.Flags().Uint64Var(&f.seed, "seed", 1, "seed of all random draws")
	c.Flags().IntVar(&f.jobs, "jobs", 0, "runs at the same time (default: one for each core); results do not depend on it")
	f.addOut(c.Flags(), "SCENARIO-year")
	f.keeping.add(c.Flags())
	c.Flags().BoolVar(&f.asJSON, "json", false, "print summary.json instead of tables")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress and no notes on standard error")
	return c
}

func (f *yearFlags) run(c *cobra.Command, name string) error {
	if f.episodes < 1 || f.episodes > mostEpisodes {
		return usage("--episodes %d: from 1 to %d", f.episodes, mostEpisodes)
	}
	if f.jobs < 0 {
		return usage("--jobs %d: at least 1, or 0 for one for each core", f.jobs)
	}
	s, err := loadFrom(name, f.tracesIn)
	if err != nil {
		return err
	}
	reportOlder(c, s.Older, f.quiet)
	if err := f.designs.resolve(s); err != nil {
		return err
	}
	_, incidents, err := f.incidents(c, s)
	if err != nil {
		return err
	}
	switch err := f.keeping.check(f.asJSON); {
	case err != nil:
		return err
	case f.keeping.shard != "":
		return f.runShard(c, s, incidents)
	}
	dir, out, err := f.claim(c, "year", s.Name, s.Name+"-year")
	if err != nil {
		return err
	}
	defer dir.Discard()
	work, err := study.Prepare(s, f.seed, nil)
	if err != nil {
		return err
	}
	work.Stop = stopOf(c.Context())
	if err := f.afford(c, name, work.Size(f.designs), f.episodes*some(f.designs, len(s.Designs)), f.jobs); err != nil {
		return err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	o := f.options(incidents)
	made, all, show := 0, 0, f.progress(c, bar)
	o.Progress, o.Plan = func(done, total int) { made, all = done, total; show(done, total) }, func(runs int, requests float64) {
		if !f.quiet {
			fmt.Fprintf(c.ErrOrStderr(), "%d runs, about %.3g million requests\n", runs, requests/1e6)
		}
	}
	if o.Kept, err = f.keeping.open(c, out, f.identified(s, work)); err != nil {
		return err
	}
	defer f.keeping.close()
	st, err := operation.Simulate(c.Context(), s, work, o)
	bar.close()
	var none *study.NoYear
	if errors.As(err, &none) {
		return usage("%w", none)
	}
	if errors.Is(err, context.Canceled) && made > 0 {
		return f.keeping.stopped(&study.Stopped{Done: made, Total: all, Missing: fmt.Sprintf("%d, without which a year cannot be estimated", all-made), Why: err})
	}
	if err != nil {
		return err
	}
	sum, err := st.Summary()
	if err != nil {
		return err
	}
	sum.Version = f.inFiles()
	if err := f.write(dir, s, sum); err != nil {
		return err
	}
	f.keeping.done()
	return f.print(c, out, sum)
}

func (f *yearFlags) options(incidents []string) operation.Options {
	return operation.Options{Designs: f.designs, Incidents: incidents, Sampled: !f.published(), Episodes: f.episodes, Calendars: calendars,
		Twins: twins, Seed: f.seed, Jobs: f.jobs}
}

// identified says what runs depend on: also on which incidents there are, for episodes
// are numbered by what comes together.
func (f *yearFlags) identified(s *scenario.Scenario, w *study.Workload) kept.Identity {
	id := f.identity(s, f.command(s), !f.published(), w.Inputs)
	if words := f.incidentWords(); words != "" {
		id.Flags = append(id.Flags, "--incident="+words)
	}
	return id
}

// runShard makes the runs of one shard.
func (f *yearFlags) runShard(c *cobra.Command, s *scenario.Scenario, incidents []string) error {
	work, err := study.Prepare(s, f.seed, nil)
	if err != nil {
		return err
	}
	work.Stop = stopOf(c.Context())
	return f.keeping.makeShard(c, &f.common, s, f.identified(s, work), func(to study.Kept, part *study.Part) error {
		bar := newProgress(c.ErrOrStderr(), f.quiet)
		defer bar.close()
		o := f.options(incidents)
		o.Kept, o.Progress = to, bar.done
		err := operation.Shard(c.Context(), s, work, o, part)
		var none *study.NoYear
		if errors.As(err, &none) {
			return usage("%w", none)
		}
		return err
	})
}

// command returns what repeats the study.
func (f *yearFlags) command(s *scenario.Scenario) []string {
	more := []string{fmt.Sprintf("--episodes=%d", f.episodes)}
	for _, d := range f.designs {
		more = append(more, "--designs="+d)
	}
	return f.arguments("year", fileOf(s), more...)
}

// published reports whether people's durations were asked for as published: in a
// year they are sampled unless stated otherwise, for no incident is the one that
// was.
func (f *yearFlags) published() bool {
	for _, word := range f.incident {
		if strings.TrimSpace(word) == "published" {
			return true
		}
	}
	return false
}

// progress shows a bar, and says once how long it will take: the longest runs
// come first, so the first word is on the safe side.
func (f *yearFlags) progress(c *cobra.Command, bar *progress) func(done, total int) {
	begun := time.Now()
	return func(done, total int) {
		if done == total/20 && !f.quiet {
			left := time.Since(begun) * time.Duration(total-done) / time.Duration(done)
			fmt.Fprintf(c.ErrOrStderr(), "%d of %d runs, the longest first; at most %s left\n", done, total, left.Round(time.Second))
		}
		bar.done(done, total)
	}
}

func (f *yearFlags) write(dir *output.Directory, s *scenario.Scenario, sum *year.Summary) error {
	written, err := map[string][]byte{}, error(nil)
	put := func(name string, render func(io.Writer) error) {
		var b bytes.Buffer
		if err == nil {
			err = render(&b)
		}
		if err == nil {
			written[name], err = b.Bytes(), dir.Write(name, b.Bytes())
		}
	}
	put("summary.json", func(w io.Writer) error {
		b, err := sum.JSON()
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	})
	put("summary.md", sum.WriteMarkdown)
	put("scenario.yaml", func(w io.Writer) error { _, err := io.WriteString(w, s.Text); return err })
	put("episodes.csv", sum.WriteEpisodes)
	figures, plotErr := operation.Plots(sum)
	err = errors.Join(err, plotErr)
	for _, p := range figures {
		put("plots/"+p.Name+".svg", p.Figure.SVG)
		put("plots/"+p.Name+".png", p.Figure.PNG)
	}
	m := results.Manifest{Tool: f.tool(), Command: f.command(s),
		Scenario: results.Source{Name: s.Name, SHA256: s.SHA256}, Seed: f.seed, Replications: sum.Episodes, Incidents: f.incidentWords(),
		Fingerprint: sum.Fingerprint, Inputs: sum.Inputs}
	put("report.html", func(w io.Writer) error {
		b, err := renderOf(written, m)
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	})
	if err != nil {
		return err
	}
	return dir.Commit(m)
}

func (f *yearFlags) print(c *cobra.Command, out string, sum *year.Summary) error {
	if f.asJSON {
		b, err := sum.JSON()
		if err == nil {
			_, err = c.OutOrStdout().Write(b)
		}
		return err
	}
	if err := sum.WriteTable(c.OutOrStdout()); err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout())
	printRead(c.OutOrStdout(), sum.Inputs)
	fmt.Fprintf(c.OutOrStdout(), "seed %d, %d episodes, fingerprint %s\n\nresults and plots: %s%c\n", sum.Seed, sum.Episodes, sum.Fingerprint, out, os.PathSeparator)
	return nil
}
