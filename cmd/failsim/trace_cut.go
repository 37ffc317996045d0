package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"failsim/models/file"
	"failsim/traces"
)

func newTraceCut() *cobra.Command {
	var read reading
	var write writing
	var seed uint64
	var from, to, first, last string
	c := &cobra.Command{
		Use:   "cut FILE...",
		Short: "Write a stretch of a trace",
		Long: `Write the records of a stretch of time: from --from on, and before --to. A time is
RFC 3339 (2026-03-01T12:00:00+01:00) or one of the trace's local clock
(2026-03-01, 2026-03-01 12:00, 2026-03-01T12:00:05). --first 2h takes the first two
hours from the first stamp on, --last 2h the last two.

Intervals of counts are taken whole if they begin in the stretch, and stay counts
unless --as asks for another format. Memory is bounded.`,
		Example: `  failsim trace cut access.log --from 2026-03-01 --to 2026-03-08 -o week.fst
  failsim trace cut access.log --last 24h -o day.log.zst`,
		Args: badArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := write.check(args...); err != nil {
				return err
			}
			source, err := read.open(seed, args)
			if err != nil {
				return err
			}
			info := source.Info()
			write.keepCounts(&info)
			span, err := cutSpan(&info, from, to, first, last)
			if err != nil {
				return err
			}
			target, err := write.target()
			if err != nil {
				return err
			}
			f, err := flowOf(source, span, target, false)
			if err != nil {
				return err
			}
			f.notes = append(f.notes, fmt.Sprintf("from %s until before %s", span.From.Format(time.RFC3339), span.To.Format(time.RFC3339)))
			return write.write(c, f)
		},
	}
	read.add(c.Flags())
	read.addSpread(c.Flags())
	write.add(c, "as")
	addSeed(c, &seed)
	f := c.Flags()
	f.StringVar(&from, "from", "", "the first `moment` that is kept")
	f.StringVar(&to, "to", "", "the first `moment` that is not")
	f.StringVar(&first, "first", "", "keep so much `time` from the first stamp on")
	f.StringVar(&last, "last", "", "keep so much `time` at the end")
	return c
}

// cutSpan returns the stretch that the flags ask for, and refuses one that holds
// nothing.
func cutSpan(i *traces.Info, from, to, first, last string) (traces.Span, error) {
	span := traces.Span{From: i.First, To: i.First.Add(i.Span())}
	start, end := span.From, span.To
	given := 0
	for _, word := range []string{from + to, first, last} {
		if word != "" {
			given++
		}
	}
	if given != 1 {
		return span, usage("cut takes --from and --to, or --first, or --last")
	}
	var err error
	moment := func(flag, text string, at *time.Time) {
		if text != "" && err == nil {
			*at, err = i.Moment(text)
			if err != nil {
				err = usage("--%s: %w", flag, err)
			}
		}
	}
	length := func(flag, text string, use func(time.Duration)) {
		if text == "" {
			return
		}
		d, parseErr := file.ParseDuration(text)
		if parseErr != nil {
			err = usage("--%s: %w", flag, parseErr)
			return
		}
		use(d)
	}
	moment("from", from, &span.From)
	moment("to", to, &span.To)
	length("first", first, func(d time.Duration) { span.To = start.Add(d) })
	length("last", last, func(d time.Duration) { span.From = end.Add(-d) })
	if err != nil {
		return span, err
	}
	if !span.From.Before(span.To) {
		return span, usage("nothing lies from %s until before %s", span.From.Format(time.RFC3339), span.To.Format(time.RFC3339))
	}
	if !span.From.Before(end) || !start.Before(span.To) {
		return span, usage("%s: the trace runs from %s to %s: nothing of it lies from %s until before %s", i.Name,
			start.Format(time.RFC3339), end.Format(time.RFC3339), span.From.Format(time.RFC3339), span.To.Format(time.RFC3339))
	}
	return span, nil
}
