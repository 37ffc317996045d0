package traces

import (
	"time"

	"failsim/sim"
)

// Failing is a stretch in which the log itself says that its servers failed.
type Failing struct {
	Start, End       time.Time
	Requests, Failed int64 // whose fate is known; of those, how many failed
}

// Share is the part of the requests that failed.
func (f *Failing) Share() float64 { return float64(f.Failed) / float64(f.Requests) }

const (
	// failingPercent is the share of failures above which a minute fails, and
	// failingLeast how many requests tell. Assumption: a twentieth or less is
	// everyday life, and of fewer requests a few say little.
	failingPercent = 10
	failingLeast   = 30
	// failingPause is how long too few requests to tell may divide a stretch.
	failingPause = 5 * minuteWidth
)

// Failing returns the stretches of minutes in which more than a tenth of at
// least 30 requests were answered by 5xx or not at all.
func (i *Info) Failing() []Failing {
	width := max(minuteWidth, int64(i.Interval))
	var list []Failing
	open := false
	for k := range i.Minutes {
		m := &i.Minutes[k]
		known := m.known()
		if known < failingLeast {
			continue
		}
		if 100*m.failed() <= failingPercent*known {
			open = false
			continue
		}
		start := time.Unix(0, m.At).UTC()
		if !open || m.At-list[len(list)-1].End.UnixNano() > failingPause {
			list, open = append(list, Failing{Start: start}), true
		}
		f := &list[len(list)-1]
		f.End = start.Add(time.Duration(width))
		f.Requests += known
		f.Failed += m.failed()
	}
	return list
}

// failed returns how many requests of a minute failed: with 5xx, or without an
// answer.
func (m *Minute) failed() int64 { return m.ByStatus[5] + m.NoAnswer }

// known returns of how many requests of a minute it is known whether the service
// answered. Of a client that hung up it is unknown.
func (m *Minute) known() int64 {
	n := m.NoAnswer
	for _, k := range m.ByStatus[1:] {
		n += k
	}
	return n
}

// Observed is what the log says became of the requests of one of its minutes,
// at an instant of a replay.
type Observed struct {
	At               sim.Time
	Requests, Failed int64 // whose fate is known; of those, how many failed: 5xx, or no answer
}

// Observed puts the minutes of a log whose statuses are known on the clock of
// a replay, as it plays their requests: in order of time within each day that
// it repeats. A minute that the start of a replay cuts counts whole, at its
// start: times are right to a minute.
func (i *Info) Observed(a Alignment, repeat bool) []Observed {
	var list []Observed
	for shift := int64(0); shift < int64(a.End); shift += int64(day) {
		for _, p := range passes(a) {
			for k := range i.Minutes {
				m := &i.Minutes[k]
				if m.At+minuteWidth <= p.from || m.At+minuteWidth > p.to {
					continue
				}
				at, known := max(0, m.At+p.shift+shift), m.known()
				if known > 0 && at < int64(a.End) {
					list = append(list, Observed{sim.Time(at), known, m.failed()})
				}
			}
		}
		if !repeat {
			break
		}
	}
	return list
}

// Plays reports whether a replay holds anything of a stretch of the trace.
func (a *Alignment) Plays(from, to time.Time) bool {
	for _, p := range passes(*a) {
		lo, hi := max(from.UnixNano(), p.from), min(to.UnixNano(), p.to)
		if lo < hi && lo+p.shift < int64(a.End) {
			return true
		}
	}
	return false
}
