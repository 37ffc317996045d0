package main

import (
	"os"

	"github.com/spf13/cobra"

	"failsim/sim"
	"failsim/traces"
)

func newTraceConvert() *cobra.Command {
	var read reading
	var write writing
	var seed uint64
	c := &cobra.Command{
		Use:   "convert FILE...",
		Short: "Write traces in another format",
		Long: `Write traces in another format: the whole of every record that the format can
hold. What it cannot hold is named on standard error. Clients are written as
keyed hashes, never as addresses, but under a key that is no secret: to give a
trace away, use failsim trace anonymise.

Memory is bounded, however long the trace: see failsim trace info --help.`,
		Example: `  failsim trace convert access.log.gz -o access.fst
  failsim trace convert logs/ -o month.csv.zst
  failsim trace convert access.log --to counts-1m -o -`,
		Args: badArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := write.check(args...); err != nil {
				return err
			}
			source, err := read.open(seed, args)
			if err != nil {
				return err
			}
			target, err := write.target()
			if err != nil {
				return err
			}
			f, err := flowOf(source, traces.Span{}, target, false)
			if err != nil {
				return err
			}
			return write.write(c, f)
		},
	}
	read.add(c.Flags())
	write.add(c, "to")
	addSeed(c, &seed)
	return c
}

// addSeed adds the seed of a verb on traces.
func addSeed(c *cobra.Command, seed *uint64) {
	c.Flags().Uint64Var(seed, "seed", 1, "seed of all random draws, and of the hashes of clients")
}

// open opens the traces that a verb is given.
func (r *reading) open(seed uint64, names []string) (traces.Source, error) {
	o, err := r.options(traceKey(seed))
	if err != nil {
		return nil, err
	}
	source, err := openTrace(o, names...)
	if err == nil {
		info := source.Info()
		printLeftOut(os.Stderr, &info)
		printReading(os.Stderr, &info)
		printAsides(os.Stderr, &info.Ledger)
	}
	return source, err
}

func traceKey(seed uint64) sim.Key { return sim.NewKey(seed, 0).Named("trace") }
