package traces

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// Extent is what a window holds of a trace.
type Extent struct {
	Alignment
	// Requests is how many arrivals Open yields; LeftOut how many accepted
	// requests of the trace it does not play.
	Requests, LeftOut int64
	// First is the instant of the interval of the first arrival, if any.
	First sim.Time
	// PeakPerSecond is the rate in the busiest minute since instant 0 (in the
	// busiest interval, if intervals are longer), and Peak its instant.
	PeakPerSecond float64
	Peak          sim.Time
	// MeanPerSecond is the rate from instant 0 to End (over 1 s, if longer).
	MeanPerSecond float64
}

// Extent counts what a window holds, cell by cell: only cells that the edges
// of the window cut are gone through request by request.
func (t *trace) Extent(w Window) (Extent, error) {
	a, err := Align(t.info, w)
	if err != nil {
		return Extent{}, err
	}
	s := survey{extent: Extent{Alignment: a, First: -1}, key: t.spreadKey(w)}
	s.minutes.width = max(int64(time.Minute), int64(t.info.Interval))
	for shift := int64(0); shift < int64(a.End); shift += int64(day) {
		before := s.extent.Requests
		for _, p := range passes(a) {
			p.shift += shift
			if err := s.pass(t, p); err != nil {
				return Extent{}, err
			}
		}
		if shift == 0 {
			s.extent.LeftOut = t.info.Requests - (s.extent.Requests - before)
		}
		if !w.Repeat {
			break
		}
	}
	e := s.extent
	start, most := s.minutes.most()
	e.Peak, e.PeakPerSecond = sim.Time(start), float64(most)/(float64(s.minutes.width)/1e9)
	e.MeanPerSecond = float64(e.Requests) / max(1, e.End.Seconds())
	e.First = max(0, e.First)
	return e, nil
}

// survey sums up the cells of a window.
type survey struct {
	extent  Extent
	key     sim.Key
	minutes busiest
}

func (s *survey) pass(t *trace, p pass) error {
	to := min(p.to, int64(s.extent.End)-p.shift)
	cells := t.cells(columnSet{inAt: true, inRequests: true}, p.from)
	var c cell
	for cells.next(&c) {
		if c.start >= to {
			return nil
		}
		n := c.requests
		if c.start < p.from || c.start+c.width > to {
			n = s.within(c, p.from, to)
		}
		if n == 0 {
			continue
		}
		at := max(0, c.start+p.shift)
		if s.extent.First < 0 {
			s.extent.First = sim.Time(at)
		}
		s.extent.Requests += n
		s.minutes.add(at, n)
	}
	return cells.failed
}

// within counts the requests of a cell that the edges of a pass cut.
func (s *survey) within(c cell, from, to int64) int64 {
	if c.start+c.width <= from {
		return 0
	}
	cut := spread{key: s.key, from: from, to: to, cell: c}
	cut.begin()
	var n int64
	var some [batch]request.Arrival
	for cut.done < c.requests && !cut.ended {
		n += int64(cut.more(some[:]))
	}
	return n
}
