package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"failsim/models/file"
	"failsim/traces"
	"failsim/traces/format"
	maker "failsim/traces/make"
)

func newTraceScale() *cobra.Command {
	var read reading
	var write writing
	var seed uint64
	var to, by, jitter string
	c := &cobra.Command{
		Use:   "scale FILE...",
		Short: "Write a trace with more users, or fewer",
		Long: `Write a trace as it would be with more users, or fewer, on the same days.

Fewer: each client is kept with all its requests, or left out with all, by an
independent draw; so sessions and pauses stay as they were. Requests without a
client are drawn one by one, counts by binomial draws.

More: copies of the trace are added. Each client of a copy has an identity of its
own, and is moved as a whole by a uniform draw of up to --jitter to either side,
so that a chance burst is not multiplied. What the shape of the day has within
twice the jitter is smoothed in the copies; requests that would be moved over an
end of the trace are mirrored at it. Counts are moved request by request.

The factor is that of the expected number of users; the rate that comes out
differs by chance, by more where few clients send most, and is printed.

The clock is never sped up: failsim trace speed-up does that.

Memory is bounded for fewer. For more it keeps all requests within 2 x jitter:
a trace of 1,000/s, doubled with 5m, takes some 150 MB.`,
		Example: `  failsim trace scale access.log --to 40/s -o busy.fst
  failsim trace scale access.log --by 0.1 -o tenth.log
  failsim trace scale access.log --by 3 --jitter 10m -o three.fst`,
		Args: badArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			how, err := scaling(to, by, jitter)
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
			target, err := write.target()
			if err != nil {
				return err
			}
			f, err := how.flow(source, target, seed)
			if err != nil {
				return err
			}
			return write.write(c, f)
		},
	}
	read.add(c.Flags())
	write.add(c, "as")
	addSeed(c, &seed)
	f := c.Flags()
	f.StringVar(&to, "to", "", "mean `rate` of the result, such as 40/s")
	f.StringVar(&by, "by", "", "`factor` by which the users are to be more, such as 2.5, or fewer, such as 0.1 or 10%")
	f.StringVar(&jitter, "jitter", "5m", "by how much `time` a copy of a client is moved, at most, to either side")
	return c
}

// scale says what scale is asked for.
type scale struct {
	factor, rate float64 // one of them is 0
	jitter       time.Duration
}

func scaling(to, by, jitter string) (scale, error) {
	var s scale
	if (to == "") == (by == "") {
		return s, usage("scale takes either --to RATE or --by FACTOR")
	}
	var err error
	if s.jitter, err = file.ParseDuration(jitter); err != nil {
		return s, usage("--jitter: %w", err)
	}
	if s.jitter > 12*time.Hour {
		return s, usage("--jitter %s: at most 12h, lest no shape of the day is left", jitter)
	}
	if to != "" {
		rate, err := file.ParseRate(to)
		if err != nil {
			return s, usage("--to: %w", err)
		}
		if s.rate = rate.PerSecond(); s.rate == 0 {
			return s, usage("--to %s: a rate above 0", to)
		}
		return s, nil
	}
	s.factor, err = factor("by", by)
	return s, err
}

// factor reads a positive number, or a share.
func factor(flag, text string) (float64, error) {
	number, share := strings.CutSuffix(text, "%")
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || !(x > 0) || math.IsInf(x, 0) {
		return 0, usage("--%s %q: not a number above 0, such as 2.5 or 10%%", flag, text)
	}
	if share {
		x /= 100
	}
	return x, nil
}

// mostFactor bounds the copies: what asks for more is rather a model to
// generate from.
const mostFactor = 1000

func (s scale) flow(source traces.Source, target format.Target, seed uint64) (*flow, error) {
	info := source.Info()
	by := s.factor
	if by == 0 {
		by = s.rate / info.MeanPerSecond
	}
	if by > mostFactor {
		return nil, usage("%g times as many users: at most %d; failsim trace fit and generate make traffic of any rate", by, mostFactor)
	}
	more := by > 1
	f, err := flowOf(source, traces.Span{}, target, more)
	if err != nil {
		return nil, err
	}
	key := traceKey(seed).Named("scale")
	if !more {
		f.Stream = maker.Thin(f.Stream, by, key)
		f.notes = append(f.notes, fmt.Sprintf("%.4g times the users of %s, which has %d requests", by, info.Name, info.Requests))
		return f, nil
	}
	last := info.Last
	if info.Counts {
		last = info.First.Add(info.Span() - 1) // its requests are spread within the last interval
	}
	f.Stream = maker.Superpose(f.Stream, maker.Superposition{Factor: by, Jitter: s.jitter, First: info.First, Last: last, Unit: f.shape.Interval}, key)
	f.notes = append(f.notes, fmt.Sprintf("%.4g times the users of %s, which has %d requests; copies moved by up to %s", by, info.Name, info.Requests, s.jitter))
	if info.Counts {
		f.Stream, err = maker.Count(f.Stream, 1, info.Interval, info.First)
		f.shape = format.CompactShape{Counts: true, Interval: info.Interval}
		f.notes = f.notes[1:]
	}
	return f, err
}
