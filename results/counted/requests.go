package counted

import (
	"math"

	"failsim/models/request"
)

// Requests are the totals of a run or of some of it.
type Requests struct {
	Arrived  int64
	InFlight int64
	Within   int64 // answered within the latency objective
	Attempts int64 // of those with an outcome
	Failover int64 // whose last attempt went elsewhere than to the primary
	Taken    int64 // attempts that an LB took in
	Served   int64 // of them, answered right
	Ended    CauseCounts
}

// Succeeded returns how many were answered.
func (r *Requests) Succeeded() int64 { return r.Ended[request.None] }

// Failed returns how many failed, for whatever cause.
func (r *Requests) Failed() int64 {
	sum := int64(0)
	for _, n := range r.Ended[1:] {
		sum += n
	}
	return sum
}

// Settled returns how many have an outcome: the valid ones of which
// availability is a share.
func (r *Requests) Settled() int64 { return r.Succeeded() + r.Failed() }

// Add adds up.
func (r *Requests) Add(q *Requests) {
	r.Arrived += q.Arrived
	r.InFlight += q.InFlight
	r.Within += q.Within
	r.Attempts += q.Attempts
	r.Failover += q.Failover
	r.Taken += q.Taken
	r.Served += q.Served
	for c, n := range q.Ended {
		r.Ended[c] += n
	}
}

var nan = math.NaN()

// Share is a/b, NaN if b is 0.
func share(a, b int64) float64 {
	if b == 0 {
		return nan
	}
	return float64(a) / float64(b)
}
