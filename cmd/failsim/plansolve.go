package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/plan"
	"failsim/results/gate"

	"github.com/spf13/cobra"
)

// Replications of a candidate: the first show what misses by far; the most leave a
// share of 95 % of runs an interval of 2 points.
const (
	planFirst = 6
	planMost  = 384
	planError = 0.02 // chance of a wrong verdict of one candidate
)

// solve searches among the candidates of some designs.
func (f *planFlags) solve(c *cobra.Command, lab *experiment.Lab, grids []plan.Grid, expected []gate.Expectation) (*plan.Report, error) {
	p := &plan.Plan{Lab: lab, Grids: grids, Expected: expected, First: planFirst, Most: f.most, Error: planError}
	bar := newProgress(c.ErrOrStderr(), f.quiet) // how many candidates it takes is not known: lines, no bar
	p.Progress = func(tested int) {
		bar.line(func() string {
			return fmt.Sprintf("%s tested, %s, %s requests", plural(tested, "candidate"), plural(lab.Runs, "run"), roundCount(float64(lab.Requests)))
		})
	}
	if err := p.Prepare(); err != nil {
		return nil, usage("%w", err)
	}
	found, err := p.Solve(c.Context())
	var stop error
	if errors.Is(err, context.Canceled) && len(p.Tested()) > 0 {
		stop = partial{fmt.Sprintf("interrupted with %d of %d designs answered, which are printed, after %d candidates; missing: %s", len(found), len(grids), len(p.Tested()),
			strings.Join(unanswered(grids, found), ", ")), err}
		if len(found) == 0 {
			return nil, stop
		}
	} else if err != nil {
		return nil, err
	}
	r, err := p.Report(found)
	return r, cmp.Or(err, stop)
}

// unanswered are the designs of which nothing was found out in time.
func unanswered(grids []plan.Grid, found []plan.Found) (names []string) {
	for g := range grids {
		if !slices.ContainsFunc(found, func(f plan.Found) bool { return f.Grid == g }) {
			names = append(names, grids[g].Design)
		}
	}
	return names
}
