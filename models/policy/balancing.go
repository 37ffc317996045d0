package policy

import "failsim/sim"

// Targets is what an LB knows of its backends when it must pick one.
type Targets struct {
	Healthy  []uint16 // indices of the backends that health checks call healthy, ascending, never empty
	InFlight []int32  // requests that the LB has open at each backend, by index: sent there and not answered yet
	Cursor   *uint32  // a counter of the LB's own, for turns
	// Weights says how large backends are beside each other, by index; nil where
	// all are alike.
	Weights []float64
	// Key is where what is asked for lies among 2^64 places, the same at each LB and
	// for each request for it; a draw where nothing is known of it.
	Key uint64
	// Memory is what a strategy that remembers keeps at this LB.
	Memory any
}

// Balancing decides which backend an LB uses. It is called on the path of
// every request and must not allocate.
type Balancing interface {
	// Pick returns an element of t.Healthy; u holds 64 uniform bits.
	Pick(t *Targets, u uint64) uint16
}

// Remembering is what a Balancing strategy may also be: it keeps something at
// each LB. Strategies themselves hold no state, as one serves all LBs.
type Remembering interface {
	// Fresh returns the memory of an LB that is made, or comes back without one; the
	// key is the LB's own.
	Fresh(t *Targets, key sim.Key) any
}
