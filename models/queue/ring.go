package queue

import (
	"math"
	"math/bits"
	"sort"
	"time"

	"failsim/models/figures"
	"failsim/models/policy"
	"failsim/sim"
)

var consistentHashEntry = policy.Strategy{
	Name:   "consistent-hash",
	Socket: policy.BalancingSocket,
	About:  "each station owns points of a ring, and takes what falls before them: the same object always goes to the same station",
	Hazard: "blind to load: with few points a station may own several times its share",
	Params: []policy.Param{
		{Name: "points", Kind: policy.CountKind, Default: "100", About: "of each station on the ring (virtual nodes); 0 counts as 1; Karger et al. 1997"},
	},
	New: func(v policy.Values) any { return &consistentHash{points: max(1, v.Count("points"))} },
}

// keyed is a balancer that looks at what is asked for.
type keyed interface {
	// lay draws where stations lie.
	lay(key sim.Key, stations int)
	// shares returns which part of all places each station owns.
	shares() []float64
	// moved returns which part changes its owner if a station is lost.
	moved(lost uint16) float64
}

// consistentHash is a ring of places from 0 to 2^64, which a station owns from
// the point before one of its own up to that one.
type consistentHash struct {
	points int
	ring   []point
	owned  []float64
}

type point struct {
	at      uint64
	station uint16
}

var _ policy.Balancing = (*consistentHash)(nil)

func (c *consistentHash) lay(key sim.Key, stations int) {
	c.ring = make([]point, 0, stations*c.points)
	for s := range stations {
		own := key.At(uint64(s))
		for i := range c.points {
			c.ring = append(c.ring, point{own.Uint64(uint64(i)), uint16(s)})
		}
	}
	sort.Slice(c.ring, func(i, j int) bool { return c.ring[i].at < c.ring[j].at })
	c.owned = make([]float64, stations)
	for i, p := range c.ring {
		c.owned[p.station] += c.arc(i)
	}
}

// arc returns the share of places that fall to a point.
func (c *consistentHash) arc(i int) float64 {
	before := c.ring[(i+len(c.ring)-1)%len(c.ring)].at
	if len(c.ring) == 1 {
		return 1
	}
	return float64(c.ring[i].at-before) / math.Exp2(64)
}

// Pick takes the owner of u.
func (c *consistentHash) Pick(t *policy.Targets, u uint64) uint16 {
	// The ring is even but for chance, so that the place is near to where it
	// would be on an even one.
	hi, _ := bits.Mul64(u, uint64(len(c.ring)))
	i := int(hi)
	for i < len(c.ring) && c.ring[i].at < u {
		i++
	}
	for i > 0 && c.ring[i-1].at >= u {
		i--
	}
	if i == len(c.ring) {
		i = 0
	}
	return t.Healthy[c.ring[i].station]
}

func (c *consistentHash) shares() []float64 { return c.owned }

func (c *consistentHash) moved(lost uint16) float64 {
	sum := 0.0
	for i, p := range c.ring {
		if c.after(i, lost) != p.station {
			sum += c.arc(i)
		}
	}
	return sum
}

// after returns who owns the places of a point once a station is lost.
func (c *consistentHash) after(i int, lost uint16) uint16 {
	for k := range c.ring {
		if s := c.ring[(i+k)%len(c.ring)].station; s != lost {
			return s
		}
	}
	return lost
}

// shareTally adds up a ring's shares, over cycles.
type shareTally struct {
	members, squares, most, lost float64
	rings                        float64
	all                          *figures.Histogram
}

// add counts a ring. Station 1 is the one that is lost.
func (t *shareTally) add(k keyed) {
	if t.all == nil {
		t.all = new(figures.Histogram)
	}
	most := 0.0
	for _, x := range k.shares() {
		t.members++
		t.squares += x * x
		most = max(most, x)
		t.all.Add(shareUnits(x))
	}
	t.rings++
	t.most += most
	t.lost += k.moved(0)
}

func (t *shareTally) report(out *figures.Report, of string) {
	mean := t.rings / t.members
	out.Tell(of, "share_mean", mean)
	out.Tell(of, "share_cv", math.Sqrt(max(0, t.squares/t.members/(mean*mean)-1)))
	out.Tell(of, "share_max_over_mean", t.most/t.rings/mean)
	out.Tell(of, "share_moved_by_loss", t.lost/t.rings)
	for _, q := range quantiles {
		out.TellQuantile(of, "share_"+q.name, t.all, q.q)
	}
}

// shareUnits keeps shares in a histogram of durations, to a thousandth of a
// millionth: a share of 1 is a second.
func shareUnits(share float64) time.Duration { return time.Duration(share*float64(time.Second) + 0.5) }
