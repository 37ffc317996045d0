package fault

import (
	"fmt"
	"sort"

	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// DemandSurge is more users than usual for a while. The usual requests stay
// what they are; the surge is a stream of its own, which Surge cuts out.
type DemandSurge struct {
	Factor     float64 // of the usual rate, above 1
	Where      Surger
	Population string // "": all
}

// Surger is notified of a surge whose requests it does not see.
type Surger interface {
	Surge(now sim.Time, population string, factor float64)
}

// Begin implements Fault: the stream is there from the start.
func (f DemandSurge) Begin(now sim.Time) { f.Where.Surge(now, f.Population, f.Factor) }

// End implements Fault.
func (f DemandSurge) End(now sim.Time) { f.Where.Surge(now, f.Population, 1/f.Factor) }

// Region implements Fault.
func (DemandSurge) Region() id.Region { return id.NoRegion }

// String implements Fault.
func (f DemandSurge) String() string { return fmt.Sprintf("demand is %.3g times the usual", f.Factor) }

// Surge lets through the arrivals from an instant on and before another.
func Surge(a request.Arrivals, from, until sim.Time) request.Arrivals {
	return &window{a, from, until}
}

type window struct {
	request.Arrivals
	from, until sim.Time
}

func (w *window) Next(a []request.Arrival) int {
	for n := w.Arrivals.Next(a); n > 0; n = w.Arrivals.Next(a) {
		before := func(t sim.Time) int { return sort.Search(n, func(i int) bool { return a[i].At >= t }) }
		first, last := before(w.from), before(w.until)
		if first < last {
			return copy(a, a[first:last])
		}
		if last < n {
			break
		}
	}
	return 0
}
