package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/traces/format"
)

// completions has a shell complete the names that there are: embedded scenarios, or
// files, where a scenario stands, and designs and incidents of the one that stands
// there.
func completions(root *cobra.Command) {
	for _, c := range root.Commands() {
		completeWords(c)
		if !strings.Contains(c.Use, "SCENARIO") {
			continue
		}
		if c.ValidArgsFunction == nil {
			c.ValidArgsFunction = func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
				switch at := scenarioAt(c); {
				case len(args) < at: // a log
					return nil, cobra.ShellCompDirectiveDefault
				case len(args) > at && !strings.Contains(c.Use, "SCENARIO..."):
					return nil, cobra.ShellCompDirectiveNoFileComp
				}
				return embeddedNames(), cobra.ShellCompDirectiveDefault
			}
		}
		for flag, of := range map[string]func(*scenario.Scenario) []string{"designs": designsOf, "design": designsOf, "incident": incidentsOf} {
			if c.Flags().Lookup(flag) != nil {
				_ = c.RegisterFlagCompletionFunc(flag, names(of)) // fails only where it is registered already
			}
		}
		for _, flag := range []string{"expect", "require"} {
			if c.Flags().Lookup(flag) != nil {
				_ = c.RegisterFlagCompletionFunc(flag, expecting)
			}
		}
	}
}

// scenarioAt is the place of the scenario among the arguments of a verb.
func scenarioAt(c *cobra.Command) int {
	return max(0, slices.IndexFunc(strings.Fields(c.Use), func(word string) bool { return strings.Contains(word, "SCENARIO") })-1)
}

// closed are the flags whose words are known, by name.
var closed = map[string]func() []string{
	"format": func() (list []string) {
		for _, f := range format.All() {
			list = append(list, f.Name)
		}
		return list
	},
	"undecided": func() []string { return []string{"fail", "pass"} },
	"of":        study.Metrics,
	"spread":    func() []string { return []string{"sorted", "uniform", "burst"} },
	"stamp":     func() []string { return []string{"start", "end"} },
	"lose":      func() []string { return []string{"zone", "region", "provider"} },
}

// completeWords has flags complete the words that they take, of subcommands too.
func completeWords(c *cobra.Command) {
	for name, words := range closed {
		if f := c.Flags().Lookup(name); f != nil {
			_ = c.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return words(), cobra.ShellCompDirectiveNoFileComp
			})
		}
	}
	for _, sub := range c.Commands() {
		completeWords(sub)
	}
}

// names completes the last of a list with commas.
func names(of func(*scenario.Scenario) []string) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		s, err := load(nameOf(args[min(scenarioAt(c), len(args)):]))
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		said := strings.Split(before, ",")
		var list []string
		for _, name := range of(s) {
			if !slices.Contains(said, name) {
				list = append(list, before+name)
			}
		}
		return list, cobra.ShellCompDirectiveNoFileComp
	}
}

// expecting completes an expectation: a figure, and the designs, populations and incidents
// that may stand in its brackets; where it fits none, files.
func expecting(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	s, err := load(nameOf(args[min(scenarioAt(c), len(args)):]))
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	list := namesOf(s, nil, nil).Complete(typed)
	if c.Flags().Lookup("expect") != nil && strings.HasPrefix(ownObjectives, typed) {
		list = append(list, ownObjectives)
	}
	return list, cobra.ShellCompDirectiveNoSpace
}

func designsOf(s *scenario.Scenario) (list []string) {
	for i := range s.Designs {
		list = append(list, s.Designs[i].Name)
	}
	return list
}

func incidentsOf(s *scenario.Scenario) []string {
	list := []string{"published", "sampled"}
	for i := range s.Incidents {
		list = append(list, s.Incidents[i].Name)
	}
	return list
}
