package counted

import (
	"fmt"
	"slices"
	"time"

	"failsim/sim"
)

// Near an event that comes at the same instant in every run, such as the beginning of a
// fault, requests are also counted by the second: from a minute before, so that steady time is
// seen, to ten minutes after, in which probes, caches and retries follow. Both are
// assumptions.
const (
	nearStep   = time.Second
	nearBefore = time.Minute
	nearAfter  = 10 * time.Minute
	mostNear   = 8 // events, the first ones
)

// Second is what became of the requests that arrived in one second.
type Second struct{ Settled, Failed, Attempts uint32 }

// Near returns the stretches of windows of which requests are counted by the second, in
// order and apart; none where windows are no longer than a second, or no whole seconds.
func (l *Layout) Near() []Span {
	if l.Window <= nearStep || l.Window%nearStep != 0 {
		return nil
	}
	var spans []Span
	events := slices.Compact(slices.Sorted(slices.Values(l.Events)))
	for _, at := range events[:min(len(events), mostNear)] {
		since := time.Duration(at)
		if since >= l.Length {
			break
		}
		s := Span{int(max(since-nearBefore, 0) / l.Window), min(int((since+nearAfter+l.Window-1)/l.Window), l.Windows())}
		if last := len(spans) - 1; last >= 0 && s.First <= spans[last].Last {
			spans[last].Last = s.Last
		} else {
			spans = append(spans, s)
		}
	}
	return spans
}

// perWindow is how many seconds a window of Near has.
func (l *Layout) perWindow() int { return int(l.Window / nearStep) }

// seconds is how many seconds Near has in all.
func (l *Layout) seconds() int {
	n := 0
	for _, s := range l.Near() {
		n += (s.Last - s.First) * l.perWindow()
	}
	return n
}

// near counts by the second. Those who are answered at their first attempt are not
// looked at one by one: what their cells grow by while a second lasts is that second's.
type near struct {
	spans   []nearSpan
	seconds []Second
	open    int // the second that is under way; -1: none
}

type nearSpan struct {
	from, to sim.Time
	first    int // number of its first second
}

func (n *near) reset(l *Layout) {
	n.spans, n.open = n.spans[:0], -1
	first := 0
	for _, s := range l.Near() {
		n.spans = append(n.spans, nearSpan{sim.Time(s.First) * sim.Time(l.Window), sim.Time(s.Last) * sim.Time(l.Window), first})
		first += (s.Last - s.First) * l.perWindow()
	}
	n.seconds = zeroed(n.seconds, first)
}

// find returns the second of an instant, -1 of one that is near nothing, and until when
// that holds.
func (n *near) find(at sim.Time) (second int, until sim.Time) {
	for i := range n.spans {
		s := &n.spans[i]
		switch {
		case at < s.from:
			return -1, s.from
		case at < s.to:
			k := (at - s.from) / sim.Time(nearStep)
			return s.first + int(k), s.from + (k+1)*sim.Time(nearStep)
		}
	}
	return -1, sim.Never
}

// settled counts a request that was not answered at its first attempt.
func (n *near) settled(at sim.Time, good bool, attempts int) {
	k, _ := n.find(at)
	if k < 0 {
		return
	}
	s := &n.seconds[k]
	s.Settled++
	s.Attempts += uint32(attempts)
	s.Failed += one(!good)
}

// grow gives the second that is under way those who were answered at their first attempt.
func (n *near) grow(answered uint32) {
	if n.open >= 0 {
		s := &n.seconds[n.open]
		s.Settled, s.Attempts = s.Settled+answered, s.Attempts+answered
	}
}

// check reports a window whose seconds do not add up to it; of the last, which takes what
// is later, they need not.
func (n *near) check(l *Layout, window func(w int) Second) error {
	k := 0
	for _, span := range l.Near() {
		for w := span.First; w < span.Last; w++ {
			var sum Second
			for range l.perWindow() {
				s := &n.seconds[k]
				sum = Second{sum.Settled + s.Settled, sum.Failed + s.Failed, sum.Attempts + s.Attempts}
				k++
			}
			if want := window(w); sum != want && w < l.Windows()-1 {
				return fmt.Errorf("window %d: its seconds have %+v, it has %+v", w, sum, want)
			}
		}
	}
	return nil
}
