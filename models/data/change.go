package data

import (
	"time"

	"failsim/sim"
)

// fare has a replica be well, or not.
func (s *set) fare(now sim.Time, i int, h Health) {
	r := &s.replicas[i]
	if r.health == h {
		return
	}
	s.advance(now)
	was := s.reached(i)
	if was && i == s.lead {
		s.note(now, h)
	}
	thaws := r.health == Frozen && h == Well
	r.health = h
	r.spell++
	s.moved(now, i, was)
	if thaws && r.leads && i != s.lead {
		s.acknowledgeBuffered(now, i)
	}
	s.look(now)
}

// cut has the network be another, by one of what says how it is.
func (s *set) cut(now sim.Time, link *bool, to bool) {
	if *link == to {
		return
	}
	s.advance(now)
	was := make([]bool, len(s.replicas))
	for i := range s.replicas {
		was[i] = s.joined(i)
	}
	noted := false
	*link = to
	still := s.joined(s.lead)
	*link = !to
	if was[s.lead] && !still && s.replicas[s.lead].health == Well {
		s.note(now, Lost)
		noted = true
	}
	*link = to
	for i := range s.replicas {
		is := s.joined(i)
		if is == was[i] {
			continue
		}
		r := &s.replicas[i]
		r.spell++
		if !is && r.leads && s.promotion().Lease > 0 {
			over := s.leaseEnds(now)
			if noted && i == s.lead {
				over = s.end.over
			}
			s.after(now, over.Sub(now), leaseOver, i, r.spell)
		}
		s.moved(now, i, was[i] && r.health == Well)
	}
	s.look(now)
}

// note keeps what is so as the leader goes.
func (s *set) note(now sim.Time, way Health) {
	s.end = ending{at: now, way: way, rate: s.acknowledged(), over: s.leaseEnds(now), have: s.end.have[:0]}
	k := s.waitsFor(s.lead)
	for range k { // the nearest have a write first, or those that are waited for
		best := -1
		for i := range s.replicas {
			if s.follows(i) && !s.has(i) && (best < 0 || !s.Acks.Ordered && s.lag(i) < s.lag(best)) {
				best = i
			}
		}
		if best >= 0 {
			s.end.have = append(s.end.have, best)
		}
	}
}

// leaseEnds returns when the lease of a leader is over that is gone now.
func (s *set) leaseEnds(now sim.Time) sim.Time {
	p := s.promotion()
	if p.Lease == 0 || p.Renewed == nil {
		return now.Add(p.Lease)
	}
	return now.Add(max(0, p.Lease-draw(p.Renewed, s.Key.Named("promotion").At(s.search.turn).Named("renewed"), 0)))
}

// moved sees to a replica that others reach again, or no more.
func (s *set) moved(now sim.Time, i int, was bool) {
	r := &s.replicas[i]
	is := s.reached(i)
	r.fell = !is && s.silent(i) && (was || r.fell)
	switch {
	case was && !is:
		r.away = now
		s.lookAgain(now, i)
		s.host.DataEvent(now, s.number, "%s is gone", s.Replicas[i].Name)
	case is && !was:
		s.host.DataEvent(now, s.number, "%s is back", s.Replicas[i].Name)
		s.back(now, i)
	}
}

// lookAgain has what follows from a replica's silence be seen to when others notice it.
func (s *set) lookAgain(now sim.Time, i int) {
	for _, d := range []time.Duration{s.Acks.Silent, s.Clients.Notice} {
		if d > 0 && (s.Clients.Each || s.Acks.Ordered) {
			s.after(now, d, noticed, i, 0)
		}
	}
}

// back is when a replica is there again.
func (s *set) back(now sim.Time, i int) {
	r := &s.replicas[i]
	switch {
	case i == s.lead: // it was not replaced: followers get what it has acknowledged alone
		r.leads = true
		r.alone = 0
		s.renewAll(now)
	case r.leads: // and does not know that it was replaced
		if s.Acks.Heard > 0 { // it has heard of no other for long
			r.short, r.over = true, true
			r.shorts++
		}
		if d := s.promotion().Demote; d != nil {
			s.after(now, s.draw(d, "demote", i), demoted, i, r.spell)
		}
	case r.copying: // begins anew
		s.after(now, s.Copy, copied, i, r.spell)
	}
}

// catchUp has a follower take over what it has missed, or copy everything if the
// leader's log does not go back so far.
func (s *set) catchUp(now sim.Time, i int) {
	r := &s.replicas[i]
	r.catches = true
	switch spare := s.Ships - float64(s.PerSecond*s.load); {
	case s.Keeps > 0 && now.Sub(r.away) > s.Keeps:
		r.copying = true
		s.after(now, s.Copy, copied, i, r.spell)
	case s.Ships == 0:
		s.after(now, 0, copied, i, r.spell)
	case spare <= 0: // it never does
	default:
		s.after(now, time.Duration(r.missing/spare*float64(time.Second)), copied, i, r.spell)
	}
}

// demote has a leader that was replaced know it. What it has acknowledged by itself is
// thrown away, and it copies what the new one has.
func (s *set) demote(now sim.Time, i int) {
	r := &s.replicas[i]
	s.host.DataEvent(now, s.number, "%s knows that it leads no more", s.Replicas[i].Name)
	s.lose(now, r.alone, r.last.Sub(r.first))
	r.alone, r.leads = 0, false
	s.copy(now, i)
}

// look sees to what follows from a change.
func (s *set) look(now sim.Time) {
	for i := range s.replicas {
		r := &s.replicas[i]
		if s.reached(i) && s.reached(s.lead) {
			r.beside = 0
			if r.idle {
				r.idle = false
				s.after(now, s.Copy, copied, i, r.spell)
			}
		}
		if s.reached(i) && s.reached(s.lead) && !r.leads && r.missing > 0 && !r.catches && !r.copying {
			s.catchUp(now, i)
		}
	}
	for i := range s.replicas {
		s.shortage(now, i)
	}
	s.seek(now)
	s.follow(now)
	s.hungAt, s.hung = s.stuck(now)
	s.wait(now)
	if f := s.find(); f != s.faces {
		s.faces = f
		s.host.DataChanged(now, s.number, f)
	}
}

// shortage begins or ends a leader's want of followers.
func (s *set) shortage(now sim.Time, i int) {
	r := &s.replicas[i]
	need := max(s.Acks.Heard, s.Acks.Followers)
	short := r.leads && r.health == Well && !s.Acks.Majority && s.waited(now, i, need) < need
	if short == r.short {
		return
	}
	r.short, r.over = short, false
	r.shorts++
	switch {
	case !short:
		s.without = false
	case s.Acks.Heard > 0:
		s.after(now, s.draw(s.Acks.Silence, "silence", i), tooLong, i, r.shorts)
	case s.Acks.GivesUp > 0:
		s.after(now, s.Acks.GivesUp, tooLong, i, r.shorts)
	}
}
