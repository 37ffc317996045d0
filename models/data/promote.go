package data

import (
	"time"

	"failsim/sim"
)

// seek begins to look for another leader, or ends it.
func (s *set) seek(now sim.Time) {
	p := s.Promotion
	switch gone := !s.reached(s.lead); {
	case p == nil:
	case !gone && s.search.on:
		s.search.on, s.search.waits = false, false
		s.search.turn++
	case gone && !s.search.on:
		s.search.on = true
		s.search.turn++
		s.attemptIn(now, s.detected())
	case gone && s.search.waits && s.can():
		s.search.waits = false
		s.search.turn++
		s.attemptIn(now, 0)
	}
}

// detected draws how long it takes until the leader is taken for gone, and an election
// is decided.
func (s *set) detected() time.Duration {
	p, k := s.Promotion, s.Key.Named("promotion").At(s.search.turn)
	d := draw(p.Detect, k.Named("detect"), 0)
	if s.end.way == Frozen || s.end.way == Lost {
		d += draw(p.Silent, k.Named("silent"), 0)
	}
	for i := uint64(0); i < mostTies && k.Named("tied").Float64(i) < p.Tied; i++ {
		d += draw(p.Detect, k.Named("detect"), i+1)
	}
	return d
}

const mostTies = 100 // in a row: never, unless all elections are tied

func (s *set) elected() time.Duration {
	return draw(s.Promotion.Elect, s.Key.Named("promotion").At(s.search.turn).Named("elect"), 0) + s.Acks.Rejoin
}

// attemptIn has an attempt begin after a while, not before the last one allows, and
// end when an election has been held and a leader that is cut off has stopped.
func (s *set) attemptIn(now sim.Time, d time.Duration) {
	at, p := now.Add(d), s.Promotion
	if s.search.lastSet {
		at = max(at, s.search.last.Add(p.Again))
	}
	s.search.begins = at
	at = at.Add(s.elected())
	if s.end.way != Dead {
		at = max(at, s.end.over)
	}
	s.after(now, at.Sub(now), promotes, s.lead, s.search.turn)
}

// attempt promotes a follower, if that can be.
func (s *set) attempt(now sim.Time) {
	p := s.Promotion
	s.search.begun++
	s.search.last, s.search.lastSet = s.search.begins, true
	can := s.can()
	if can && s.Key.Named("fails").Float64(s.search.begun) >= p.Fails {
		s.promote(now, s.candidate(), false)
		return
	}
	s.host.DataEvent(now, s.number, "no follower is promoted")
	if s.search.turn++; can || p.Again > 0 {
		s.attemptIn(now, s.detected())
	} else {
		s.search.waits = true
	}
}

// can reports whether a follower can be promoted.
func (s *set) can() bool {
	there := 0
	for i := range s.replicas {
		if s.reached(i) {
			there++
		}
	}
	return s.candidate() >= 0 && (!s.Promotion.Majority || 2*there > len(s.replicas))
}

// candidate returns the follower that lacks least, below 0 if there is none.
func (s *set) candidate() int {
	best := -1
	for i := range s.replicas {
		if r := &s.replicas[i]; i != s.lead && s.reached(i) && !r.copying && !r.leads && (best < 0 || s.lacks(i) < s.lacks(best)) {
			best = i
		}
	}
	return best
}

// failBack has the usual leader lead again.
func (s *set) failBack(now sim.Time, i int) {
	if s.promotion().FailBack && i == 0 && s.lead != 0 && s.follows(0) && s.reached(s.lead) {
		s.promote(now, 0, true)
	}
}

// promote has a follower lead. If the leader is there to hand over, nothing is lost.
func (s *set) promote(now sim.Time, to int, planned bool) {
	was, r := s.lead, &s.replicas[to]
	s.host.DataEvent(now, s.number, "%s leads instead of %s", s.Replicas[to].Name, s.Replicas[was].Name)
	if r.beside > 0 { // it has what another leader acknowledged by itself, with it beside
		s.replicas[r.beside-1].alone = r.behind
	}
	if planned {
		s.replicas[was].leads = false
	} else {
		s.leave(now, was, to)
	}
	r.leads, r.missing, r.catches, r.beside = true, 0, false, 0
	r.spell++
	s.lead = to
	s.search.on, s.search.waits = false, false
	s.search.turn++
	s.promotions++
	s.figures.Promotions++
	s.changed = now
	s.renewAll(now)
	s.clientsFollow(now, was)
}

// leave settles what the leader that is gone takes along.
func (s *set) leave(now sim.Time, was, to int) {
	old := &s.replicas[was]
	s.loseOnTheWay(now, to)
	s.backlog = 0
	stopped := s.promotion().Lease > 0
	if gone := old.health == Dead || old.health == Lost; gone || stopped {
		s.lose(now, old.alone, old.last.Sub(old.first))
		old.alone = 0
	}
	switch { // without either it goes on as a leader when it is back, until it knows
	case s.Acks.Majority: // its log is cut to what the others have
		old.leads = false
	case stopped:
		old.leads = false
		s.copy(now, was)
	}
}
