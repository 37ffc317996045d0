package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"failsim/models/world/scenario"
)

// run is the whole program: arguments in, status out.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return report(root.ExecuteContext(ctx), stderr)
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
	root.AddCommand(newCompare(), newRun(), newCheck(), newList(), newTrace())
	for _, c := range root.Commands() {
		c.Args = badArgs(c.Args)
	}
	root.Args = badArgs(func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return fmt.Errorf("unknown command %q%s", args[0], hint(args[0], verbs(c)))
	})
	root.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return root
}

// badArgs makes errors about arguments bad input.
func badArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(c, args); err != nil {
			return badInput{err}
		}
		return nil
	}
}

func verbs(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return names
}

// hint returns a phrase that names the nearest of some words, if one is near.
func hint(word string, among []string) string {
	if near, ok := scenario.Nearest(word, among); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Sprintf("; there are %s", strings.Join(among, ", "))
}

// withNearestFlag adds the nearest flag to an error about an unknown one.
func withNearestFlag(c *cobra.Command, err error) error {
	word, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return err
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, ok := scenario.Nearest(word, names); ok {
		return fmt.Errorf("unknown flag --%s; did you mean --%s?", word, near)
	}
	return fmt.Errorf("unknown flag --%s; failsim help %s lists them", word, c.Name())
}

// version returns the version of the module or its revision.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return "devel"
}
