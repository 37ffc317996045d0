package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"failsim/models/world/scenario"
	"failsim/results/words"
	"failsim/strategies"
	"failsim/traces"
)

func newList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List embedded scenarios with their designs, traces, strategies and kinds of fault",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w := c.OutOrStdout()
			if err := listScenarios(w); err != nil {
				return err
			}
			fmt.Fprintln(w, "\ntraces (embedded)")
			for _, name := range traces.Names() {
				fmt.Fprintf(w, "  %s\n", name)
			}
			fmt.Fprintln(w, "\ntrace formats")
			for _, name := range traces.Formats() {
				fmt.Fprintf(w, "  %-13s %s\n", name, traces.AboutFormat(name))
			}
			fmt.Fprintln(w, "\nfaults")
			for _, k := range scenario.FaultKinds() {
				fmt.Fprintf(w, "  %s\n", k)
			}
			listStrategies(w)
			return nil
		},
	}
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

func listStrategies(w io.Writer) {
	socket := ""
	for _, s := range strategies.All() {
		if string(s.Socket) != socket {
			socket = string(s.Socket)
			fmt.Fprintf(w, "\nstrategies: %s\n", socket)
		}
		fmt.Fprintf(w, "  %-16s %s\n", s.Name, s.About)
		fmt.Fprintf(w, "  %-16s hazard: %s\n", "", s.Hazard)
		for _, p := range s.Params {
			fmt.Fprintf(w, "    %s (%s): %s\n", p.Name, p.Default, p.About)
		}
	}
}
