package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/cmd/internal/validate"
	"failsim/cmd/internal/validate/data"
	"failsim/cmd/internal/validate/oracle"
	"failsim/models/world/scenario"
)

type validateFlags struct {
	oracles  string
	kinds    []string
	computed bool
	library  bool
	asJSON   bool
	quiet    bool
	jobs     int
}

func newValidate() *cobra.Command {
	var f validateFlags
	c := &cobra.Command{
		Use:   "validate",
		Short: "Hold failsim against exact answers of queueing, reliability and control theory",
		Long: `Validate answers cases whose exact values are known: by theory and the tool's
own statistics (computed), and by the models over 40 replications (simulated).
A simulated value passes if it lies within its tolerance and within 4 standard
errors; how long runs are is decided by one rule, from the noise of a pilot.
It prints a line a kind, then what failed and what it cannot express,
by name. A case of --oracles may bring a file of its own, queueing or components:
"file": "mine.yaml" beside its expected values, whose names are figures of that file
("station desk/mean_wait") or stand for them in "figures". It counts how often the intervals that results print hold the mean of
ten distributions, and holds the founding incident against what was published.
--incidents holds each embedded scenario of a real incident against its accounts:
figures of the provider's own are judged, second-hand ones stand beside and fail nobody.
Its status is 1 if anything failed, or nothing passed.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	c.Flags().StringVar(&f.oracles, "oracles", "", "directory of cases, *.json of schema failover-oracles/1 (default: those that travel with failsim)")
	c.Flags().StringSliceVar(&f.kinds, "kind", nil, "only cases of these kinds (names, comma-separated)")
	c.Flags().BoolVar(&f.library, "incidents", false, "only the embedded scenarios of real incidents, against what was published of them")
	c.Flags().BoolVar(&f.computed, "computed", false, "compute only, simulate nothing: takes seconds, not minutes")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print "+validate.Schema+" instead of a table")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress bar")
	c.Flags().IntVar(&f.jobs, "jobs", 0, "cases at the same time (default: one for each core); answers do not depend on it")
	return c
}

func (f *validateFlags) run(c *cobra.Command) error {
	if f.jobs < 0 {
		return usage("--jobs %d: at least 1, or 0 for one for each core", f.jobs)
	}
	if f.library {
		return f.incidents(c)
	}
	cases, err := f.cases()
	if err != nil {
		return err
	}
	o := validate.Options{Jobs: f.jobs, ComputedOnly: f.computed, Clock: time.Now}
	if o.Jobs == 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	o.Progress = bar.done
	answers, err := validate.Run(c.Context(), cases, o)
	bar.close()
	if err != nil {
		return err
	}
	kinds := validate.Summarise(answers, validate.Kinds())
	published, err := f.published(c)
	if err != nil {
		return err
	}
	coverage := f.coverage()
	if err := f.print(c, answers, kinds, published, coverage); err != nil {
		return err
	}
	failed, beside := validate.Total(kinds).Failed, ""
	if list := validate.Inexpressible(answers); list != "" {
		beside = "; " + list
	}
	for _, p := range published {
		if !p.Passed {
			failed++
		}
	}
	for _, c := range coverage {
		if !c.Passed {
			failed++
		}
	}
	if failed > 0 {
		what := "cases"
		if len(coverage) > 0 {
			what = "cases, intervals and published figures"
		}
		return no{fmt.Errorf("%d of %d %s failed%s", failed, len(cases)+len(published)+len(coverage), what, beside)}
	}
	if validate.Total(kinds).Passed == 0 {
		return no{fmt.Errorf("none of %d cases passed%s", len(cases), beside)}
	}
	return nil
}

// publishedReplications tell a share of 6.8 % of 20,000 LBs to 0.04 points.
const publishedReplications = 20

// published holds the founding incident against its accounts, unless only
// some cases, others, or no simulation are asked for.
func (f *validateFlags) published(c *cobra.Command) ([]study.Published, error) {
	if f.computed || f.oracles != "" || len(f.kinds) > 0 {
		return nil, nil
	}
	return study.Founding(c.Context(), func() (*scenario.Scenario, error) { return load(defaultScenario) }, 1, publishedReplications)
}

// coverage counts how often printed intervals hold, unless only some cases, or
// others, are asked for.
func (f *validateFlags) coverage() []validate.Coverage {
	if f.oracles != "" || len(f.kinds) > 0 {
		return nil
	}
	return validate.Coverages()
}

func printPublished(w io.Writer, list []study.Published) error {
	if len(list) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n24 December 2012 (%s, %d replications): what emerges, held against what was published\n\n", defaultScenario, publishedReplications)
	return printFigures(w, list)
}

func printFigures(w io.Writer, list []study.Published) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "figure\tpublished\tsimulated\t\tsource")
	for _, p := range list {
		verdict := "passed"
		switch {
		case p.Beside:
			verdict = "beside"
		case !p.Passed:
			verdict = "FAILED"
		}
		published := fmt.Sprintf("%.4g to %.4g %s", p.Low, p.High, p.Unit)
		if p.Beside {
			published = "(" + published + ")"
		}
		fmt.Fprintf(t, "%s\t%s\t%.4g %s\t%s\t%s\n", p.What, published, p.Simulated, p.Unit, verdict, p.Source)
	}
	return t.Flush()
}

// cases reads the oracles that were asked for.
func (f *validateFlags) cases() ([]*oracle.Case, error) {
	var files fs.FS = data.Files
	where := "oracles of failsim"
	if f.oracles != "" {
		info, err := os.Stat(f.oracles)
		var system *fs.PathError
		switch {
		case errors.As(err, &system):
			return nil, usage("--oracles: %s: %w", f.oracles, system.Err)
		case err != nil:
			return nil, err
		case !info.IsDir():
			return nil, usage("--oracles: %s: not a directory", f.oracles)
		}
		files, where = os.DirFS(f.oracles), f.oracles
	}
	cases, err := oracle.Load(files, where)
	if err != nil {
		return nil, badInput{err}
	}
	if len(f.kinds) == 0 {
		return cases, nil
	}
	return f.chosen(cases)
}

// chosen keeps the cases of the kinds that were asked for.
func (f *validateFlags) chosen(cases []*oracle.Case) ([]*oracle.Case, error) {
	var names []string
	for _, c := range cases {
		if !slices.Contains(names, c.Kind) {
			names = append(names, c.Kind)
		}
	}
	for _, kind := range f.kinds {
		if !slices.Contains(names, kind) {
			return nil, usage("--kind %s: no case is of that kind%s", kind, hint(kind, names))
		}
	}
	return slices.DeleteFunc(cases, func(c *oracle.Case) bool { return !slices.Contains(f.kinds, c.Kind) }), nil
}

func (f *validateFlags) print(c *cobra.Command, answers []validate.Result, kinds []validate.KindSummary, published []study.Published,
	coverage []validate.Coverage) error {
	if !f.asJSON {
		if err := validate.WriteTable(c.OutOrStdout(), answers, kinds); err != nil {
			return err
		}
		if err := validate.WriteCoverage(c.OutOrStdout(), coverage); err != nil {
			return err
		}
		return printPublished(c.OutOrStdout(), published)
	}
	b, err := validate.JSON(answers, kinds, published, coverage)
	if err != nil {
		return err
	}
	_, err = c.OutOrStdout().Write(b)
	return err
}
