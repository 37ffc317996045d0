package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"failsim/models/file"
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

// brokenNames shows arguments that have a line break within, such as names of
// files, on one line wherever they are said, whole, or a folder above, or the
// last name alone.
func brokenNames(args []string) *strings.Replacer {
	var pairs, bases []string
	for _, a := range args {
		for _, part := range []string{a, a[strings.IndexByte(a, '=')+1:]} {
			for part = strings.TrimSpace(part); strings.ContainsAny(part, "\n\t"); part = filepath.Dir(part) {
				pairs = append(pairs, part, words.Visible(part))
				bases = append(bases, filepath.Base(part), words.Visible(filepath.Base(part)))
			}
		}
	}
	return strings.NewReplacer(append(pairs, bases...)...)
}

// asIs returns where bytes go as they are, which are a file's and not words.
func asIs(w io.Writer) io.Writer {
	if t, ok := w.(*words.Terminal); ok {
		return t.To
	}
	return w
}

// checkedWriter remembers the first error, so that a result that did not get
// through is not called done.
type checkedWriter struct {
	w   io.Writer
	err error
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	if c.err == nil {
		c.err = err
	}
	return n, err
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
	root.AddCommand(newCompare(), newRun(), newCheck(), newDiff(), newExplain(), newImport(), newInit(), newJob(), newList(), newMan(), newMerge(), newQueue(), newReport(), newSchema(), newTrace(), newValidate(), newVerify(), newYear())
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

func unknownCommand(parent *cobra.Command, word string) error {
	return fmt.Errorf("unknown command %q of %s%s", word, parent.CommandPath(), hint(word, verbs(parent)))
}

// helpTopic refuses help on what there is not.
func helpTopic(c *cobra.Command, args []string) error {
	for at := c.Root(); len(args) > 0; args = args[1:] {
		next, _, err := at.Find(args[:1])
		if err != nil || next == at {
			return unknownCommand(at, args[0])
		}
		at = next
	}
	return nil
}

// badArgs makes errors about arguments bad input.
func badArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(c, args); err != nil {
			if c.HasParent() && c.Name() != "help" {
				return usage("%w; usage: %s", err, c.UseLine())
			}
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
	if near, ok := file.Nearest(word, among); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	if len(among) == 0 {
		return ""
	}
	return fmt.Sprintf("; there are %s", strings.Join(among, ", "))
}

// withNearestFlag says more of an error about a flag: the nearest to an unknown
// one, or what a value should have been.
func withNearestFlag(c *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	if errors.As(err, &value) {
		flag := value.GetFlag()
		if kind, ok := kinds[flag.Value.Type()]; ok {
			return fmt.Errorf("--%s %q: not %s", flag.Name, value.GetValue(), kind)
		}
	}
	word, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return fmt.Errorf("%w; %s --help lists the flags", err, c.CommandPath())
	}
	names := []string{"help"}
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, ok := file.Nearest(word, names); ok {
		return fmt.Errorf("unknown flag --%s; did you mean --%s?", word, near)
	}
	return fmt.Errorf("unknown flag --%s; %s --help lists the flags", word, c.CommandPath())
}

// kinds names the values that flags of a type take.
var kinds = map[string]string{
	"int": "a whole number", "uint64": "a whole number from 0", "bool": "true or false",
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
