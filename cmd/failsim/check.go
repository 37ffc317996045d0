package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"failsim/models/queue"
	"failsim/strategies"
)

func newCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check SCENARIO...",
		Short: "Read scenarios and report every error in them, without running anything",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var failed []error
			for _, name := range args {
				if content, err := os.ReadFile(name); err == nil && isQueue(content) {
					if _, err := queue.Read(name, content, strategies.All()); err != nil {
						failed = append(failed, err)
						continue
					}
					fmt.Fprintf(c.OutOrStdout(), "%s: ok: a queueing system\n", name)
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
