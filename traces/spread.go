package traces

import (
	"math"

	"failsim/models/request"
	"failsim/sim"
)

// spread turns cells into arrivals: it gives each request of a cell a time
// within it, as sorted uniform draws, unless they know their own.
//
// Of m uniform draws on what is left of a cell, the earliest leaves a share of
// U^(1/m) behind it; so going through them in order needs one draw each, and
// no sorting, however many they are. Draw i of a cell has the key of the cell,
// which has that of the cell's first nanosecond.
type spread struct {
	cells    cellSource
	key      sim.Key
	from, to int64 // ns: arrivals at or after from and before to
	how      Spread

	cell    cell
	cellKey sim.Key
	done    int64   // requests of the cell so far
	rest    float64 // share of the cell that is left
}

// next fills a, with At in nanoseconds since 1970, or reports false at the end
// or on an error, which cells then hold.
func (s *spread) next(a *request.Arrival) bool {
	for {
		for s.done == s.cell.requests {
			if !s.nextCell() {
				return false
			}
		}
		at := s.nextTime()
		if at < s.from {
			continue
		}
		if at >= s.to {
			return false
		}
		a.At = sim.Time(at)
		if s.cell.items != nil {
			it := &s.cell.items[s.done-1]
			a.Client, a.Bytes, a.HasClient = it.Client, it.Bytes, it.HasClient
		} else {
			a.Client, a.Bytes, a.HasClient = 0, 0, false
		}
		return true
	}
}

// nextCell moves to the next cell that reaches into the span.
func (s *spread) nextCell() bool {
	for s.cells.next(&s.cell) {
		if s.cell.start >= s.to {
			break
		}
		if s.cell.start+s.cell.width > s.from {
			s.begin()
			return true
		}
	}
	s.cell, s.done = cell{}, 0
	return false
}

func (s *spread) begin() {
	s.cellKey = s.key.At(uint64(s.cell.start))
	s.done, s.rest = 0, 1
	if s.how == SpreadUniform && !s.cell.fine {
		shuffle(s.cell.items, s.cellKey.Named("order"))
	}
}

// nextTime returns the time of the cell's next request.
func (s *spread) nextTime() int64 {
	if s.cell.fine {
		s.done++
		return s.cell.items[s.done-1].At
	}
	if s.how == SpreadBurst {
		s.done++
		return s.cell.start
	}
	s.rest *= root(s.cellKey.Float64(uint64(s.done)), s.cell.requests-s.done)
	s.done++
	// The rounding of rest may reach the cell's end, which is not in it.
	return s.cell.start + min(int64((1-s.rest)*float64(s.cell.width)), s.cell.width-1)
}

// root returns u^(1/m).
func root(u float64, m int64) float64 {
	switch m {
	case 1:
		return u
	case 2:
		return math.Sqrt(u)
	}
	x := minusLog(u) / float64(m)
	if x < 0.01 {
		// exp(-x) to x^5; what is left out is below x^6/720, 10^-14.
		return 1 - x*(1-x/2*(1-x/3*(1-x/4*(1-x/5))))
	}
	return math.Exp(-x)
}
