package scenario

import (
	"time"

	"failsim/models/policy"
)

// Design is an architecture under comparison. A design that is like another
// shares its maps, so they must not be changed.
type Design struct {
	Name  string
	About string
	Buyer policy.Owner
	Serve map[string][]Endpoint // by place, primary first; every place is there
	DNS
	Check          policy.Check                                  // how its LBs check their backends
	Calls          *Calls                                        // how its LBs call their backends; nil: they pass attempts on
	Clients        map[string]Clients                            // by population, of those that it has behave otherwise than they are used to
	Tenant         map[policy.Socket][]policy.Setting            // balancing has one; sending and retrying, too, unless each population has its own
	Provider       map[string]map[policy.Socket][]policy.Setting // by provider name
	Services       []NamedService                                // the world's, as the design has them
	Queues         []WorkQueue
	Herds          []Herd
	Configurations []Configuration
	Operations     Operations
	Monitoring     *Monitoring
	template       bool // only there for others to be like
}

// Endpoint is a posture: where a place's names can be served, and how large.
type Endpoint struct {
	Region   string  // full name
	Capacity float64 // share of the place's peak load; 0 for a thin layer
	Rank     int     // default: its position, from 1
	Weight   float64 // default 1
	GrowsTo  float64 // share after promotion; 0: it does not grow
	GrowsIn  time.Duration
	Orders   *Orders // how what it grows by is ordered; nil: at once
	Backends string  // full name of the region whose backends it uses; its own unless given
}

// DNS is how the names of a design are told.
type DNS struct {
	TTL       time.Duration
	Publish   time.Duration // an answer
	Addresses int           // that an answer carries of an LB; 0: one a zone
}

// Orders are how the capacity of a standby that grows is ordered, where others order
// too.
type Orders struct {
	From     string // a stock; "": of none
	Units    int
	Reserved bool   // its units are kept for it, and paid for all the time
	Through  string // a queue; "": of none
}
