package main

import (
	"fmt"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/cmd/internal/validate"
)

func newValidate() *cobra.Command {
	var f validateFlags
	c := &cobra.Command{
		Use:   "validate",
		Short: "Compare failsim with exact answers of queueing, reliability and control theory",
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
figures of the provider's own are judged, second-hand ones are shown beside them and cannot fail.
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
