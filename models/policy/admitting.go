package policy

import (
	"time"

	"failsim/sim"
)

// Queue is what a backend knows of itself when it must decide about a request.
type Queue struct {
	Now      sim.Time
	Servers  int     // that it has
	Serving  int     // of them, at work
	Waiting  int     // requests that wait for one
	Capacity int     // for those who wait
	Weight   float64 // how many real requests each stands for, at least 1
	Memory   any     // what the strategy that is asked keeps at this backend, if it does
}

// InSystem is how many real requests the backend has, waiting or at work.
func (d *Queue) InSystem() float64 { return float64(float64(d.Serving+d.Waiting) * d.Weight) }

// Visit is a request at a backend.
type Visit struct {
	Came   sim.Time // when the backend got it
	Until  sim.Time // when its sender hangs up: a deadline that travels with it
	Client uint64   // a hash of who asks, the same for all requests of one
}

// Admitting decides whether a backend takes a request in. A design has a list; all
// of it must agree, and there must be a place in the queue. What it refuses is
// answered with an error at once and costs no work. It is called for every request
// that reaches a backend, and must not allocate.
//
// What else it decides, if anything, it says by further interfaces: Ordering,
// Ranking, Dropping, Expiring, Measuring, QueueRemembering. Where no strategy says
// who is next it is who came first.
type Admitting interface {
	Admits(d *Queue, v *Visit) bool
}

// Ordering says, as a server becomes free, whether the newest of those who wait is
// next, or the oldest. One strategy of a list may.
type Ordering interface {
	Newest(d *Queue) bool
}

// Ranking parts requests into classes, of which the lower number is served first,
// the first to come. No request is interrupted. One strategy of a list may.
type Ranking interface {
	Classes() int
	Class(v *Visit) int
}

// Dropping is asked about the next request as a server becomes free: one that it does not
// keep is answered with an error, and costs no work.
type Dropping interface {
	Keeps(d *Queue, v *Visit) bool
}

// Expiring says of one who begins to wait how long that may be: then it is answered
// with an error. 0 is for ever; of several strategies the shortest counts.
type Expiring interface {
	Longest(d *Queue) time.Duration
}

// Measuring is notified of each request that was served to its end, at that instant.
type Measuring interface {
	Measure(d *Queue, v *Visit)
}

// QueueRemembering keeps something at each backend.
type QueueRemembering interface {
	// FreshQueue returns what a backend keeps that is new, or has lost it.
	FreshQueue(d *Queue) any
}
