package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"failsim/results/words"
)

// run is the whole program: arguments in, status out.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	out := &checkedWriter{w: stdout}
	names := brokenNames(args)
	root.SetArgs(args)
	root.SetOut(&words.Terminal{To: out, Names: names})
	stderr = &words.Terminal{To: stderr, Names: names}
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil && out.err != nil {
		err = fmt.Errorf("writing to standard output: %w", out.err)
	}
	return report(err, stderr)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "failsim",
		Short: "Simulate and compare load-balancer failover across regions and providers",
		Long: `failsim replays request traces against modelled regions, load balancers, control
planes and state stores, breaks them, lets people and machines repair them, and
compares designs on availability, time to recover and cost.

Start with: failsim compare`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return badInput{withNearestFlag(c, err)} })
	root.AddCommand(newCompare(), newRun(), newCheck(), newDiff(), newExplain(), newImport(), newInit(), newJob(), newList(), newMan(), newMerge(newRoot), newQueue(), newReport(), newSchema(), newTrace(), newValidate(), newVerify(run), newYear())
	root.AddCommand(answers()...)
	root.AddCommand(newCalibrate())
	completions(root)
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Args = helpTopic
		}
		c.Args = badArgs(c.Args)
	}
	root.Args = badArgs(func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return unknownCommand(c, args[0])
	})
	root.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return root
}
