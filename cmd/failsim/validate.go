package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/cmd/internal/validate"
	"failsim/cmd/internal/validate/data"
	"failsim/cmd/internal/validate/oracle"
)

type validateFlags struct {
	oracles  string
	kinds    []string
	computed bool
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
errors. It prints a line a kind, then what failed and what it cannot express,
by name; its status is 1 if anything failed.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	c.Flags().StringVar(&f.oracles, "oracles", "", "directory of cases, *.json of schema failover-oracles/1 (default: those that travel with failsim)")
	c.Flags().StringSliceVar(&f.kinds, "kind", nil, "only cases of these kinds (names, comma-separated)")
	c.Flags().BoolVar(&f.computed, "computed", false, "compute only, simulate nothing: takes seconds, not minutes")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print "+validate.Schema+" instead of a table")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress bar")
	c.Flags().IntVar(&f.jobs, "jobs", 0, "cases at the same time (default: one for each core); answers do not depend on it")
	return c
}

// failedCases is the answer no.
type failedCases struct{ failed, cases int }

func (f failedCases) Error() string { return fmt.Sprintf("%d of %d cases failed", f.failed, f.cases) }

// As makes report give it the status of the other answer that is no: a
// precision that was not reached.
func (f failedCases) As(target any) bool {
	_, no := target.(**study.NotReached)
	return no
}

func (f *validateFlags) run(c *cobra.Command) error {
	if f.jobs < 0 {
		return usage("--jobs %d: at least 1, or 0 for one for each core", f.jobs)
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
	if err := f.print(c, answers, kinds); err != nil {
		return err
	}
	if failed := validate.Total(kinds).Failed; failed > 0 {
		return failedCases{failed, len(cases)}
	}
	return nil
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

func (f *validateFlags) print(c *cobra.Command, answers []validate.Result, kinds []validate.KindSummary) error {
	if !f.asJSON {
		return validate.WriteTable(c.OutOrStdout(), answers, kinds)
	}
	b, err := validate.JSON(answers, kinds)
	if err != nil {
		return err
	}
	_, err = c.OutOrStdout().Write(b)
	return err
}
