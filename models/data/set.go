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
	lead     int     // the leader as monitors see it
	known    int     // and for clients
	stays    bool    // clients stay with one that was replaced, as they hear nothing
	load     float64 // factor on writes
	backlog  float64 // writes that wait to be sent to followers, expected
	without  bool    // people have the leader acknowledge without followers

	since      sim.Time // figures count until then
	faces      Faces
	end        ending // of the leader that is gone
	search     search
	hung       float64   // share of calls on connections to replicas that are silent
	hungAt     int       // one of these
	cutOff     []bool    // by place
	queued     []float64 // by whom they stand with, writes that clients hold back until somebody takes them
	hears      []int     // the followers that Waits was made for
	leases     []lease
	changed    sim.Time // when a leader began
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
	waits   bool     // until a follower can be promoted
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
	idle    bool    // and nobody is there to copy from
	catches bool    // it takes over what it has missed
	missing float64 // writes that it has not heard of, expected
	beside  int     // 1 + the leader whose log it has, cut off with it
	behind  float64 // and what it lacks of that
	away    sim.Time
	fell    bool   // silent as it went, and since: connections to it are open
	spell   uint64 // counts its changes

	// Of one that leads:
	short  bool // it hears of too few followers
	shorts uint64
	over   bool // it has stopped, or gone on without, because of that

	// Of one that leads by itself: what it has acknowledged since then, expected.
	alone       float64
	first, last sim.Time
}

// lease is what a client holds that is gone, until it is over.
type lease struct {
	ttl   time.Duration
	begun sim.Time // when it was granted or renewed, or a leader began to count anew
	count uint64   // of its events, of which the last counts
	over  func(now sim.Time)
}

// The events of data.
const (
	promotes  uint8 = iota // an attempt to promote
	follows                // clients know who leads
	tooLong                // a leader has been without followers for too long
	demoted                // a leader that was replaced knows
	copied                 // a replica follows again
	leaseOver              // of a leader that hears no other
	leaseEnds              // of a client that is gone
	noticed                // that a replica has been silent for so long
)

const counted = 1<<20 - 1 // a count in an event

// MostReplicas is what an event can number.
const MostReplicas = 1 << 12

func (s *set) after(now sim.Time, d time.Duration, kind uint8, replica int, count uint64) {
	arg := uint64(s.number)<<32 | uint64(replica)<<20 | count&counted
	s.kernel.Schedule(now.Add(d), sim.Change, s.owner, sim.Event{Kind: kind, Arg: arg})
}

// reached reports whether those who watch, and most clients, reach a replica.
func (s *set) reached(i int) bool { return s.replicas[i].health == Well && s.joined(i) }

// joined reports whether the network joins a replica to most others.
func (s *set) joined(i int) bool { return s.replicas[i].linked && !s.cutOff[s.Replicas[i].Place] }

// together reports whether the network joins two replicas.
func (s *set) together(i, j int) bool {
	if i == j || s.joined(i) && s.joined(j) {
		return true
	}
	return s.replicas[i].linked && s.replicas[j].linked && s.Replicas[i].Place == s.Replicas[j].Place
}

// way is how long something takes from one replica to another.
func (s *set) way(from, to int) time.Duration {
	if s.Ways == nil {
		return s.Replicas[to].OneWay
	}
	return s.Ways[from][to]
}

// follows reports whether a replica has the leader's log, but for its lag.
func (s *set) follows(i int) bool {
	r := &s.replicas[i]
	return s.reached(i) && !r.leads && !r.copying && !r.catches && r.missing == 0
}

// followers counts the followers that a leader hears.
func (s *set) followers(leader int) int {
	if s.replicas[leader].health != Well || leader != s.lead && s.joined(leader) {
		return 0
	}
	n := 0
	for i := range s.replicas {
		if s.hearsOf(leader, i) {
			n++
		}
	}
	return n
}

// hearsOf reports whether a leader hears of a follower. What another leader has written
// meanwhile is nothing to one that is cut off.
func (s *set) hearsOf(leader, i int) bool {
	r := &s.replicas[i]
	if i == leader || r.health != Well || r.leads || r.copying || r.catches || !s.together(leader, i) {
		return false
	}
	return r.missing == 0 || !s.joined(i)
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

// waited returns how many of the followers that a leader waits for it hears: any, or the
// first of those that count as there.
func (s *set) waited(now sim.Time, leader, need int) int {
	if !s.Acks.Ordered || s.followers(leader) == 0 {
		return s.followers(leader)
	}
	n := 0
	for i := range s.replicas {
		if need == 0 {
			break
		}
		switch r := &s.replicas[i]; {
		case s.hearsOf(leader, i):
			n++
			need--
		case i != leader && !r.leads && r.fell && now.Sub(r.away) < s.Acks.Silent:
			need--
		}
	}
	return n
}

// waitsFor returns how many followers a leader waits for.
func (s *set) waitsFor(leader int) int {
	switch {
	case s.Acks.Majority:
		return len(s.replicas) / 2
	case s.without, s.replicas[leader].over:
		return 0
	}
	return s.Acks.Followers
}

// lag is how long a write takes on average until a follower has it.
func (s *set) lag(i int) time.Duration { return s.Replicas[i].Lag + s.way(s.lead, i) }

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
