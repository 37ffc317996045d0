package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// mostReplications bounds the memory that results take: some kB each.
const mostReplications = 1_000_000

type compareFlags struct {
	common
	designs      named
	replications int
	exactness    int
	precision    string
	of           string
	limit        int
	jobs         int
	series       bool
	suite        string
	expected     expected
	keeping      keeping
}

// flags are all but where the result goes.
func (f *compareFlags) flags(to *pflag.FlagSet) {
	f.add(to)
	f.memory.add(to)
	f.designs.add(to, "all")
	to.IntVar(&f.replications, "replications", study.DefaultReplications, "how many times to run each design, with other users and random draws")
	to.IntVar(&f.exactness, "as-exact-as", 0, fmt.Sprintf("run a design so many times if its strata do not make its mean loss as exact as so many replications taken as they come (default %d if --replications and --precision are not given)", study.DefaultExactness))
	to.StringVar(&f.precision, "precision", "", "add replications until 95 % intervals are this narrow against their means, such as 5%")
	to.StringVar(&f.of, "of", "lost", "figure that --precision is asked of: "+strings.Join(study.Metrics(), ", "))
	to.IntVar(&f.limit, "limit", 2000, "most replications that --precision may take")
	to.IntVar(&f.jobs, "jobs", 0, "runs at the same time (default: one for each core); results do not depend on it")
	to.BoolVar(&f.series, "series", false, "write series.csv too: the availability of every run over time")
	f.expected.add(to)
	f.keeping.add(to)
}

// check refuses numbers that are out of range.
func (f *compareFlags) check() error {
	if f.replications < 1 || f.replications > mostReplications {
		return usage("--replications %d: from 1 to %d", f.replications, mostReplications)
	}
	if f.exactness < 0 || f.exactness > mostReplications {
		return usage("--as-exact-as %d: from 0, which asks for nothing, to %d", f.exactness, mostReplications)
	}
	if f.exactness > 0 && f.precision != "" {
		return usage("--as-exact-as and --precision both say when replications are enough: give one")
	}
	if f.limit > mostReplications {
		return usage("--limit %d: at most %d", f.limit, mostReplications)
	}
	if f.jobs < 0 {
		return usage("--jobs %d: at least 1, or 0 for one for each core", f.jobs)
	}
	return nil
}

// wanted returns the precision that is asked for, if any.
func (f *compareFlags) wanted(c *cobra.Command) (*study.Precision, error) {
	if f.precision == "" {
		for _, name := range []string{"of", "limit"} {
			if c.Flags().Changed(name) {
				return nil, usage("--%s goes with --precision", name)
			}
		}
		return nil, nil
	}
	share, err := file.ParseShare(f.precision)
	if err != nil || share <= 0 {
		return nil, usage("--precision %q: expected a share above 0 such as 5%%", f.precision)
	}
	if !slices.Contains(study.Metrics(), f.of) {
		return nil, usage("--of %q is not a figure%s", f.of, hint(f.of, study.Metrics()))
	}
	if f.limit < f.replications {
		return nil, usage("--limit %d is below --replications %d", f.limit, f.replications)
	}
	begun := time.Now()
	foresee := func(n int) {
		if !f.quiet {
			left := time.Since(begun) * time.Duration(n-f.replications) / time.Duration(f.replications)
			fmt.Fprintf(c.ErrOrStderr(), "about %d replications, %s more\n", n, left.Round(time.Second))
		}
	}
	return &study.Precision{Metric: f.of, Relative: share, Limit: f.limit, Foresee: foresee}, nil
}

// command returns what repeats the study.
func (f *compareFlags) command(s *scenario.Scenario, replications int) []string {
	var more []string
	for _, d := range f.designs {
		more = append(more, "--designs="+d)
	}
	more = append(more, fmt.Sprintf("--replications=%d", replications))
	if f.exactness > 0 {
		more = append(more, fmt.Sprintf("--as-exact-as=%d", f.exactness))
	}
	if f.series {
		more = append(more, "--series=true")
	}
	more = append(more, f.expected.arguments()...)
	return f.arguments("compare", fileOf(s), more...)
}
