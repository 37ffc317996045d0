package main

import (
	"errors"

	"github.com/spf13/cobra"

	"failsim/results/diff"
	"failsim/results/stored"
)

func newDiff() *cobra.Command {
	var asJSON, all bool
	c := &cobra.Command{
		Use:   "diff BEFORE AFTER",
		Short: "Report what changed between two results beyond noise",
		Long: `Diff compares two result directories of compare, or their summary.json alone:
what differs in what was run, and which figures of which designs changed by more
than chance explains. Results of the same seed are compared replication by
replication. The exit status is 1 if something changed, and 2 if no design is run
against the same incident in both, so that nothing can be compared.`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			before, err := stored.Open(args[0])
			if err != nil {
				return badInput{err}
			}
			after, err := stored.Open(args[1])
			if err != nil {
				return badInput{err}
			}
			if sameStudy(before, after) && !asJSON {
				if err := tellParting(c.ErrOrStderr(), args[0], args[1]); err != nil {
					return badInput{err}
				}
			}
			return printDiff(c, diff.Between(before, after), asJSON, all)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print all figures as JSON instead of a table of those that may differ")
	c.Flags().BoolVar(&all, "all", false, "show every figure of which no change is seen, too, not the key figures alone")
	return c
}

// sameStudy reports whether two results are of the same study, so that a difference is failsim's
// or the machine's: it is worth a word when they part.
func sameStudy(a, b *stored.Result) bool {
	return a.Manifest != nil && b.Manifest != nil && a.Manifest.Seed == b.Manifest.Seed && a.Manifest.Scenario.SHA256 == b.Manifest.Scenario.SHA256
}

func printDiff(c *cobra.Command, r *diff.Result, asJSON, all bool) error {
	var err error
	if asJSON {
		var b []byte
		if b, err = r.JSON(); err == nil {
			_, err = c.OutOrStdout().Write(b)
		}
	} else {
		err = r.Write(c.OutOrStdout(), all)
	}
	if err == nil && !r.Comparable() {
		return badInput{errors.New("the results have nothing in common that could be compared")}
	}
	if err == nil && r.Changed() {
		return no{errors.New("the results differ")}
	}
	return err
}
