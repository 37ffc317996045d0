package main

import (
	"github.com/spf13/cobra"

	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [scenario|summary]",
		Short: "Print the JSON Schema of scenario files, for editors, or of summary.json",
		Long: `Schema prints the JSON Schema of scenario files, which editors check and complete by:

    failsim schema > failsim.schema.json

and, as the first line of a scenario, for the YAML language server of VS Code, Neovim,
Helix, Emacs and others:

    # yaml-language-server: $schema=failsim.schema.json

It is made from what reads scenarios: each key with a sentence, its unit, its default and
where that comes from (failsim explain KEY). It knows keys, forms and units;
failsim check knows what has to go together.

failsim schema summary prints that of summary.json, and of what compare --json prints.`,
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"scenario", "summary"},
		RunE: func(c *cobra.Command, args []string) error {
			make := func() ([]byte, error) { return file.JSONSchema(described(), "failsim scenario") }
			if len(args) > 0 && args[0] == "summary" {
				make = results.JSONSchema
			}
			b, err := make()
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(append(b, '\n'))
			return err
		},
	}
}

// described is what a scenario may say.
func described() *file.Shape { return scenario.Describe(presets(), allStrategies()) }
