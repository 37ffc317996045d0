package main

import (
	"path"
	"slices"

	"github.com/spf13/cobra"
)

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init [SCENARIO]",
		Short: "Print an embedded scenario, to start a file of your own from",
		Long: `Init prints the text of an embedded scenario, elb-2012 unless another is named:

    failsim init > mine.yaml
    failsim check mine.yaml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
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
}
