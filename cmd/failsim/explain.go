package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/conform"
	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/strategies"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain NAME|KEY",
		Short: "Explain a strategy, a preset, a kind of fault or a key of scenarios: meaning, units, defaults with their sources, hazards",
		Long: `Explain a strategy: what it does, its owner (tenant or provider), its parameters with
defaults and their sources, its hazards, and its users in production; or a preset: what it stands for, and
where its values come from; or a kind of fault; or a key of scenarios, by its name or its
path (clients/timeout): what it means, what it takes, its default and where that comes from.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("explain takes one name; failsim list strategies has those of strategies, failsim list presets those of presets")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return explained(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error { return explain(c.OutOrStdout(), args[0]) },
	}
}

// explained are the names that explain knows.
func explained() (names []string) {
	for _, s := range strategies.All() {
		names = append(names, s.Name)
	}
	names = append(append(append(names, presetNames()...), scenario.FaultKinds()...), policy.ActionNames()...)
	for _, p := range places() {
		if name := p.path[strings.LastIndex(p.path, "/")+1:]; !p.key.Declared() && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func explain(w io.Writer, name string) error {
	all := strategies.All()
	if action, known := policy.ActionOf(name); known {
		explainAction(w, action)
		others := slices.ContainsFunc(all, func(s policy.Strategy) bool { return s.Name == name }) || len(keysCalled(name)) > 0
		if !others {
			return nil
		}
		fmt.Fprintln(w)
	}
	if i := slices.IndexFunc(all, func(s policy.Strategy) bool { return s.Name == name }); i >= 0 {
		explainStrategy(w, &all[i])
		return nil
	}
	if slices.Contains(presetNames(), name) {
		explainPreset(w, preset(name))
		return nil
	}
	if slices.Contains(scenario.FaultKinds(), name) {
		explainFault(w, name)
		return nil
	}
	path := strings.ReplaceAll(strings.ReplaceAll(name, "/*", ""), ".", "/") // as sweep has it, or as many would
	list := keysCalled(path)
	// A word of the field is asked for by its meaning, which some key deep in a design may
	// happen to share; a key of the first level is meant by its name.
	if by, ok := scenario.Meanings(all)[name]; ok && by != name && !slices.ContainsFunc(list, func(p place) bool { return p.path == name }) {
		fmt.Fprintf(w, "Here %s is said by %s.\n\n", name, by)
		if err := explain(w, by); err != nil || len(list) == 0 {
			return err
		}
		fmt.Fprintf(w, "\nKeys called %s:\n\n", name)
	}
	if len(list) > 0 {
		explainKeys(w, list)
		return nil
	}
	return usage("no strategy, no preset, no kind of fault, no action of people and no key of scenarios is called %q%s", file.Short(name), file.Hint(name, explained()))
}

// explainAction says what people do in a step.
func explainAction(w io.Writer, a policy.Action) {
	fmt.Fprintf(w, "%s (what people do, in a step of a playbook)\n\n  %s\n\nIn a scenario:\n  incidents: [{people: {playbook: [{step: NAME, do: %s, ...}]}}]\n", a, scenario.AboutAction(a.String()), a)
}

func explainStrategy(w io.Writer, s *policy.Strategy) {
	owner := policy.OwnerOf(s.Socket)
	fmt.Fprintf(w, "%s (%s, of the %s)\n\n  %s\n\nIn a scenario:\n  %s\n", s.Name, s.Socket, owner, s.About, example(s, owner))
	if len(s.Params) > 0 {
		fmt.Fprintln(w, "\nParameters, with defaults and where they come from:")
	}
	for _, p := range s.Params {
		takes := ""
		if r := p.Range(); r != "" {
			takes = " (" + r + ")"
		}
		fmt.Fprintf(w, "  %s: %s%s\n      %s\n", p.Name, p.Default, takes, p.About)
	}
	fmt.Fprintln(w, "\nHazards, each of which a golden file shows happening:")
	for h := range strings.SplitSeq(s.Hazard, "; ") {
		fmt.Fprintf(w, "  - %s\n", h)
	}
	fmt.Fprintf(w, "\nUsed in anger by:\n  %s\n", s.Used)
	if as := conform.As(conform.Facts(), s.Name); as != "" {
		fmt.Fprintf(w, "\nLike the real thing, as docs/conformance.md has it:\n  %s\n", as)
	}
}

// example is how a design names a strategy, with its first parameter.
func example(s *policy.Strategy, owner policy.Owner) string {
	name := s.Name
	if len(s.Params) > 0 && s.Params[0].Default != "" {
		name = fmt.Sprintf("{%s: {%s: %s}}", s.Name, s.Params[0].Name, s.Params[0].Default)
	}
	if s.Beside {
		name = "dns-answer, " + name
	}
	if owner == policy.Provider {
		return fmt.Sprintf("providers: {PROVIDER: {%s: [%s]}}", s.Socket, name)
	}
	text := fmt.Sprintf("tenant: {%s: [%s]}", s.Socket, name)
	if at := policy.LBAdmittingSocket; s.Socket == at.Takes() {
		text += fmt.Sprintf("\n  tenant: {%s: [%s]}    # at load balancers' own queues, where they are at their capacity", at, name)
	}
	return text
}
