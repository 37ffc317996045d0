package main

import (
	_ "embed" // minimal.yaml
	"path"
	"slices"

	"github.com/spf13/cobra"
)

//go:embed minimal.yaml
var minimal []byte

func newInit() *cobra.Command {
	least := false
	c := &cobra.Command{
		Use:   "init [SCENARIO]",
		Short: "Print an embedded scenario, to start a file of your own from",
		Long: `Init prints the text of an embedded scenario, elb-2012 unless another is named:

    failsim init > mine.yaml
    failsim check mine.yaml

With --minimal it prints the least that a scenario says, in which all that an architect
does not know has a default (failsim explain KEY says which, and where it comes from); or
build on an embedded one with base: NAME.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if least {
				if len(args) > 0 {
					return usage("--minimal is of no embedded scenario: leave %s out", args[0])
				}
				_, err := c.OutOrStdout().Write(minimal)
				return err
			}
			name := nameOf(args)
			if !slices.Contains(embeddedNames(), name) {
				return usage("there is no embedded scenario %q%s", name, hint(name, embeddedNames()))
			}
			content, err := embedded.ReadFile(path.Join("scenarios", name+".yaml"))
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(content)
			return err
		},
	}
	c.Flags().BoolVar(&least, "minimal", false, "print the least that a scenario says, in under 30 lines")
	return c
}
