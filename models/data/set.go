package data

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

// set is some data in a run.
type set struct {
	Spec
	kernel   *sim.Kernel
	owner    sim.Owner
	host     Host
	number   int
	replicas []replica
	lead     int     // the leader for whoever watches
	known    int     // and for clients
	load     float64 // factor on writes
	backlog  float64 // writes that wait to be sent to followers, expected
	without  bool    // people have the leader acknowledge without followers

	since      sim.Time // figures count until then
	faces      Faces
	end        ending // of the leader that is gone
	search     search
	promotions uint64
	losses     uint64
	figures    Figures
}

// ending is what was so when the leader was gone.
type ending struct {
	at   sim.Time
	way  Health   // Lost also if it was cut off
	rate float64  // writes a second that it had acknowledged
	over sim.Time // its lease, which it had renewed some time before
	have []int    // followers that have all of them
}

// search is for another leader.
type search struct {
	on      bool
	waits   bool     // until somebody can be promoted
	turn    uint64   // counts: events of an earlier one are void
	begun   uint64   // attempts, ever
	begins  sim.Time // the attempt that is under way
	last    sim.Time
	lastSet bool
}

// replica is one in a run.
type replica struct {
	health  Health
	linked  bool
	leads   bool    // it acknowledges writes, as far as it knows
	copying bool    // it has no log that another could follow
	catches bool    // it takes over what it has missed
	missing float64 // writes that it has not heard of, expected
	away    sim.Time
	spell   uint64 // counts its changes

	// Of one that leads:
	short  bool // it hears of too few followers
	shorts uint64
	over   bool // it has stopped, or gone on without, because of that

	// Of one that leads by itself: what it has acknowledged since then, expected.
	alone       float64
	first, last sim.Time
}

// The events of data.
const (
	promotes  uint8 = iota // an attempt to promote
	follows                // clients know who leads
	tooLong                // a leader has been without followers for too long
	demoted                // a leader that was replaced knows
	copied                 // a replica follows again
	leaseOver              // of a leader that hears nobody
)

const counted = 1<<20 - 1 // a count in an event

// MostReplicas is what an event can number.
const MostReplicas = 1 << 12

func (s *set) after(now sim.Time, d time.Duration, kind uint8, replica int, count uint64) {
	arg := uint64(s.number)<<32 | uint64(replica)<<20 | count&counted
	s.kernel.Schedule(now.Add(d), sim.Change, s.owner, sim.Event{Kind: kind, Arg: arg})
}

// reached tells whether those who watch, and most clients, reach a replica.
func (s *set) reached(i int) bool { return s.replicas[i].health == Well && s.replicas[i].linked }

// follows tells whether a replica has the leader's log, but for its lag.
func (s *set) follows(i int) bool {
	r := &s.replicas[i]
	return s.reached(i) && !r.leads && !r.copying && !r.catches && r.missing == 0
}

// followers counts the followers that a leader hears.
func (s *set) followers(leader int) int {
	if leader != s.lead || !s.reached(leader) {
		return 0
	}
	n := 0
	for i := range s.replicas {
		if s.follows(i) {
			n++
		}
	}
	return n
}

func (s *set) promotion() policy.Promotion {
	if s.Promotion == nil {
		return policy.Promotion{}
	}
	return *s.Promotion
}

func (s *set) has(i int) bool {
	for _, have := range s.end.have {
		if have == i {
			return true
		}
	}
	return false
}

// lag is how long a write takes on average until a follower has it.
func (s *set) lag(i int) time.Duration { return s.Replicas[i].Lag + s.Replicas[i].OneWay }

// copy has a replica copy everything.
func (s *set) copy(now sim.Time, i int) {
	r := &s.replicas[i]
	r.copying, r.missing = true, 0
	if r.spell++; s.reached(i) {
		s.after(now, s.Copy, copied, i, r.spell)
	}
}

func draw(d distribution.Distribution, k sim.Key, i uint64) time.Duration {
	if d == nil {
		return 0
	}
	return d.Quantile(k.Float64(i))
}

// draw draws a duration of a replica, anew for each of its spells.
func (s *set) draw(d distribution.Distribution, purpose string, i int) time.Duration {
	r := &s.replicas[i]
	return draw(d, s.Key.Named(purpose).At(uint64(i)), r.spell<<20|r.shorts)
}
