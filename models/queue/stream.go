package queue

import (
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

// source is one of a run: where its requests come from.
type source struct {
	spec    *Stream
	process distribution.Process
	count   uint64   // requests of an open stream so far
	cycles  []uint64 // of each client of a closed one
	last    sim.Time
	budget  policy.Budget
	rewards policy.Rewarding // nil unless the strategy wants to know of successes
	backlog backlog
	retry   policy.Retry
	tally   *streamTally
	// keys of what is drawn for a request
	think, service, patience, wait, errs, choose, object sim.Key

	begun, ended, blocked uint64 // attempts: those begun are ended, blocked or in a station
}

// later separates the draws of a request's attempts.
const later = 40

// wanted returns the object that a request of a stream asks for.
func (st *source) wanted(request uint64) int32 { return st.spec.Objects.At(st.object.Float64(request)) }

// grow counts one who has failed for the first time and will try again.
func (st *source) grow(now, origin sim.Time) {
	b := &st.backlog
	b.waiting++
	b.few(now)
	if b.waiting <= b.most {
		return
	}
	panic(&Backlog{Stream: st.spec.Name, Retry: st.spec.RetryName, Waiting: b.waiting, At: now.Sub(origin), Since: b.since.Sub(origin)})
}
