package queue

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/figures"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"
)

// Spec is a queueing system that was read and checked.
type Spec struct {
	Name, About string
	// Length is the measured time; with warm-up by MSER-5, the whole.
	Length   time.Duration
	WarmUp   WarmUp
	Cycles   int             // independent runs, from empty, that make one replication
	Observe  []time.Duration // instants at which the number in system is told
	Streams  []Stream
	Stations []Station // members of groups included
	Groups   []Group
	Caches   []Cache

	unanswerable map[figures.Key]string
	warnings     map[figures.Key]string
}

// WarmUp says how much of a run's beginning is not measured.
type WarmUp struct {
	Span time.Duration // before time 0
	MSER bool          // instead: cut from the run by MSER-5
}

// steady tells whether figures are meant as those of the steady state.
func (s *Spec) steady() bool {
	if len(s.Observe) > 0 || !s.WarmUp.MSER && s.WarmUp.Span == 0 {
		return false
	}
	for _, station := range s.Stations {
		if len(station.Schedule) > 0 || len(station.Down) > 0 {
			return false
		}
	}
	return true
}

// Stream is requests of one kind: how they arrive and what their clients do.
type Stream struct {
	Name     string
	Arrivals Arrivals
	To       Target
	Class    int                       // of priority, 0 first
	Patience distribution.Distribution // nil: endless; after it, who still waits for a server leaves
	Timeout  time.Duration             // 0: none; after it the client goes, and its work stays
	Retry    policy.Retrying
	// RetryName is what the file calls it. MostWaiting is how many clients who have
	// failed may be about to try again, DefaultMostWaiting if 0; a run that has
	// more is stopped.
	RetryName   string
	MostWaiting int
	Objects     *Objects // nil: what is asked for has no name
}

// Target is a station or a group, perhaps behind a cache.
type Target struct {
	Group bool
	Index int // of Spec.Stations or Spec.Groups
	Cache int // through that of Spec.Caches, counted from 1; or 0
}

// Arrivals is a process of arrivals, or a number of clients that wait for
// answers.
type Arrivals struct {
	PerSecond float64                   // in the long run; of a closed stream, at most
	Clients   int                       // closed, if above 0
	Think     distribution.Distribution // of closed clients
	poisson   bool
	varies    bool // with the time, so that nothing is steady but over whole periods
	// process makes the state of one run, whose time 0 is at origin.
	process func(key sim.Key, origin sim.Time) process
}

// Station is servers and places for those who wait.
type Station struct {
	Name       string
	Group      int // index of its group, or -1
	Servers    int // Unlimited: nobody waits
	Places     int // for those who wait; Unlimited
	Service    distribution.Distribution
	Discipline station.Order
	Classes    []string // of priority, first served first
	Fails      Failing
	Admits     Bucket // what it takes, whatever its places
	Schedule   []Change
	Down       []Closure
	Scales     *Scaling
	Breaks     *Breakage
}

// Unlimited is a number of servers or places that is never reached.
const Unlimited = station.Unlimited

// serves returns how a station of a run serves.
func (s *Station) serves(index int32, impatient bool) station.Spec {
	return station.Spec{Index: index, Servers: s.Servers, Places: s.Places, Order: s.Discipline, Classes: len(s.Classes),
		Leave: impatient, Change: len(s.Schedule) > 0 || s.Scales != nil || s.Breaks != nil}
}

// Change sets a station's number of servers at a time.
type Change struct {
	At      time.Duration
	Servers int
}

// Group is stations behind one balancer.
type Group struct {
	Name    string
	Members []int // of Spec.Stations
	Weights []float64
	Balance policy.Balancing
	// Even says that each member gets its weight's share of requests, whatever
	// their queues.
	Even bool
}
