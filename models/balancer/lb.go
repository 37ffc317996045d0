package balancer

import (
	"time"

	"failsim/sim"
)

// LB is one load balancer of the tenant as it forwards requests: with the
// configuration that it holds, right or wrong.
type LB struct {
	Region int // where its nodes are
	Pool   int // the backends it knows
	// ToPool is the round trip between its nodes and its backends.
	ToPool time.Duration
	// Version counts the configurations written to it.
	Version uint64
	// Targets tells whether its configuration lists its backends; without
	// them it answers every request with an error.
	Targets bool
	// Nodes is how many nodes it has, over all zones, at least 1.
	Nodes int
	// NodePerSecond is how many requests a node forwards in a second.
	NodePerSecond float64

	level    float64  // requests taken in and not yet forwarded, as a bucket
	last     sim.Time // when level was right
	measured uint32   // arrivals since the last Measure
}

// admit takes a request into the LB's bucket. Capacity is a matter of a
// minute or so (Limits.Burst): what exceeds it waits in the surge queue, and
// is refused when that is full.
func (l *LB) admit(now sim.Time, limits *Limits, alive float64) (wait time.Duration, ok bool) {
	l.measured++
	perSecond := l.flow(now, alive)
	if perSecond <= 0 {
		return 0, false
	}
	excess := l.level + 1 - max(1, limits.Burst.Seconds()*perSecond)
	if excess > limits.SurgePlaces {
		return 0, false
	}
	l.level++
	if excess <= 0 {
		return 0, true
	}
	return sim.FromSeconds(excess / perSecond), true
}

// flow empties the bucket at the LB's present capacity, and returns that. It
// must be called before every change of the capacity.
func (l *LB) flow(now sim.Time, alive float64) (perSecond float64) {
	perSecond = float64(l.Nodes) * l.NodePerSecond * alive
	l.level -= now.Sub(l.last).Seconds() * perSecond
	if l.level < 0 {
		l.level = 0
	}
	l.last = now
	return perSecond
}

// Measure returns how many requests arrived at the LB since the last call.
func (l *LB) Measure() int {
	n := l.measured
	l.measured = 0
	return int(n)
}
