package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
)

func newReport() *cobra.Command {
	return &cobra.Command{
		Use:   "report DIRECTORY",
		Short: "Make the review page of a result again",
		Long: `Report makes report.html of a result directory of compare or year again, from the other
files of the directory: after an update of failsim, or for a result of a version
that made none. The page is one file that needs no network.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			directory := args[0]
			if err := renderAgain(directory); err != nil {
				return err
			}
			_, err := fmt.Fprintln(c.OutOrStdout(), filepath.Join(directory, "report.html"))
			return err
		},
	}
}
