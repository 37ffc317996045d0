package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/results/words"
	"failsim/strategies"
	"failsim/traces"
	"failsim/traces/format"
)

// lists are what list tells of beside everything in short.
var lists = []string{"formats", "strategies", "presets", "faults"}

func newList() *cobra.Command {
	return &cobra.Command{
		Use:   "list [formats | strategies | presets | faults]",
		Short: "List embedded scenarios with their designs, traces, strategies, presets and kinds of fault",
		Long: `List embedded scenarios with their designs, traces, trace formats, strategies and
kinds of fault; list formats tells of each trace format when, in the life of a
request, its stamps are taken, and who says so; list strategies names them by
socket, of which failsim explain NAME tells all; list presets names what stands for
the programs of that name; list faults tells the fields of each kind of fault.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) == 1 && slices.Contains(lists, args[0]) {
				return nil
			}
			return usage("list knows %q, %q, %q and %q and no other word", "formats", "strategies", "presets", "faults")
		},
		ValidArgs: lists,
		RunE: func(c *cobra.Command, args []string) error {
			w := c.OutOrStdout()
			switch {
			case len(args) > 0 && args[0] == "strategies":
				nameStrategies(w)
				return nil
			case len(args) > 0 && args[0] == "presets":
				listPresets(w)
				return nil
			case len(args) > 0 && args[0] == "faults":
				listFaults(w)
				return nil
			case len(args) > 0:
				listFormats(w)
				return nil
			}
			if err := listScenarios(w); err != nil {
				return err
			}
			fmt.Fprintln(w, "\ntraces (embedded)")
			for _, name := range traces.Names() {
				fmt.Fprintf(w, "  %s\n", name)
			}
			fmt.Fprintln(w, "\ntrace formats")
			for _, f := range format.All() {
				fmt.Fprintf(w, "  %-21s %s\n", f.Name, f.About)
			}
			fmt.Fprintln(w, "\nfaults: each {at: TIME, KIND: FIELDS}; without for it lasts to the end")
			for _, k := range scenario.FaultKinds() {
				fmt.Fprintf(w, "  %-14s %s\n", k, scenario.AboutFault(k))
			}
			fmt.Fprintln(w, "\nsteps of people: each {step: NAME, do: ACTION, who, when, takes, fails, else}; each begins after the one above unless it says when")
			for _, a := range scenario.Actions() {
				fmt.Fprintf(w, "  %-14s %s\n", a, scenario.AboutAction(a))
			}
			fmt.Fprintln(w, "\ncauses of lost requests (that of the last attempt)")
			for _, c := range study.Causes() {
				fmt.Fprintf(w, "  %-24s %s\n", c.Name, c.About)
			}
			listStrategies(w)
			return nil
		},
	}
}

// listFaults lists the kinds of fault, with the fields of each.
func listFaults(w io.Writer) {
	fmt.Fprintln(w, "incidents: [{faults: [{at: TIME, KIND: {FIELDS}}]}]; when: {service, down-for} instead of at has one begin by cause")
	for _, kind := range scenario.FaultKinds() {
		fmt.Fprintf(w, "\n%s\n  %s\n", kind, scenario.AboutFault(kind))
		for _, p := range keysCalled("incidents/faults/" + kind) {
			listFields(w, p.key.Of, "  ")
		}
	}
}

// explainFault tells of a kind of fault, with an example and its fields.
func explainFault(w io.Writer, kind string) {
	fmt.Fprintf(w, "%s (a kind of fault)\n\n  %s\n\nIn a scenario, in an incident:\n  faults: [%s]\n\nFields:\n", kind, scenario.AboutFault(kind), scenario.ExampleOfFault(kind))
	for _, p := range keysCalled("incidents/faults/" + kind) {
		listFields(w, p.key.Of, "")
	}
}

// listFields lists the keys of a mapping, and those of mappings within.
func listFields(w io.Writer, s *file.Shape, indent string) {
	for _, k := range s.Keys {
		must := ""
		if !k.Optional {
			must = " (needed)"
		}
		fmt.Fprintf(w, "%s  %-14s%s %s; %s\n", indent, k.Name, must, k.Sentence(), takesOf(k.Of))
		if k.Of.Called == "" {
			listFields(w, k.Of, indent+"  ")
		}
	}
}

// listFormats lists what can be read, and when stamps are taken.
func listFormats(w io.Writer) {
	fmt.Fprintf(w, "%-21s  %-7s  %s\n", "format", "stamp", "what it is, and who says when the stamp is taken")
	for _, f := range format.All() {
		fmt.Fprintf(w, "%-21s  %-7s  %s\n", f.Name, f.Stamp, f.About)
		fmt.Fprintf(w, "%-21s  %-7s    %s\n", "", "", f.Source)
	}
	fmt.Fprintln(w, "\nA stamp at the end is taken back by the duration, where that is known: arrival = stamp - duration. --stamp start|end overrides.")
	fmt.Fprintln(w, "Around lines these are peeled off: "+strings.Join(format.Wrappers(), ", ")+".")
}

func listScenarios(w io.Writer) error {
	fmt.Fprintln(w, "scenarios (embedded)")
	for _, name := range embeddedNames() {
		s, err := load(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "  %s: %s\n", s.Name, words.Line(s.About))
		for _, i := range s.Incidents {
			fmt.Fprintf(w, "    incident %-22s %s\n", i.Name, words.Line(i.Title))
		}
		for _, d := range s.Designs {
			fmt.Fprintf(w, "    design   %-22s %s\n", d.Name, words.Line(d.About))
		}
	}
	return nil
}

// nameStrategies lists strategies in short.
func nameStrategies(w io.Writer) {
	socket, facts := policy.Socket(""), conform.Facts()
	for _, s := range strategies.All() {
		if s.Socket != socket {
			socket = s.Socket
			fmt.Fprintf(w, "%s (of the %s)\n", socket, policy.OwnerOf(socket))
		}
		fmt.Fprintf(w, "  %-22s %s\n", s.Name, s.About)
		if as := conform.As(facts, s.Name); as != "" {
			fmt.Fprintf(w, "  %-22s as %s\n", "", as)
		}
	}
}

func listStrategies(w io.Writer) {
	socket, facts := "", conform.Facts()
	for _, s := range strategies.All() {
		if string(s.Socket) != socket {
			socket = string(s.Socket)
			fmt.Fprintf(w, "\nstrategies: %s\n", socket)
		}
		fmt.Fprintf(w, "  %-17s %s\n", s.Name, s.About)
		fmt.Fprintf(w, "  %-17s hazard: %s\n", "", s.Hazard)
		if as := conform.As(facts, s.Name); as != "" {
			fmt.Fprintf(w, "  %-17s as %s\n", "", as)
		}
		for _, p := range s.Params {
			limits := ""
			if r := p.Range(); r != "" && len(p.Words) == 0 {
				limits = ", " + r
			}
			fmt.Fprintf(w, "    %s (%s%s): %s\n", p.Name, p.Default, limits, p.About)
		}
	}
}
