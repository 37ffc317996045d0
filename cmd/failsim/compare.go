package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/output"
	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/gate"
	"failsim/results/stored"
	"failsim/results/written"
)

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
	_ = c.RegisterFlagCompletionFunc("suite", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return suiteNames(), cobra.ShellCompDirectiveDefault
	})
	f.addOut(c.Flags(), "SCENARIO")
	return c
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
	sampled, incidents, err := f.incidents(c, s)
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
		Loads: true, Abreast: f.memory.abreast(size, f.jobs)}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	o.Progress = bar.done
	if !f.quiet {
		first := &forecast{begun: time.Now(), replications: f.replications, show: bar.note}
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
	sum.Version = f.inFiles()
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
	if err := f.expected.show(c, sum, verdicts, f.asJSON); err != nil {
		return err
	}
	if short != nil {
		return no{short}
	}
	return f.expected.answer(verdicts)
}

func (f *compareFlags) write(dir *output.Directory, s *scenario.Scenario, st *results.Study, sum *results.Summary) error {
	m := results.Manifest{Tool: f.tool(), Command: f.command(s, sum.Replications),
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
	fmt.Fprintf(c.OutOrStdout(), "seed %d, %s, fingerprint %s; results and plots, every figure and %s: %s%c\n", sum.Seed, plural(sum.Replications, "replication"), sum.Fingerprint, plural(len(sum.Notes), "note"), out, os.PathSeparator)
	return nil
}
