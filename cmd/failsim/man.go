package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newMan() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIRECTORY",
		Short: "Write the manual pages, one a verb",
		Long: `Man writes a manual page of failsim and of each of its verbs into a directory, such as

    failsim man ~/.local/share/man/man1

after which man failsim and man failsim-compare show them.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return usage("%w", err)
			}
			root := c.Root()
			root.DisableAutoGenTag = true
			root.InitDefaultCompletionCmd()
			// A fixed day, so that the same version writes the same pages.
			day := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
			if err := doc.GenManTree(root, &doc.GenManHeader{Title: "FAILSIM", Section: "1", Date: &day, Source: "failsim " + version(), Manual: "failsim"}, args[0]); err != nil {
				return err
			}
			pages, err := filepath.Glob(filepath.Join(args[0], "failsim*.1"))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s in %s\n", plural(len(pages), "page"), args[0])
			return err
		},
	}
}
