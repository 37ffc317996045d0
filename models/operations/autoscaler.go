package operations

import (
	"math"

	"failsim/sim"
)

// looks are how often in a period servers are looked at.
const looks = 10

// Scales has an autoscaler say how many servers a pool has.
func (p *Pool) Scales(s Scaling) {
	p.scaler = &scaler{Scaling: s, grew: math.MinInt64 / 2, wanted: []want{{0, p.wanted}}}
	p.after(0, max(1, s.Period/looks), sampled, len(p.slots))
}

// sample looks at all servers, and decides with the last look of a period.
func (s *scaler) sample(now sim.Time, p *Pool) {
	p.after(now, max(1, s.Period/looks), sampled, len(p.slots))
	s.sum += p.busy(now)
	if s.taken++; s.taken < looks {
		return
	}
	mean := s.sum / looks
	s.sum, s.taken = 0, 0
	s.decide(now, p, mean)
}

// busy returns how many servers' worth of work there is, of servers as they are.
func (p *Pool) busy(now sim.Time) (all float64) {
	for i := range p.slots {
		if busy, of := p.plane.Working(now, p.number, i); of > 0 {
			all += min(1, float64(busy)/float64(of))
		}
	}
	return all
}

// decide wants another number of servers, or not.
func (s *scaler) decide(now sim.Time, p *Pool, busy float64) {
	there := p.count(serving)
	if there == 0 {
		return // nothing is measured
	}
	raw := busy / s.Target
	servers := p.wanted
	if ratio := raw / float64(there); math.Abs(ratio-1) > s.Tolerance {
		servers = int(math.Ceil(raw - 1e-9))
	}
	servers = max(s.Least, min(s.Most, servers))
	s.wanted = append(s.wanted, want{now, servers})
	for s.wanted[0].at < now.Add(-s.InWindow) {
		s.wanted = s.wanted[1:]
	}
	switch {
	case servers > p.wanted:
		if now < s.grew.Add(s.CoolDown) {
			return
		}
		s.grew = now
	case servers < p.wanted:
		for _, w := range s.wanted {
			servers = max(servers, min(w.servers, p.wanted))
		}
	}
	if servers == p.wanted {
		return
	}
	p.all.reported(now, "the autoscaler wants %d servers instead of %d", servers, p.wanted)
	p.wanted = servers
	p.settle(now)
}
