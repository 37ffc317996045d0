package traces

import (
	"fmt"
	"math"
	"time"

	"failsim/sim"
	"failsim/traces/format"
)

// Window says which part of a trace to replay, and to which instants its times
// map. The zero value is the trace aligned to midnight, to its end.
type Window struct {
	// Clock is the local clock time of instant 0, since midnight; from 0 to
	// below 24 h. It is ignored if Whole is set.
	Clock time.Duration
	// Length cuts the replay: arrivals at or after it are not played. 0 plays
	// to the end of the trace.
	Length time.Duration
	// From, if set, is the earliest moment of the trace to start at, which
	// chooses the day. Then a trace of at most a day is not rotated.
	From time.Time
	// Whole plays the trace from its first request to its last, with instant
	// 0 at the stamp of the first, whatever the clock says.
	Whole bool
	// Repeat plays a trace of at most a day again every 24 hours. It needs a
	// Length.
	Repeat bool
	// Key, if not 0, is used instead of Options.Key for spreading requests
	// within their intervals, so that replications may differ. Clients keep
	// their hashes.
	Key sim.Key
}

// Alignment says how a window lies on a trace.
type Alignment struct {
	// Start is the moment of the trace that instant 0 maps to.
	Start time.Time
	// Rotated reports that what lies before Start is played after the rest, 24
	// hours later than its stamps.
	Rotated bool
	// End is when the replay ends: nothing arrives at or after it. It is the
	// end of the window, or that of the trace if it comes first.
	End sim.Time
}

// Align lays a window on a trace.
//
// Times are aligned by local clock: instant 0 maps to the first moment of the
// trace, in the trace's own zone, that has the clock time Window.Clock and that
// data follow.
//
// A trace that spans at most 24 hours is rotated: what follows that moment is
// played first, then what lies before it, 24 hours later. So each request is
// played once, at its clock time, and the trace ends after 24 hours (or starts
// again, with Window.Repeat).
//
// A longer trace starts at the first such moment that does not lie before its
// first request (or before Window.From), and is cut at Window.Length.
//
// It returns an *InputError if the window does not fit the trace: a Clock out
// of range, a negative Length, no data after From, or Repeat of a trace of more
// than 24 hours or without a Length.
func Align(i Info, w Window) (Alignment, error) {
	if reason := misfit(&i, w); reason != "" {
		return Alignment{}, &format.InputError{Path: i.Name, Reason: reason}
	}
	a := Alignment{Start: i.First}
	end := i.First.Add(i.Span())
	switch short := i.Span() <= day; {
	case w.Whole:
	case !w.From.IsZero():
		a.Start = i.clockAfter(i.local(w.From.UnixNano()), w.Clock)
	case short:
		// The day that ends with the trace holds each clock time once.
		a.Start = clockAfter(end, w.Clock).Add(-day)
		a.Rotated = true
		end = a.Start.Add(day)
	default:
		a.Start = i.clockAfter(i.First, w.Clock)
	}
	if !a.Start.Before(end) {
		return Alignment{}, &format.InputError{Path: i.Name, Reason: fmt.Sprintf("no request follows %s; the trace ends at %s",
			a.Start.Format(time.DateTime+" -0700"), end.Format(time.DateTime+" -0700"))}
	}
	a.End = sim.Time(end.Sub(a.Start))
	if w.Length > 0 && (w.Repeat || sim.Time(w.Length) < a.End) {
		a.End = sim.Time(w.Length)
	}
	return a, nil
}

// misfit says what is wrong with a window, or nothing.
func misfit(i *Info, w Window) string {
	switch {
	case w.Length < 0:
		return "the length of the window is negative"
	case !w.Whole && (w.Clock < 0 || w.Clock >= day):
		return fmt.Sprintf("the clock time %s is not between 0 and 24h", w.Clock)
	case w.Repeat && i.Span() > day:
		return fmt.Sprintf("only a trace of at most 24h can repeat daily; this one spans %s", i.Span().Round(time.Second))
	case w.Repeat && w.Length == 0:
		return "a trace that repeats daily needs a length to stop at"
	}
	return ""
}

// clockAfter returns the first moment at or after t with the given clock time,
// on the clock of the trace as it is on that day.
func (i *Info) clockAfter(t time.Time, clock time.Duration) time.Time {
	at := clockAfter(t, clock)
	_, before := at.Zone()
	moved := i.local(at.UnixNano())
	if _, now := moved.Zone(); now != before {
		moved = moved.Add(time.Duration(before-now) * time.Second)
		if moved.Before(t) {
			moved = moved.Add(day)
		}
	}
	return moved
}

// clockAfter returns the first moment at or after t with the given clock time.
func clockAfter(t time.Time, clock time.Duration) time.Time {
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	at := midnight.Add(clock)
	if at.Before(t) {
		return at.Add(day)
	}
	return at
}

// pass is one run through the trace: the span of it to play, in ns since 1970,
// and what to add to get instants.
type pass struct{ from, to, shift int64 }

// passes are the runs that a window needs; they start over every 24 hours if
// it repeats.
func passes(a Alignment) []pass {
	start := a.Start.UnixNano()
	first := pass{start, math.MaxInt64, -start}
	if !a.Rotated {
		return []pass{first}
	}
	return []pass{first, {math.MinInt64, start, int64(day) - start}}
}
