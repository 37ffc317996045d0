package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results/words"
)

// named is --designs, which every verb takes in the same way: names of designs, or
// patterns of them with * and ?.
type named []string

func (n *named) add(f *pflag.FlagSet, what string) {
	f.StringSliceVar((*[]string)(n), "designs", nil, "designs to run (names or patterns such as 'multi-*', comma-separated or given again; default: "+what+")")
}

// resolve puts names in the place of patterns, in the order of the scenario.
func (n *named) resolve(s *scenario.Scenario) error {
	all := designsOf(s)
	var list []string
	for _, word := range *n {
		found, err := matching(word, all, "design")
		if err != nil {
			return err
		}
		list = append(list, found...)
	}
	*n = slices.DeleteFunc(slices.Clone(all), func(name string) bool { return !slices.Contains(list, name) })
	if len(list) == 0 {
		*n = nil
	}
	return nil
}

// matching returns those of some names that a word means: one, or all that a pattern fits.
func matching(word string, all []string, kind string) ([]string, error) {
	word = strings.TrimSpace(word)
	found := words.Matching(word, all)
	if len(found) == 0 {
		return nil, &study.Unknown{Kind: kind, Name: word, Known: all}
	}
	return found, nil
}
