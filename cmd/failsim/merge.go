package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/kept"
)

// shardsIn has the shards of a directory of shards in its place.
func shardsIn(directories []string) (shards []string) {
	for _, d := range directories {
		within, _ := filepath.Glob(filepath.Join(visibly(d), "*", shardFile)) // its only error is a bad pattern
		if _, err := os.Stat(filepath.Join(d, shardFile)); err == nil || len(within) == 0 {
			shards = append(shards, d)
			continue
		}
		for _, file := range within {
			shards = append(shards, filepath.Dir(file))
		}
	}
	return shards
}

// visibly has Glob take a name as it is.
func visibly(name string) string {
	return strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`, `\`, `\\`).Replace(name)
}

// newMerge returns the verb that gives the command of a study to failsim anew.
func newMerge(newRoot func() *cobra.Command) *cobra.Command {
	var out, from string
	var force, quiet, asJSON bool
	c := &cobra.Command{
		Use:   "merge DIRECTORY...",
		Short: "Make one result of the shards of a study",
		Long: `Merge makes the result of a study (compare, year, sweep or plan) whose runs were
made in shards, on as many machines as there are:

    failsim compare my.yaml --replications 1000 --shard 1/10 --out shard-1     # and so on
    failsim merge shard-* --out result

The result is byte for byte what the command makes on one machine. A shard that is
missing, unfinished, damaged, there twice or of another study is named. A trace in a
file must be there as it was. A directory of shards stands for all of them.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			args = shardsIn(args)
			var files []string
			for _, directory := range args {
				files = append(files, filepath.Join(directory, shardFile))
			}
			shards, err := kept.Gather(files)
			var path *fs.PathError
			if errors.As(err, &path) {
				return usage("%s: %w: is it a directory of compare --shard?", path.Path, path.Err)
			}
			if err != nil {
				return badInput{err}
			}
			shards.Close()
			command := shards[0].Identity().Command
			scenario := command[1]
			if !slices.Contains(embeddedNames(), scenario) {
				scenario = filepath.Join(args[0], "scenario.yaml")
			}
			again := []string{command[0], scenario, "--shards", strings.Join(files, ",")}
			again = append(again, command[2:]...)
			if c.Flags().Changed("out") {
				again = append(again, "--out", out)
			}
			for _, f := range []struct {
				set  bool
				flag string
			}{{force, "--force"}, {quiet, "--quiet"}, {asJSON, "--json"}} {
				if f.set {
					again = append(again, f.flag)
				}
			}
			root := newRoot()
			root.SetArgs(append(again, "--traces-in", from))
			root.SetOut(c.OutOrStdout())
			root.SetErr(c.ErrOrStderr())
			return root.ExecuteContext(c.Context())
		},
	}
	c.Flags().StringVar(&out, "out", "", "result directory (default: failsim-out/SCENARIO)")
	c.Flags().StringVar(&from, "traces-in", ".", "`FOLDER` from which relative paths of traces in the scenario start")
	c.Flags().BoolVar(&force, "force", false, "replace the result of another scenario that --out holds")
	c.Flags().BoolVar(&quiet, "quiet", false, "no progress and no notes on standard error")
	c.Flags().BoolVar(&asJSON, "json", false, "print summary.json instead of tables")
	return c
}
