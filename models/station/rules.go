package station

import (
	"time"

	"failsim/models/distribution"
	"failsim/sim"
)

// Late says what becomes of work that was not done by its deadline, or had no place.
type Late uint8

// What may become of it.
const (
	Kept     Late = iota // it is done all the same; what had no place is dropped
	Dropped              // no longer wanted
	Requeued             // it is requested again, with a new deadline
)

// Backoff is how long the wait before the nth retry is: Base x 2^(n-1), at most
// Cap; with Jitter a uniform draw from nothing to that. A Base of 0 is at once.
type Backoff struct {
	Base, Cap time.Duration
	Jitter    bool
}

// wait returns how long, before a job's nth time again, from 1, by a uniform draw.
func (b *Backoff) wait(n int, u float64) time.Duration {
	d := b.Base
	for ; n > 1 && d < b.Cap; n-- {
		d *= 2
	}
	if d = min(d, b.Cap); b.Jitter {
		d = time.Duration(u * float64(d))
	}
	return d
}

// Rules are how a work queue treats its jobs.
type Rules struct {
	Name          string
	Workers       int
	QueueCapacity int // for jobs that wait; Unlimited
	Order         Order
	Classes       int // of Priority, at least 1
	Work          distribution.Distribution
	Deadline      time.Duration // on wait and work, from when it is asked for; 0: none
	// Patience is how long a job waits before it leaves as late; 0: a worker does what
	// is late already, in vain, as it cannot tell. A patience as long as the deadline
	// does not help: work that is begun just before it is late as well.
	Patience time.Duration
	Late     Late
	Backoff  Backoff
}

// Asker is who has jobs in a work queue.
type Asker interface {
	// Ended reports that a job is over: it is done, or it is dropped.
	Ended(now sim.Time, tag uint64, done bool)
}
