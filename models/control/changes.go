package control

import (
	"math"
	"time"

	"failsim/sim"
)

// calls is a stream of customers' calls: a Poisson process, followed up to
// the call that comes next.
type calls struct {
	gaps      sim.Key
	perSecond float64
	n         uint64   // the number of the call that comes next
	next      sim.Time // when it comes, Never if none does
}

func newCalls(gaps sim.Key, first uint64, perSecond float64) calls {
	c := calls{gaps: gaps, perSecond: perSecond, n: first, next: sim.Never}
	if perSecond > 0 {
		c.next = sim.Time(0).Add(c.gap(first))
	}
	return c
}

// gap returns the time before call n.
func (c *calls) gap(n uint64) time.Duration {
	return sim.FromSeconds(-math.Log(c.gaps.Float64(n)) / c.perSecond)
}

// take moves on to the next call and returns the number and the instant of
// the one that it leaves.
func (c *calls) take() (n uint64, at sim.Time) {
	n, at = c.n, c.next
	c.n++
	c.next = at.Add(c.gap(c.n))
	return n, at
}

// takeAll takes the calls up to and including an instant, but no more than a
// batch has room for. It returns the number of the first and their instants.
func (c *calls) takeAll(until sim.Time, batch []sim.Time) (first uint64, at []sim.Time) {
	first, next := c.n, c.next
	for at = batch[:0]; next <= until && len(at) < cap(at); {
		at = append(at, next)
		next = next.Add(c.gap(first + uint64(len(at))))
	}
	c.n, c.next = first+uint64(len(at)), next
	return first, at
}

// changes are customers' changes of LBs that were there at the start: the
// superposition of one Poisson process for each of them. One stream is that of
// a whole fleet of other customers' LBs, of which it picks one; but what falls
// on those that are the tenant's does not happen, for they have a stream each.
// So neither the tenant's LBs nor the others change what is drawn for any LB.
type changes struct {
	all           calls
	picks         sim.Key
	fleet, others int // the tenant's LBs follow the others
	own           []calls
	first         int // which of own comes next, if there are any
}

func newChanges(key sim.Key, perLB float64, fleet int, own []Managed) changes {
	gaps := key.Named("touches")
	c := changes{all: newCalls(gaps, 0, perLB*float64(fleet)), picks: key.Named("picks"), fleet: fleet, others: fleet - len(own)}
	for _, m := range own {
		c.own = append(c.own, newCalls(gaps, m.ID, perLB))
	}
	c.findFirst()
	return c
}

func (c *changes) findFirst() {
	for i := range c.own {
		if c.own[i].next < c.own[c.first].next {
			c.first = i
		}
	}
}

// next returns when the next change comes, or might.
func (c *changes) next() sim.Time { return min(c.all.next, c.nextOwn()) }

// nextOwn returns when the next change of the tenant's LBs comes.
func (c *changes) nextOwn() sim.Time {
	if len(c.own) == 0 {
		return sim.Never
	}
	return c.own[c.first].next
}

// lb returns which LB change n of the whole fleet's stream falls on.
func (c *changes) lb(n uint64) int { return c.picks.IntN(n, c.fleet) }

// happens tells whether change n of the whole fleet's stream does.
func (c *changes) happens(n uint64) bool { return len(c.own) == 0 || c.lb(n) < c.others }

// takeAll takes other customers' changes up to and including an instant, but no
// more than a batch has room for. It returns the numbers and instants of those
// that happen.
func (c *changes) takeAll(until sim.Time, numbers []uint64, batch []sim.Time) (n []uint64, at []sim.Time) {
	first, all := c.all.takeAll(until, batch)
	n, at = numbers[:0], batch[:0]
	for i, t := range all {
		if k := first + uint64(i); c.happens(k) {
			n, at = append(n, k), append(at, t)
		}
	}
	return n, at
}

// take moves on to the next change and returns which LB the one that it leaves
// changes, its number and its instant; ok is false if it does not happen.
func (c *changes) take() (lb int, n uint64, at sim.Time, ok bool) {
	if c.all.next <= c.nextOwn() {
		n, at = c.all.take()
		lb = c.lb(n)
		return lb, n, at, lb < c.others
	}
	lb = c.others + c.first
	n, at = c.own[c.first].take()
	c.findFirst()
	return lb, n, at, true
}
