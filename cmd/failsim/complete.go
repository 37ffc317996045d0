package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"failsim/models/world/scenario"
	"failsim/traces/format"
)

// completions has a shell complete the names that there are: embedded scenarios, or
// files, where a scenario stands, and designs and incidents of the one that stands
// there.
func completions(root *cobra.Command) {
	for _, c := range root.Commands() {
		completeFormats(c)
		if !strings.Contains(c.Use, "SCENARIO") {
			continue
		}
		if c.ValidArgsFunction == nil {
			c.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
				if len(args) > 0 {
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
	}
}

// completeFormats has --format complete the names of log formats, of subcommands too.
func completeFormats(c *cobra.Command) {
	if c.Flags().Lookup("format") != nil {
		_ = c.RegisterFlagCompletionFunc("format", func(*cobra.Command, []string, string) (list []string, _ cobra.ShellCompDirective) {
			for _, f := range format.All() {
				list = append(list, f.Name)
			}
			return list, cobra.ShellCompDirectiveNoFileComp
		})
	}
	for _, sub := range c.Commands() {
		completeFormats(sub)
	}
}

// names completes the last of a list with commas.
func names(of func(*scenario.Scenario) []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		s, err := load(nameOf(args))
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
