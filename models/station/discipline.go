package station

import "failsim/sim"

// Host owns the jobs that a station serves. It schedules the events.
type Host interface {
	// Waits reports that a job has to wait from now on.
	Waits(now sim.Time, slot int32)
	// Ends reports when the service of a job will end. It has ended if at that
	// instant the job's Finish says so and its State is Served; the host then
	// calls Leave. At sim.Never: it has begun, and the host knows when it ends.
	Ends(at sim.Time, slot int32)
	// Due reports when the first job of a station whose servers are shared will
	// end; the host then calls Ended.
	Due(at sim.Time, station int32)
}

// Discipline is how a station serves jobs: one file for each way. The host
// counts how many are in the station.
type Discipline interface {
	// Offer brings a job; false: every place is taken.
	Offer(now sim.Time, slot int32) bool
	// Leave takes away a job that was served to its end.
	Leave(now sim.Time, slot int32)
	// Quit takes away a job that waits, and whose patience is at its end.
	Quit(now sim.Time, slot int32)
	// Resize changes the number of servers.
	Resize(now sim.Time, servers int)
}

// Sharer is a Discipline whose servers are shared.
type Sharer interface {
	Discipline
	// Ended returns the next job whose service has ended, at an instant that the
	// host was told by Due; false if that is due no more.
	Ended(now sim.Time) (slot int32, ok bool)
}

// Order says who is served next.
type Order uint8

// The orders.
const (
	FIFO     Order = iota
	LIFO           // the last to arrive first
	Priority       // the first class with a waiting job, within it the first to arrive; no job is interrupted
	Sharing        // all at once, each with an equal part of the servers
)

// Unlimited is a number of servers or places that is never reached.
const Unlimited = 1 << 30
