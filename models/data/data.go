package data

import (
	"math"
	"time"

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
	one := &set{Spec: s, kernel: a.kernel, owner: a.owner, host: a.host, number: len(a.sets), load: 1, faces: Faces{Slow: 1}}
	places := 0
	for _, r := range s.Replicas {
		one.replicas = append(one.replicas, replica{linked: true})
		places = max(places, r.Place+1)
	}
	one.cutOff, one.queued = make([]bool, places), make([]float64, len(s.Replicas)+1)
	one.replicas[0].leads = true
	a.sets = append(a.sets, one)
	return one.number
}

// Fare has a replica be well, or not.
func (a *All) Fare(now sim.Time, which, replica int, h Health) { a.sets[which].fare(now, replica, h) }

// Cut cuts a replica off from all others and from its monitors, or joins it again.
func (a *All) Cut(now sim.Time, which, replica int, cut bool) {
	a.sets[which].cut(now, &a.sets[which].replicas[replica].linked, !cut)
}

// CutOff cuts a place off: its replicas hear each other, and nobody else.
func (a *All) CutOff(now sim.Time, which, place int, cut bool) {
	if s := a.sets[which]; place < len(s.cutOff) {
		s.cut(now, &s.cutOff[place], cut)
	}
}

// Begin reports how long writes wait at the start.
func (a *All) Begin(which int) { a.sets[which].wait(0) }

// Load has so many times as many writes come as usual.
func (a *All) Load(now sim.Time, which int, factor float64) {
	s := a.sets[which]
	s.advance(now)
	s.load = factor
	s.look(now)
}

// Promote has a replica lead because people say so; below 0 the one that has most. It
// reports whether it does.
func (a *All) Promote(now sim.Time, which, replica int) bool {
	s := a.sets[which]
	s.advance(now)
	if replica < 0 {
		replica = s.candidate()
	}
	if replica < 0 || replica == s.lead || !s.reached(replica) || s.replicas[replica].copying || s.replicas[replica].leads {
		return false
	}
	s.promote(now, replica, s.reached(s.lead))
	s.look(now)
	return true
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

// Lease reports when a client's lease is over that was renewed some time before and is not
// renewed any more. A new leader does not know how long it has lasted, and counts anew.
func (a *All) Lease(now sim.Time, which int, ttl, renewed time.Duration, over func(now sim.Time)) {
	s := a.sets[which]
	begun := now.Add(-renewed)
	if s.promotions > 0 {
		begun = max(begun, s.changed.Add(s.Acks.Extends))
	}
	s.leases = append(s.leases, lease{ttl: ttl, begun: begun, over: over})
	s.expect(now, len(s.leases)-1)
}

// Figures returns what has become of some data by now. What leaders that were replaced
// have acknowledged counts as lost, though they do not know it yet.
func (a *All) Figures(now sim.Time, which int) Figures {
	s := a.sets[which]
	s.advance(now)
	f := s.figures
	for i := range s.replicas {
		if r := &s.replicas[i]; r.leads && i != s.lead && r.alone > 0 {
			f.WritesLost += math.Round(r.alone)
			f.LostSpan = max(f.LostSpan, r.last.Sub(r.first).Seconds())
		}
	}
	return f
}

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
	case leaseEnds:
		s.endLease(now, i, count)
	case leaseOver:
		if r.spell&counted == count && r.leads {
			r.leads = false
		}
	case demoted:
		if r.spell&counted == count && r.leads && i != s.lead {
			s.demote(now, i)
		}
	case copied:
		if r.spell&counted == count && r.copying && !s.reached(s.lead) {
			r.idle = true
		} else if r.spell&counted == count {
			r.copying, r.catches, r.missing = false, false, 0
			s.host.DataEvent(now, s.number, "%s follows again", s.Replicas[i].Name)
			s.failBack(now, i)
		}
	}
	s.look(now)
}
