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
	ended   bool
	draws   [batch]float64
}

// next fills the front of a, with At in nanoseconds since 1970, and returns how
// many it filled: 0 at the end or on an error, which cells then hold.
func (s *spread) next(a []request.Arrival) int {
	n := 0
	for n < len(a) && !s.ended && (s.done < s.cell.requests || s.nextCell()) {
		n += s.more(a[n:])
	}
	return n
}

// more fills the front of a with the next of the cell's requests, and returns
// how many of them the span holds.
func (s *spread) more(a []request.Arrival) int {
	part := a[:min(int64(len(a)), s.cell.requests-s.done, batch)]
	s.fill(part)
	s.done += int64(len(part))
	return s.within(part)
}

// within keeps what the span holds, at the front, and returns how many that
// are.
func (s *spread) within(part []request.Arrival) int {
	for len(part) > 0 && int64(part[len(part)-1].At) >= s.to {
		part = part[:len(part)-1]
		s.ended = true
	}
	first := 0
	for first < len(part) && int64(part[first].At) < s.from {
		first++
	}
	if first > 0 {
		copy(part, part[first:])
	}
	return len(part) - first
}

// nextCell moves to the next cell that reaches into the span.
func (s *spread) nextCell() bool {
	for s.cells.next(&s.cell) {
		if s.cell.start >= s.to {
			break
		}
		if s.cell.requests > 0 && s.cell.start+s.cell.width > s.from {
			s.begin()
			return true
		}
	}
	s.cell, s.done, s.ended = cell{}, 0, true
	return false
}

func (s *spread) begin() {
	s.cellKey = s.key.At(uint64(s.cell.start))
	s.done, s.rest = 0, 1
	if s.how == SpreadUniform && !s.cell.fine {
		shuffle(s.cell.items, s.cellKey.Named("order"))
	}
}

// fill makes arrivals of the cell's next requests, of which there are as many.
func (s *spread) fill(part []request.Arrival) {
	clear(part)
	if s.cell.fine || s.how == SpreadBurst {
		for i := range part {
			part[i].At = sim.Time(s.cell.start)
		}
	} else {
		s.draw(part)
	}
	if s.cell.items == nil {
		return
	}
	items := s.cell.items[s.done:]
	for i := range part {
		a, it := &part[i], &items[i]
		a.Client, a.Bytes, a.HasClient = it.Client, it.Bytes, it.HasClient
		if s.cell.fine {
			a.At = sim.Time(it.At)
		}
	}
}

// draw gives the cell's next requests their times.
func (s *spread) draw(part []request.Arrival) {
	draws := s.draws[:len(part)]
	s.cellKey.Floats(uint64(s.done), draws)
	roots(draws, s.cell.requests-s.done)
	rest, width := s.rest, float64(s.cell.width)
	for i, share := range draws {
		rest *= share
		// The rounding of rest may reach the cell's end, which is not in it.
		into := min(int64((1-rest)*width), s.cell.width-1)
		part[i].At = sim.Time(s.cell.start + into)
	}
	s.rest = rest
}

// roots makes u^(1/m) of the first u, u^(1/(m-1)) of the second, and so on.
func roots(us []float64, m int64) {
	many := us[:max(0, min(int64(len(us)), m-2))]
	minusLogs(many)
	degree := -float64(m)
	for i, log := range many {
		x := log / degree
		degree++
		if x > -0.01 {
			// exp(x) to x^5; what is left out is below x^6/720, 10^-14.
			many[i] = 1 + x*(1+x/2*(1+x/3*(1+x/4*(1+x/5))))
		} else {
			many[i] = math.Exp(x)
		}
	}
	if i := m - 2; i >= 0 && i < int64(len(us)) {
		us[i] = math.Sqrt(us[i])
	}
}
