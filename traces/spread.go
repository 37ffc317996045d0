package traces

import (
	"math"

	"failsim/models/request"
	"failsim/sim"
	"failsim/sim/portable"
)

// spread turns cells into arrivals: it gives each request of a cell a time
// within it, as sorted uniform draws, unless they know their own.
//
// Of m uniform draws on what is left of a cell, the earliest leaves a share of
// U^(1/m) behind it; so going through them in order needs one draw each, and
// no sorting, however many they are. Draw i of a cell has the key of the cell,
// which has that of the cell's first nanosecond.
type spread struct {
	cells    *cells
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
		a.Object, a.Bytes = it.Object, uint32(min(it.Bytes, math.MaxUint32))
		if it.HasClient {
			a.Client = max(it.Client, 1) // 0 stands for none
		}
		if s.cell.fine {
			a.At = sim.Time(it.At)
		}
	}
}

// draw gives the cell's next requests their times.
func (s *spread) draw(part []request.Arrival) {
	c, left := &s.cell, s.cell.requests-s.done
	many := s.draws[:max(0, min(int64(len(part)), left-2))]
	s.cellKey.Exponentials(uint64(s.done), many)
	rest, degree, width := s.rest, -float64(left), float64(c.width)
	for i, log := range many {
		x := log / degree
		degree++
		share := 1 + float64(x*(1+float64(x/2*(1+float64(x/3*(1+float64(x/4*(1+float64(x/5))))))))) // exp(x); the next term is below 10^-14
		if x < -0.01 {
			share = portable.Exp(x)
		}
		rest *= share
		part[i].At = c.behind(rest, width)
	}
	for i := len(many); i < len(part); i++ {
		share := s.cellKey.Float64(uint64(s.done) + uint64(i))
		if left-int64(i) == 2 {
			share = math.Sqrt(share)
		}
		rest *= share
		part[i].At = c.behind(rest, width)
	}
	s.rest = rest
}

// behind returns the instant in the cell, as wide as is said, that leaves a
// share of it behind. What rounding makes the cell's end, which is not in it,
// is its last nanosecond.
func (c *cell) behind(share, width float64) sim.Time {
	return sim.Time(c.start + min(int64((1-float64(share))*width), c.width-1))
}

// batch is how many arrivals are made at a time.
const batch = 64
