package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"failsim/traces/format"
)

func newTraceSplit() *cobra.Command {
	var read reading
	var seed uint64
	var how splitting
	c := &cobra.Command{
		Use:   "split FILE...",
		Short: "Divide a trace into populations, a file each",
		Long: `Divide a trace into populations, a file each in a new folder, and print the part of
a scenario that uses them.

  --by class        a population for each class, of the most frequent --most; the rest is
                    "other". The class is the method, or what --fields class= says
  --by column:NAME  the same as --fields class=NAME --by class
  --by status       one for each hundred of statuses
  --by client       --parts populations of equally many clients, drawn at random
  --by bytes        sizes below, between and from the bounds --at 10000,1000000 on

Or by rules, of which the first that fits a request counts; "rest" has no rule:

  --rule NAME=class:/api*|/login     one that ends in * stands for all that begin so
  --rule NAME=status:500-599,429
  --rule NAME=bytes:1000000-
  --rule NAME=client:10%

Memory does not grow with the trace: about 5 MB a population.`,
		Example: `  failsim trace split access.log --by class --fields class=path -o populations
  failsim trace split access.log --rule 'errors=status:500-599' --rule 'films=bytes:1000000-' -o populations`,
		Args: badArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := how.check(&read); err != nil {
				return err
			}
			source, err := read.open(seed, args)
			if err != nil {
				return err
			}
			info := source.Info()
			if info.Counts {
				return usage("%s: counts per interval cannot be split: they hold neither clients nor what was asked for", info.Name)
			}
			rules, rest, err := how.rules(source, seed)
			if err != nil {
				return err
			}
			if how.warning != "" {
				fmt.Fprintf(c.ErrOrStderr(), "warning: %s\n", how.warning)
			}
			s := splitter{splitting: &how, rules: rules, names: append(rules.Names(), rest)}
			if err := s.write(c.Context(), source, noteTo(c)); err != nil {
				return err
			}
			s.show(c.OutOrStdout(), c.ErrOrStderr())
			return nil
		},
	}
	read.add(c.Flags())
	read.addSpread(c.Flags())
	addSeed(c, &seed)
	f := c.Flags()
	f.StringVarP(&how.out, "out", "o", "", "new `folder` for the files")
	f.StringVar(&how.as, "as", "compact", "`format` to write: "+strings.Join(format.Targets(), ", "))
	f.StringVar(&how.by, "by", "", "`field` to split by: class, column:NAME, status, client, bytes")
	f.StringArrayVar(&how.list, "rule", nil, "`NAME=FIELD:WHAT`, a population; may be given again")
	f.IntVar(&how.parts, "parts", 2, "how many populations --by client makes")
	f.IntVar(&how.most, "most", 8, "how many populations --by class makes, without the others")
	f.StringVar(&how.at, "at", "", "`bounds` of --by bytes, ascending, such as 10000,1000000")
	return c
}
