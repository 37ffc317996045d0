package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/output"
	"failsim/results/page"
)

func newReport() *cobra.Command {
	return &cobra.Command{
		Use:   "report DIRECTORY",
		Short: "Make the review page of a result again",
		Long: `Report makes report.html of a result directory of compare again, from the other
files of the directory: after an update of failsim, or for a result of a version
that made none. The page is one file that needs no network.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			directory := args[0]
			b, err := page.Render(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(directory, name)) })
			if err != nil {
				return usage("%s is no result of compare: %w", directory, err)
			}
			if err := output.Amend(directory, "report.html", b); err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), filepath.Join(directory, "report.html"))
			return err
		},
	}
}
