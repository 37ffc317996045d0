package control

import (
	"failsim/models/id"
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
	c := calls{gaps: gaps, perSecond: perSecond, n: first}
	c.next = c.after(0)
	return c
}

// after returns when call n comes, after the one before it: Never at rate 0.
func (c *calls) after(last sim.Time) sim.Time {
	var gap [1]float64
	c.gaps.Exponentials(c.n, gap[:])
	return last.Add(sim.FromSeconds(gap[0] / c.perSecond))
}

// take moves on to the next call and returns the number and the instant of
// the one that it leaves.
func (c *calls) take() (n uint64, at sim.Time) {
	n, at = c.n, c.next
	c.n++
	c.next = c.after(at)
	return n, at
}

// bulk is a stream of so many calls that they are drawn a batch ahead, which
// takes 85 instructions each; one by one they take 120.
type bulk struct {
	calls
	ahead [2][batch]sim.Time // instants of calls that follow each other, drawn by turns
	turn  int                // which of ahead is under way
	place int                // of the call that comes next in it
	draws [batch]float64
}

// batch is how many calls are drawn, or reported, at a time.
const batch = 64

func newBulk(gaps sim.Key, perSecond float64) bulk {
	c := bulk{calls: calls{gaps: gaps, perSecond: perSecond}}
	c.draw(0)
	c.next = c.ahead[c.turn][0]
	return c
}

// draw draws the batch that begins with call n.
func (c *bulk) draw(last sim.Time) {
	c.turn, c.place = 1-c.turn, 0
	ahead := &c.ahead[c.turn]
	c.gaps.Exponentials(c.n, c.draws[:])
	for i, gap := range c.draws[:] {
		last = last.Add(sim.FromSeconds(gap / c.perSecond))
		ahead[i] = last
	}
}

// take moves on to the next call and returns the number and the instant of
// the one that it leaves.
func (c *bulk) take() (n uint64, at sim.Time) {
	first, some := c.takeSome(c.next, 1)
	return first, some[0]
}

// takeSome moves on past calls up to and including an instant, if not all of
// them then at most some. It returns the number of the first and their instants,
// which are good until it is asked again.
func (c *bulk) takeSome(until sim.Time, most int) (first uint64, at []sim.Time) {
	first, at = c.n, c.ahead[c.turn][c.place:min(c.place+most, batch)]
	for i, t := range at {
		if t > until {
			at = at[:i]
			break
		}
	}
	c.n += uint64(len(at))
	if c.place += len(at); c.place == batch {
		c.draw(at[len(at)-1])
	}
	c.next = c.ahead[c.turn][c.place]
	return first, at
}

// changes are customers' changes of LBs that were there at the start: the
// superposition of one Poisson process for each of them. One stream is that of
// a whole fleet of other customers' LBs, of which it picks one; but what falls
// on those that are the tenant's does not happen, for they have a stream each.
// So neither the tenant's LBs nor the others change what is drawn for any LB.
type changes struct {
	all           bulk
	picks         sim.Key
	fleet, others int // the tenant's LBs follow the others
	own           []calls
	first         int // which of own comes next, if there are any
}

func newChanges(key sim.Key, perLB float64, fleet int, own []Managed) changes {
	gaps := key.Named("touches")
	c := changes{all: newBulk(gaps, perLB*float64(fleet)), picks: key.Named("picks"), fleet: fleet, others: fleet - len(own)}
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
func (c *changes) lb(n uint64) id.Record { return id.Record(c.picks.IntN(n, c.fleet)) }

// take moves on to the next change and returns which LB the one that it leaves
// changes, its number and its instant; ok is false if it does not happen.
func (c *changes) take() (lb id.Record, n uint64, at sim.Time, ok bool) {
	if c.all.next <= c.nextOwn() {
		n, at = c.all.take()
		lb = c.lb(n)
		return lb, n, at, int(lb) < c.others
	}
	lb = id.Record(c.others + c.first)
	n, at = c.own[c.first].take()
	c.findFirst()
	return lb, n, at, true
}
