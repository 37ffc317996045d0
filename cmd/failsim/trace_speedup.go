package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"failsim/traces"
	"failsim/traces/format"
	maker "failsim/traces/make"
)

func newTraceSpeedUp() *cobra.Command {
	var read reading
	var write writing
	var seed uint64
	var by string
	c := &cobra.Command{
		Use:   "speed-up FILE...",
		Short: "Write a trace with a faster clock (which makes the day shorter, too)",
		Long: `Write a trace as if time had run faster: what came an hour after the first request
comes 1/FACTOR hours after it. This is no way to have more users: the day, the
sessions and every pause get shorter, and the local clock means nothing any more.
For more users, use failsim trace scale.

Requests whose stamps are of whole seconds, and counts, are spread within them
first, as --spread says. Memory is bounded.`,
		Example: `  failsim trace speed-up access.log --by 10 -o stress.fst`,
		Args:    badArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			faster, err := factor("by", by)
			if err != nil {
				return err
			}
			if err := write.check(args...); err != nil {
				return err
			}
			source, err := read.open(seed, args)
			if err != nil {
				return err
			}
			info := source.Info()
			stream, err := traces.Expand(source, traces.Span{})
			if err != nil {
				return err
			}
			f := &flow{shape: format.CompactShape{Interval: 1}, Stream: maker.SpeedUp(stream, info.First.UnixNano(), faster)}
			f.notes = append(f.notes, fmt.Sprintf("the clock runs %g times as fast: days and pauses are shorter, too", faster))
			return write.write(c, f)
		},
	}
	read.add(c.Flags())
	read.addSpread(c.Flags())
	write.add(c, "as")
	addSeed(c, &seed)
	c.Flags().StringVar(&by, "by", "", "`factor` by which the clock runs faster, such as 10")
	return c
}
