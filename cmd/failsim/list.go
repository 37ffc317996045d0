package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/results/words"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
	"failsim/traces/format"
)

// lists are what list reports alone.
var lists = []struct {
	name string
	show func(io.Writer) error
}{
	{"scenarios", listScenarios},
	{"designs", listDesigns},
	{"traces", listTraces},
	{"formats", always(listFormats)},
	{"strategies", always(nameStrategies)},
	{"presets", always(listPresets)},
	{"faults", always(listFaults)},
}

func always(show func(io.Writer)) func(io.Writer) error {
	return func(w io.Writer) error {
		show(w)
		return nil
	}
}

func listNames() (names []string) {
	for _, l := range lists {
		names = append(names, l.name)
	}
	return names
}

func newList() *cobra.Command {
	return &cobra.Command{
		Use:   "list [" + strings.Join(listNames(), " | ") + "]",
		Short: "List embedded scenarios with their designs, traces, strategies, presets and kinds of fault",
		Long: `List embedded scenarios with their incidents and designs, traces, trace formats,
strategies and kinds of fault, or one of these in full: scenarios in a line each;
designs by scenario; traces; formats, with when, in the life of a request, their
stamps are taken, and the source of that; strategies by socket, of which failsim explain
NAME tells all; presets, which stand for the programs of that name; faults with
the fields of each kind.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("list takes one word")
			}
			if len(args) == 1 && !slices.Contains(listNames(), args[0]) {
				return usage("unknown word %q%s", args[0], hint(args[0], listNames()))
			}
			return nil
		},
		ValidArgs: listNames(),
		RunE: func(c *cobra.Command, args []string) error {
			for _, l := range lists {
				if len(args) == 1 && l.name == args[0] {
					return l.show(c.OutOrStdout())
				}
			}
			return listAll(c.OutOrStdout())
		},
	}
}

// listAll reports everything in short.
func listAll(w io.Writer) error {
	fmt.Fprintln(w, "scenarios (embedded)")
	if err := listDesigns(w); err != nil {
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
	fmt.Fprintln(w, "\nfaults: each {at: TIME, KIND: FIELDS}; without for, it lasts to the end of the run")
	for _, k := range scenario.FaultKinds() {
		fmt.Fprintf(w, "  %-14s %s\n", k, scenario.AboutFault(k))
	}
	fmt.Fprintln(w, "\nsteps of people: each {step: NAME, do: ACTION, who, when, takes, fails, else}; a step begins after the one above unless it has when")
	for _, a := range scenario.Actions() {
		fmt.Fprintf(w, "  %-14s %s\n", a, scenario.AboutAction(a))
	}
	fmt.Fprintln(w, "\ncauses of lost requests (that of the last attempt)")
	for _, c := range study.Causes() {
		fmt.Fprintf(w, "  %-24s %s\n", c.Name, c.About)
	}
	listStrategies(w)
	return nil
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

// explainFault reports a kind of fault, with an example and its fields.
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
	fmt.Fprintf(w, "%-21s  %-7s  %s\n", "format", "stamp", "what it is, and the source of when the stamp is taken")
	for _, f := range format.All() {
		fmt.Fprintf(w, "%-21s  %-7s  %s\n", f.Name, f.Stamp, f.About)
		fmt.Fprintf(w, "%-21s  %-7s    %s\n", "", "", f.Source)
	}
	fmt.Fprintln(w, "\nA stamp at the end is taken back by the duration, where that is known: arrival = stamp - duration. --stamp start|end overrides.")
	fmt.Fprintln(w, "Around lines these are peeled off: "+strings.Join(format.Wrappers(), ", ")+".")
}

// listScenarios lists embedded scenarios in a line each.
func listScenarios(w io.Writer) error {
	for _, name := range embeddedNames() {
		s, err := load(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-22s %s\n", s.Name, words.Line(s.About))
	}
	return nil
}

// listTraces lists embedded traces with what is in them.
func listTraces(w io.Writer) error {
	for _, name := range traces.Names() {
		source, err := traces.Named(name, sim.NewKey(1, 0))
		if err != nil {
			return err
		}
		i := source.Info()
		fmt.Fprintf(w, "%-22s %d requests, %s to %s\n", name, i.Requests, i.First.Format(time.RFC3339), i.Last.Format(time.RFC3339))
	}
	return nil
}

// listDesigns lists embedded scenarios with their incidents and designs.
func listDesigns(w io.Writer) error {
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
			fmt.Fprintf(w, "%s\n", strings.TrimSpace(fmt.Sprintf("%s (of the %s) %s", socket, policy.OwnerOf(socket), besides(socket))))
		}
		fmt.Fprintf(w, "  %-22s %s\n", s.Name, s.About)
		if as := conform.As(facts, s.Name); as != "" {
			fmt.Fprintf(w, "  %-22s as %s\n", "", as)
		}
	}
}

// besides says which other key takes the strategies of a socket.
func besides(socket policy.Socket) string {
	if socket == policy.LBAdmittingSocket.Takes() {
		return fmt.Sprintf("as %s at load balancers' own queues, too", policy.LBAdmittingSocket)
	}
	return ""
}

func listStrategies(w io.Writer) {
	socket, facts := "", conform.Facts()
	for _, s := range strategies.All() {
		if string(s.Socket) != socket {
			socket = string(s.Socket)
			fmt.Fprintf(w, "\nstrategies: %s\n", socket)
			if also := besides(s.Socket); also != "" {
				fmt.Fprintf(w, "  %s\n", also)
			}
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
