// Package operations is what is done to servers on purpose: they are started and
// stopped, replaced one after another by a new version, made more and fewer as demand
// goes, and warm up after they have begun.
//
// A server stops as a pod of Kubernetes does. Two things begin at once and race: LBs
// learn that it goes, and its process is asked to stop, after a pre-stop pause that is
// there to let the first win. A process that is asked to stop refuses what is new and
// finishes what it has begun; what is left at the end of the grace is lost.
//
// Nothing here is on a request's way: servers change at instants. It leaves out what
// image pulls, schedulers and volumes add beyond the time that a start takes.
package operations

import (
	"time"

	"failsim/models/distribution"
	"failsim/sim"
)

// Habits are how servers start and stop.
type Habits struct {
	StartsIn    distribution.Distribution // from the order until it answers
	Fails       float64                   // probability that a start comes to nothing
	Again       time.Duration             // then it is tried again so long after
	PreStop     time.Duration             // before the process is told to end
	Grace       time.Duration             // from the order to stop until it is ended, whatever it does; above 0
	LeavesAfter time.Duration             // from either order until LBs know
	Exits       bool                      // the process ends at once when it is told to, whatever it has begun
}

// Rolling is how a rolling update goes, as a Deployment of Kubernetes: never more
// servers than wanted and a surge, and never fewer that are available than wanted less
// so many. What stops counts as neither.
type Rolling struct {
	Surge, Unavailable float64       // shares of the servers wanted, the first rounded up and the second down; if both come to none, one is unavailable
	MinReady           time.Duration // how long one must have served before it counts as available
}

// Scaling is an autoscaler of servers by target tracking: it wants as many as would be
// busy at the target, by the mean of a period. More are wanted at once, but not within a
// cool-down of the last time; fewer only as many as the largest that was wanted within
// the scale-in window. It sees work and no reason for it: where traffic is kept away, or
// fails before it comes, it takes servers away that will be missed when it is back.
type Scaling struct {
	Target      float64       // share of servers that are to be busy
	Period      time.Duration // of a mean
	Tolerance   float64       // relative to the target, within which nothing changes
	CoolDown    time.Duration // after more were wanted
	InWindow    time.Duration // how long fewer must have been wanted
	Least, Most int           // servers; Most is a quota too
}

// scaler is that of a pool.
type scaler struct {
	Scaling
	sum    float64 // of samples: servers that would be busy with all that is there
	taken  int
	grew   sim.Time
	wanted []want // of the scale-in window, in order of time
}

type want struct {
	at      sim.Time
	servers int
}

// Warming is caches of servers that are cold: at first all takes a factor longer, and
// less so with each while in which the server has worked, until it is warm. A server is
// cold when it begins, when it is back after a loss, and after it has had nothing to do
// for so long that what it held is no longer right.
type Warming struct {
	Factor float64       // above 1
	Takes  time.Duration // at work, until it is warm; above 0
	After  time.Duration // without work; 0: never
}
