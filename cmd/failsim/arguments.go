package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"failsim/models/file"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

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

func verbs(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return names
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
	if other := called[word]; slices.Contains(names, other) {
		return fmt.Errorf("unknown flag --%s; did you mean --%s?", word, other)
	}
	if near, ok := file.Nearest(word, names); ok {
		return fmt.Errorf("unknown flag --%s; did you mean --%s?", word, near)
	}
	return fmt.Errorf("unknown flag --%s; %s --help lists the flags", word, c.CommandPath())
}

// called are words that other tools, or failsim's own texts, use for flags.
var called = map[string]string{"runs": "replications", "repetitions": "replications", "trials": "replications", "iterations": "replications", "reps": "replications",
	"output": "out", "out-dir": "out", "workers": "jobs", "parallel": "jobs", "threads": "jobs", "input": "trace", "log": "trace",
	"random-seed": "seed", "silent": "quiet", "timezone": "zone", "tz": "zone"}

// kinds names the values that flags of a type take.
var kinds = map[string]string{
	"int": "a whole number", "uint64": "a whole number from 0", "bool": "true or false",
}
