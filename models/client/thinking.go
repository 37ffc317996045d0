package client

import (
	"cmp"
	"slices"

	"failsim/models/distribution"
	"failsim/models/request"
	"failsim/sim"
)

// Thinking are the first requests of users who think: each asks again some time after
// the end of his last request, however that has ended, and so has at most one out at a
// time. What they ask later follows from that, and is no stream: see leave.
type Thinking struct {
	first []request.Arrival
}

// NewThinking returns the first requests of users, up to an end. At the start they are
// in the midst of their thinking: evenly spread over a time that is drawn, which is right
// for times that are all alike, and soon forgotten for others.
func NewThinking(key sim.Key, users int, thinks distribution.Distribution, end sim.Time) *Thinking {
	t := &Thinking{}
	for i := range uint64(users) {
		at := sim.Time(key.Float64(2*i) * float64(thinks.Quantile(key.Float64(2*i+1))))
		if at < end {
			identity := (i<<32+uint64(users)-1)/uint64(users)<<32 | 1 // that scale makes i of; 0 would be a client without a name
			t.first = append(t.first, request.Arrival{At: at, Client: identity})
		}
	}
	slices.SortStableFunc(t.first, func(a, b request.Arrival) int { return cmp.Compare(a.At, b.At) })
	return t
}

// Next implements request.Arrivals.
func (t *Thinking) Next(list []request.Arrival) int {
	n := copy(list, t.first)
	t.first = t.first[n:]
	return n
}

// Err implements request.Arrivals.
func (t *Thinking) Err() error { return nil }
