package reliability

import (
	"failsim/models/figures"
	"failsim/models/station"
	"failsim/sim"
)

// The kinds of events, and what their argument is.
const (
	fails   uint8 = iota // a part
	noticed              // a part: its failure
	mended               // a part
	turns                // a pair, and how often it has turned
	trips                // a sharing
)

// run is one replication.
type run struct {
	spec      *Spec
	root      sim.Key
	kernel    sim.Kernel
	owner     sim.Owner
	nodes     []node
	parts     []part
	pairs     []pair
	sharing   []sharing
	instances [][]int32 // nodes, by component
	systems   []int32   // nodes
	crews     []*station.Station
	tallies   []*tally
	watched   int32 // the node whose outage ends a cycle, or -1

	cycle   uint64
	origin  sim.Time
	until   sim.Time
	over    bool
	ended   sim.Time
	broken  int // parts and pairs that are down
	lengths figures.Moments
}

func (r *run) schedule(at sim.Time, kind uint8, i int) {
	if at <= r.until && !r.over {
		r.kernel.Schedule(at, sim.Change, r.owner, sim.Event{Kind: kind, Arg: uint64(i)})
	}
}

// end ends a cycle before its length: what is still to come is not looked at.
func (r *run) end(now sim.Time) {
	if !r.over {
		r.over, r.ended = true, now
	}
}

// renew brings every node up.
func (r *run) renew() {
	for i := range r.nodes {
		n := &r.nodes[i]
		n.up, n.have, n.lost, n.outages = true, n.children, 0, 0
	}
}

// flip turns a node up or down, and what depends on it.
func (r *run) flip(now sim.Time, i int32, up bool) {
	n := &r.nodes[i]
	n.up = up
	if up {
		r.recover(now, n)
	} else {
		n.since = now
		if now >= r.origin {
			n.outages++
		}
		if i == r.watched {
			r.end(now)
		}
	}
	for _, p := range n.parents {
		g := &r.nodes[p]
		if up {
			g.have++
		} else {
			g.have--
		}
		if (g.have >= g.least) != g.up {
			r.flip(now, p, !g.up)
		}
	}
}

// recover counts an outage that ends now.
func (r *run) recover(now sim.Time, n *node) {
	if now <= r.origin {
		return
	}
	n.lost += float64(now.Sub(max(n.since, r.origin)))
	if n.since >= r.origin && n.tally != nil {
		n.tally.outage(now.Sub(n.since), r.spec.Within)
	}
}

func (r *run) lose(now sim.Time, node int32) {
	r.broken++
	r.flip(now, node, false)
	if r.spec.Until == UntilOutage && r.watched < 0 {
		r.end(now)
	}
}

func (r *run) gain(now sim.Time, node int32) {
	r.broken--
	r.flip(now, node, true)
	if r.spec.Until == UntilMended && r.broken == 0 {
		r.end(now)
	}
}
