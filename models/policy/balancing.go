package policy

import (
	"failsim/models/id"
	"failsim/sim"
)

// Targets is what an LB knows of its backends when it must pick one.
type Targets struct {
	Now      sim.Time    // where strategies filter or learn; else 0
	Members  int         // the backends that exist are those below it
	Since    []sim.Time  // since when each backend is healthy, by index; where strategies filter or learn
	Healthy  []id.Member // indices of the backends that health checks call healthy, ascending, never empty
	InFlight []int32     // requests that the LB has open at each backend, by index: sent there and not answered yet
	Cursor   *uint32     // a counter of the LB's own, for turns
	// Weights says how large backends are beside each other, by index; nil where
	// all are alike.
	Weights []float64
	// Key is where what is asked for lies among 2^64 places, the same at each LB and
	// for each request for it: in designs, who asks. A draw where nothing is known.
	Key uint64
	// Zones is in which zone each backend stands, by index; nil where unknown. Zone
	// is that of the LB's node where the request came in, to a strategy that
	// MindsZones.
	Zones []id.Zone
	Zone  id.Zone
	// Number says which of the LBs before the same backends this is, LBs how many
	// they are; 0 of 0 where it is alone.
	Number, LBs int
	// Asks asks backends themselves; nil where that is not possible.
	Asks Backends
	// Memory is what the strategy that is called keeps at this LB, if it remembers.
	Memory any
}

// Backends are asked by an LB of how they are. That takes no time.
type Backends interface {
	// Outstanding returns how many requests a backend has at a time, of all LBs.
	Outstanding(now sim.Time, backend id.Member) int
}

// Zonal is what a Balancing or Filtering strategy may also be: it looks at the zone
// in which a request came in.
type Zonal interface{ MindsZones() }

// Indifferent is what a Balancing strategy may also be: it never looks at InFlight, so
// that LBs need not count what they have open unless filters may look.
type Indifferent interface{ IgnoresOutstanding() }

// Balancing decides which backend an LB uses. It is called on the path of
// every request and must not allocate.
type Balancing interface {
	// Pick returns an element of t.Healthy; u holds 64 uniform bits.
	Pick(t *Targets, u uint64) id.Member
}
