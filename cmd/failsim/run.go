package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/results"
	"failsim/results/written"
)

func newRun() *cobra.Command {
	var f common
	var design string
	var designs named
	var replication int
	var every bool
	c := &cobra.Command{
		Use:   "run SCENARIO --design NAME",
		Short: "Follow one run of one design, event by event",
		Long: `Run follows one replication of one design: what breaks, what people and machines
do, and what it costs the users. The first column is the time since the first
fault.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if design != "" {
				designs = append(designs, design)
			}
			if len(designs) == 0 {
				return usage("run needs --design NAME; failsim list shows the designs")
			}
			if replication < 0 {
				return usage("--replication %d: from 0", replication)
			}
			return follow(c, &f, args[0], designs, replication, every)
		},
	}
	f.add(c.Flags())
	f.memory.add(c.Flags())
	c.Flags().StringVar(&design, "design", "", "the design to run, by its name or a pattern such as 'kill*'")
	designs.add(c.Flags(), "none")
	_ = c.Flags().MarkHidden("designs") // as other verbs have it
	c.Flags().IntVar(&replication, "replication", 0, "which replication of the seed to run, from 0")
	c.Flags().BoolVar(&every, "every-step", false, "print a line for each step of what goes on in many places, and not how that began, went on and ended alone")
	return c
}

func follow(c *cobra.Command, f *common, name string, designs named, replication int, every bool) error {
	s, err := load(name)
	if err != nil {
		return err
	}
	reportOlder(c, s.Older, f.quiet)
	if err := designs.resolve(s); err != nil {
		return err
	}
	if len(designs) > 1 {
		return usage("run follows one design, not %s", strings.Join(designs, ", "))
	}
	design := designs[0]
	sampled, incidents, err := f.incidents(c, s)
	if err != nil {
		return err
	}
	if len(incidents) > 1 {
		return usage("run follows one incident, not %d", len(incidents))
	}
	replay, err := f.replay()
	if err != nil {
		return err
	}
	work, err := study.Prepare(s, f.seed, replay)
	if err != nil {
		return err
	}
	work.Stop = stopOf(c.Context())
	if err := f.afford(c, name, work.Size([]string{design}), 1, 1); err != nil {
		return err
	}
	single := study.Single{Design: design, Sampled: sampled, Seed: f.seed, Replication: replication}
	if len(incidents) == 1 {
		single.Incident = incidents[0]
	}
	var told timeline
	show := told.add
	if f.asJSON {
		show = nil
	}
	st, err := study.Follow(s, work, single, show)
	told.print(c.OutOrStdout(), every)
	if err != nil {
		return err
	}
	sum, err := st.Summary()
	if err != nil {
		return err
	}
	if f.asJSON {
		b, err := sum.JSON()
		if err == nil {
			_, err = c.OutOrStdout().Write(b)
		}
		return err
	}
	return printRun(c, sum)
}

func printRun(c *cobra.Command, sum *results.Summary) error {
	fmt.Fprintln(c.OutOrStdout())
	if err := written.WriteTables(c.OutOrStdout(), sum); err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout())
	printInputs(c.OutOrStdout(), sum)
	return nil
}
