package data

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

// All is all data of a run.
type All struct {
	kernel *sim.Kernel
	owner  sim.Owner
	host   Host
	sets   []*set
}

// New returns none yet.
func New(k *sim.Kernel, host Host) *All {
	a := &All{kernel: k, host: host}
	a.owner = k.Register(a)
	return a
}

// Add adds some data, all of whose replicas are well, and returns its number.
func (a *All) Add(s Spec) int {
	one := &set{Spec: s, all: a, number: len(a.sets), load: 1}
	for range s.Replicas {
		one.replicas = append(one.replicas, replica{linked: true})
	}
	one.replicas[0].leads = true
	a.sets = append(a.sets, one)
	return one.number
}

// Fare has a replica be well, or not.
func (a *All) Fare(now sim.Time, which, replica int, h Health) { a.sets[which].fare(now, replica, h) }

// Cut cuts a replica off from all others and from whoever watches them, or joins it
// again.
func (a *All) Cut(now sim.Time, which, replica int, cut bool) { a.sets[which].cut(now, replica, cut) }

// Load has so many times as many writes come as in a calm.
func (a *All) Load(now sim.Time, which int, factor float64) {
	s := a.sets[which]
	s.advance(now)
	s.load = factor
	s.look(now)
}

// Promote has a replica lead because people say so; below 0 the one that has most. It
// tells whether it does.
func (a *All) Promote(now sim.Time, which, replica int) bool {
	return a.sets[which].byPeople(now, replica)
}

// GoOn has a leader acknowledge writes without its followers, because people say so.
func (a *All) GoOn(now sim.Time, which int) {
	s := a.sets[which]
	s.advance(now)
	s.without = true
	s.look(now)
}

// Fence has all leaders that were replaced step down, because people say so.
func (a *All) Fence(now sim.Time, which int) {
	s := a.sets[which]
	s.advance(now)
	for i := range s.replicas {
		if s.replicas[i].leads && i != s.lead {
			s.demote(now, i)
		}
	}
	s.look(now)
}

// Figures returns what has become of some data by now.
func (a *All) Figures(now sim.Time, which int) Figures {
	a.sets[which].advance(now)
	return a.sets[which].figures
}

// set is some data in a run.
type set struct {
	Spec
	all      *All
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
	way  Health  // Lost also if it was cut off
	rate float64 // writes a second that it had acknowledged
	have []int   // followers that have all of them
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

// Handle implements sim.Handler.
func (a *All) Handle(now sim.Time, e sim.Event) {
	s, i, count := a.sets[e.Arg>>32], int(e.Arg>>20&0xfff), e.Arg&counted
	s.advance(now)
	switch r := &s.replicas[i]; e.Kind {
	case promotes:
		if s.search.turn&counted == count && s.search.on {
			s.attempt(now)
		}
	case follows:
		if s.promotions&counted == count {
			s.known = i
		}
	case tooLong:
		if r.shorts&counted == count && r.short {
			r.over = true
		}
	case leaseOver:
		if r.spell&counted == count && r.leads {
			r.leads = false
		}
	case demoted:
		if r.spell&counted == count && r.leads && i != s.lead {
			s.demote(now, i)
		}
	case copied:
		if r.spell&counted == count {
			r.copying, r.catches, r.missing = false, false, 0
			s.all.host.DataTold(now, s.number, "%s follows again", s.Replicas[i].Name)
			s.failBack(now, i)
		}
	}
	s.look(now)
}

const counted = 1<<20 - 1 // a count in an event

// MostReplicas is what an event can number.
const MostReplicas = 1 << 12

func (s *set) after(now sim.Time, d time.Duration, kind uint8, replica int, count uint64) {
	arg := uint64(s.number)<<32 | uint64(replica)<<20 | count&counted
	s.all.kernel.Schedule(now.Add(d), sim.Change, s.all.owner, sim.Event{Kind: kind, Arg: arg})
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
