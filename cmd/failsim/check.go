package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func newCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check SCENARIO...",
		Short: "Read scenarios and report every error in them, without running anything",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var failed []error
			for _, name := range args {
				if said, is, err := checkSystem(name); is {
					if err != nil {
						failed = append(failed, err)
						continue
					}
					fmt.Fprint(c.OutOrStdout(), said)
					continue
				}
				s, err := load(name)
				if err != nil {
					failed = append(failed, err)
					continue
				}
				fmt.Fprintf(c.OutOrStdout(), "%s: ok: scenario %s, %d populations, %d incidents, %d designs\n", name, s.Name,
					len(s.Workload), len(s.Incidents), len(s.Designs))
			}
			return errors.Join(failed...)
		},
	}
}
