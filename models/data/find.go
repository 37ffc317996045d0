package data

import (
	"time"

	"failsim/sim"
)

// acks reports whether a replica acknowledges the writes of those who reach it.
func (s *set) acks(i int) bool {
	r := &s.replicas[i]
	switch {
	case !r.leads || r.health != Well:
		return false
	case s.Acks.Majority:
		return s.followers(i) >= len(s.replicas)/2
	case s.Acks.Heard > 0:
		return !r.over
	}
	return !r.short || r.over || s.without
}

// hangs reports whether writes that a replica gets are applied, or may be, and not
// acknowledged.
func (s *set) hangs(i int) bool {
	r := &s.replicas[i]
	return r.leads && r.health == Well && !s.acks(i) && s.Acks.Heard == 0
}

// target returns where those who stand with a replica write, and with it whether they
// reach it; those who stand with none: i below 0.
func (s *set) target(i int) (at int, reached bool) {
	if i >= 0 {
		r := &s.replicas[i]
		if !s.joined(i) {
			for at := range s.replicas {
				if o := &s.replicas[at]; o.leads && o.health == Well && s.together(i, at) {
					return at, true
				}
			}
			return i, r.health == Well
		}
		if r.leads && i != s.lead && r.health == Well {
			return i, true
		}
	}
	return s.known, s.reached(s.known)
}

// onASilent is with whom those stand whose call is on a connection to a replica that is silent.
const onASilent = -2

// stuck returns a replica whose silence clients that ask each have not noticed yet, and which
// share of their calls hangs because of such ones.
func (s *set) stuck(now sim.Time) (at int, share float64) {
	for i := range s.replicas {
		if s.Clients.Each && s.replicas[i].fell && (s.Clients.Notice == 0 || now.Sub(s.replicas[i].away) < s.Clients.Notice) {
			at, share = i, share+1/float64(len(s.replicas))
		}
	}
	return at, share
}

// each calls do with each share of writers that stand together, and where they write.
func (s *set) each(do func(share float64, with, at int, reached bool)) {
	rest := 1.0
	for i := range s.replicas {
		share := s.Replicas[i].Writers
		rest -= share
		at, reached := s.target(i)
		do(share, i, at, reached)
	}
	rest = max(0, rest)
	if s.hung > 0 {
		do(rest*s.hung, onASilent, s.hungAt, false)
		rest *= 1 - s.hung
	}
	at, reached := s.target(-1)
	do(rest, -1, at, reached)
}

// find works out what users find.
func (s *set) find() (f Faces) {
	s.each(func(share float64, with, at int, reached bool) {
		silent := s.Clients.Waits || with == onASilent || !reached && s.silent(at)
		if !reached || !s.acks(at) {
			f.WritesFail += share
			if silent || reached && s.hangs(at) {
				f.WritesHang += share
			}
		}
		if !s.reads(with) {
			f.ReadsFail += share
			if silent {
				f.ReadsHang += share
			}
		}
	})
	return Faces{whole(f.WritesFail), whole(f.ReadsFail), whole(f.WritesHang), whole(f.ReadsHang), s.slow()}
}

// silent reports whether nothing is heard from where a replica is, rather than that nobody
// listens there.
func (s *set) silent(i int) bool { return s.replicas[i].health > Dead || !s.joined(i) }

// slow is how many times as long a write takes.
func (s *set) slow() float64 {
	if s.Replicas[s.known].Far {
		return max(1, s.Away)
	}
	return 1
}

// whole takes a sum of shares that is all but 1 for 1.
func whole(share float64) float64 {
	if share > 1-1e-9 {
		return 1
	}
	return share
}

// reads reports whether those who stand with a replica can read.
func (s *set) reads(with int) bool {
	if with == onASilent {
		return false
	}
	at, reached := s.target(with)
	if s.LeaderReads || at != s.known {
		return reached && (s.replicas[at].leads || !s.LeaderReads)
	}
	for i := range s.replicas {
		if s.reached(i) && !s.replicas[i].copying {
			return true
		}
	}
	return false
}

// stale reports whether some reads come from a replica that does not follow.
func (s *set) stale() bool {
	for i := range s.replicas {
		r := &s.replicas[i]
		aside := !s.joined(i) || r.leads && i != s.lead
		if r.health == Well && aside && s.Replicas[i].Writers > 0 && (r.leads || !s.LeaderReads) {
			return true
		}
		if s.reached(i) && !r.copying && !s.LeaderReads && (r.missing > 0 || !s.reached(s.lead)) {
			return true
		}
	}
	return false
}

// acknowledged is how many writes a second the leader acknowledges.
func (s *set) acknowledged() (rate float64) {
	s.each(func(share float64, _, at int, reached bool) {
		if reached && at == s.lead && s.acks(at) {
			rate += float64(share * s.PerSecond * s.load)
		}
	})
	return rate
}

// advance counts what has happened since the last change.
func (s *set) advance(now sim.Time) {
	dt := now.Sub(s.since)
	if dt <= 0 {
		return
	}
	s.since = now
	seconds, f := dt.Seconds(), &s.figures
	f.Unwritable += float64(s.faces.WritesFail * seconds)
	if s.faces.WritesFail == 1 && s.faces.ReadsFail < 1 {
		f.ReadOnly += seconds
	}
	if s.stale() {
		f.Stale += seconds
	}
	leaders, by := 0, -1
	s.each(func(share float64, with, at int, reached bool) {
		writes := float64(share * s.PerSecond * s.load * seconds)
		switch {
		case share == 0:
		case reached && s.acks(at):
			if at != by {
				leaders, by = leaders+1, at
			}
			s.took(now, dt, at, writes+s.queued[max(0, with+1)])
			s.queued[max(0, with+1)] = 0
		case reached && s.hangs(at):
			f.InDoubt += writes
		case s.Clients.Waits:
			s.queued[max(0, with+1)] += writes
		}
	})
	if leaders > 1 {
		f.Split += seconds
	}
	s.lagBehind(seconds)
}

// took has a replica have acknowledged writes. Those who follow have them in a moment;
// those who are away, or whom it does not reach, lack them.
func (s *set) took(now sim.Time, dt time.Duration, at int, writes float64) {
	r := &s.replicas[at]
	if !s.joined(at) || at != s.lead {
		if r.alone == 0 {
			r.first = now.Add(-dt)
		}
		r.alone += writes
		r.last = now
		for i := range s.replicas {
			if o := &s.replicas[i]; s.hearsOf(at, i) && !s.joined(i) {
				o.beside, o.behind = at+1, 0
			} else if o.beside == at+1 {
				o.behind += writes
			}
		}
		return
	}
	for i := range s.replicas {
		if o := &s.replicas[i]; i != at && !o.leads && !o.copying && !s.reached(i) {
			o.missing += writes
		}
	}
}

// lagBehind lets what waits to be sent grow, or melt.
func (s *set) lagBehind(seconds float64) {
	if s.Ships > 0 && s.reached(s.lead) {
		s.backlog = max(0, s.backlog+float64((s.acknowledged()-s.Ships)*seconds))
	}
}
