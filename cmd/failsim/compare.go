package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"failsim/cmd/internal/output"
	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/gate"
	"failsim/results/stored"
	"failsim/results/written"
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

func newCompare() *cobra.Command {
	var f compareFlags
	c := &cobra.Command{
		Use:   "compare [SCENARIO]",
		Short: "Run every design of a scenario against the same users and faults, and compare them",
		Long: `Compare runs every design of a scenario against the same users and the same
faults, prints a table, and writes a result directory with figures and plots.

SCENARIO is a file or the name of an embedded scenario; without one it is
elb-2012: the state of us-east-1's load balancers deleted on 24 December 2012.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if f.suite != "" {
				return f.runSuite(c, args)
			}
			return f.run(c, nameOf(args))
		},
	}
	f.flags(c.Flags())
	c.Flags().StringVar(&f.suite, "suite", "", "answer the claims of a suite instead of comparing a scenario: a file, or embedded: "+strings.Join(suiteNames(), ", "))
	f.addOut(c.Flags(), "SCENARIO")
	return c
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

func nameOf(args []string) string {
	if len(args) == 0 {
		return defaultScenario
	}
	return args[0]
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

func (f *compareFlags) run(c *cobra.Command, name string) error {
	if !c.Flags().Changed("as-exact-as") && !c.Flags().Changed("replications") && f.precision == "" {
		f.exactness = study.DefaultExactness
	}
	if err := f.check(); err != nil {
		return err
	}
	s, err := loadFrom(name, f.tracesIn)
	if err != nil {
		return err
	}
	reportOlder(c, s.Older, f.quiet)
	if err := f.designs.resolve(s); err != nil {
		return err
	}
	sampled, incidents, err := f.incidents(s)
	if err != nil {
		return err
	}
	if err := f.expected.prepare(c, s, f.designs, incidents); err != nil {
		return err
	}
	switch err := f.keeping.check(f.asJSON); {
	case err != nil:
		return err
	case f.keeping.shard != "":
		return f.runShard(c, s, sampled, incidents)
	}
	dir, out, err := f.claim(c, "compare", s.Name, s.Name)
	if err != nil {
		return err
	}
	defer dir.Discard()
	replay, err := f.replay()
	if err != nil {
		return err
	}
	work, err := study.Prepare(s, f.seed, replay)
	if err != nil {
		return err
	}
	work.Stop = stopOf(c.Context())
	runs := f.replications * some(f.designs, len(s.Designs)) * some(incidents, len(s.Incidents))
	size := work.Size(f.designs)
	if err := f.afford(c, name, size, runs, f.jobs); err != nil {
		return err
	}
	o := study.Options{Designs: f.designs, Incidents: incidents, Sampled: sampled, Replications: f.replications, AsExactAs: f.exactness, Seed: f.seed, Jobs: f.jobs,
		Abreast: f.memory.abreast(size, f.jobs)}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	o.Progress = bar.done
	if !f.quiet {
		first := &forecast{begun: time.Now(), replications: f.replications, tell: bar.note}
		o.Progress = func(done, total int) {
			bar.done(done, total)
			first.done(done, total)
		}
	}
	if o.Precision, err = f.wanted(c); err != nil {
		return err
	}
	if o.Kept, err = f.keeping.open(c, out, f.identity(s, f.command(s, f.replications), sampled, work.Inputs)); err != nil {
		return err
	}
	defer f.keeping.close()
	st, err := study.Compare(c.Context(), s, work, o)
	bar.close()
	var short *study.NotReached
	if err != nil && !errors.As(err, &short) {
		return f.keeping.stopped(err)
	}
	sum, err := st.Summary()
	if err != nil {
		return err
	}
	verdicts, err := f.expected.judge(sum)
	if err != nil {
		return err
	}
	if err := f.write(dir, s, st, sum); err != nil {
		return err
	}
	f.keeping.done()
	if err := f.print(c, s, out, sum); err != nil {
		return err
	}
	if err := f.expected.tell(c, sum, verdicts, f.asJSON); err != nil {
		return err
	}
	if short != nil {
		return no{short}
	}
	return f.expected.answer(verdicts)
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

func (f *compareFlags) write(dir *output.Directory, s *scenario.Scenario, st *results.Study, sum *results.Summary) error {
	m := results.Manifest{Tool: results.NewTool(version()), Command: f.command(s, sum.Replications),
		Scenario: results.Source{Name: s.Name, SHA256: s.SHA256}, Seed: f.seed, Replications: sum.Replications, Incidents: f.incidentWords(),
		Fingerprint: sum.Fingerprint, Inputs: st.Inputs}
	return writeDirectory(dir, s, st, sum, m, f.series)
}

func (f *compareFlags) print(c *cobra.Command, s *scenario.Scenario, out string, sum *results.Summary) error {
	if f.asJSON {
		b, err := sum.JSON()
		if err != nil {
			return err
		}
		_, err = c.OutOrStdout().Write(b)
		return err
	}
	figures, err := stored.Figures(sum)
	if err != nil {
		return err
	}
	if err := gate.WriteSentences(c.OutOrStdout(), sum.Objectives, figures); err != nil {
		return err
	}
	if err := gate.WriteOverview(c.OutOrStdout(), sum.Objectives, figures); err != nil {
		return err
	}
	if err := written.WriteTerminal(c.OutOrStdout(), sum); err != nil {
		return err
	}
	for _, note := range sum.Cautions {
		fmt.Fprintf(c.OutOrStdout(), "note: %s\n", note)
	}
	if len(sum.Cautions) == 0 {
		fmt.Fprintln(c.OutOrStdout())
	}
	printTurns(c.OutOrStdout(), s)
	printRead(c.OutOrStdout(), sum.Inputs)
	fmt.Fprintf(c.OutOrStdout(), "seed %d, %d replications, fingerprint %s; results and plots, every figure and %d notes: %s%c\n", sum.Seed, sum.Replications, sum.Fingerprint, len(sum.Notes), out, os.PathSeparator)
	return nil
}
