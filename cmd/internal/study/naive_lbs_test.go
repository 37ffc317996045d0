package study

import (
	"math"
	"slices"
	"time"

	"failsim/models/world/scenario"
	"failsim/sim"
)

type naiveLB struct {
	name     *naiveName
	endpoint int
	region   *naiveRegion
	pool     *naivePool
	lost     []string    // how faults of its own hold it down
	grays    []naiveGray // its own
	toPool   time.Duration
	nodes    int
	least    int
	perNode  float64
	targets  bool
	record   int // its place in the fleet

	turn uint32          // of those that it has sent requests to in turn
	open []*naiveAttempt // requests that it has at its backends

	level    float64
	last     sim.Time
	measured int
	samples  []int // requests of each measurement, all of them
	busy     bool
	stuck    bool // the last scaling up that it wanted did not begin

	queue *naiveBackend // its own, where strategies say who waits there
	until sim.Time      // when it may forward another, while it is busy

	check  *naiveCheck // of steering; nil without
	probed uint64      // gray probes
	over   bool        // it has not forwarded a request at once, and no probe has found room since
}

// refuses reports whether it is lost and all its hosts are there to say so.
func (lb *naiveLB) refuses() bool {
	return len(lb.lost) > 0 && !slices.ContainsFunc(lb.lost, func(as string) bool { return as != scenario.AsProcess })
}

// layer is what fails requests before a backend does: faults of its own, then those of
// its region where it only forwards to another.
func (lb *naiveLB) layer() *naiveRegion {
	r := &naiveRegion{grays: slices.Clone(lb.grays)}
	if lb.region != lb.pool.region {
		r.grays = append(r.grays, lb.region.grays...)
	}
	return r
}

// perSecond is what it forwards.
func (lb *naiveLB) perSecond() float64 {
	perSecond := float64(lb.nodes) * lb.perNode * lb.region.alive()
	for _, g := range lb.grays {
		perSecond /= g.slow
	}
	return perSecond
}

// flow empties the LB's bucket at its present capacity, which is right only
// if it is called before every change of it.
func (lb *naiveLB) flow(now sim.Time) (perSecond float64) {
	perSecond = lb.perSecond()
	lb.level = max(0, lb.level-now.Sub(lb.last).Seconds()*perSecond)
	lb.last = now
	return perSecond
}

func (lb *naiveLB) admit(now sim.Time, l *scenario.LoadBalancers, weight float64) (wait time.Duration, ok bool) {
	lb.measured++
	perSecond := lb.flow(now)
	excess := lb.level + 1 - max(1, l.Burst.Seconds()*perSecond)
	if perSecond == 0 || excess > float64(l.SurgeQueue)/weight {
		return 0, false
	}
	lb.level++
	return sim.FromSeconds(max(0, excess) / max(perSecond, math.SmallestNonzeroFloat64)), true
}
