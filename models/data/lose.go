package data

import (
	"math"
	"time"

	"failsim/models/distribution"
	"failsim/sim"
	"failsim/sim/portable"
)

// lacks is how many acknowledged writes a follower lacks, expected.
func (s *set) lacks(i int) float64 {
	if s.has(i) && s.replicas[i].missing == 0 {
		return 0
	}
	late := s.Replicas[i].Lag
	if s.end.way == Lost {
		late += s.way(s.lead, i)
	}
	return float64(s.end.rate*late.Seconds()) + s.replicas[i].missing + s.backlog
}

// lose has acknowledged writes be gone for good, a Poisson number of them.
func (s *set) lose(now sim.Time, expected float64, span time.Duration) {
	if expected == 0 {
		return
	}
	s.losses++
	s.gone(now, distribution.PoissonCount(expected, s.Key.Named("lost").Float64(s.losses)), span)
}

func (s *set) gone(now sim.Time, writes float64, span time.Duration) {
	if writes == 0 {
		return
	}
	s.figures.WritesLost += writes
	s.figures.LostSpan = max(s.figures.LostSpan, span.Seconds())
	s.host.DataLost(now, s.number, Loss{Writes: writes, Span: span})
}

// acknowledgeBuffered has a leader that thaws, and was replaced, acknowledge what waits in its
// socket. It is thrown away with the rest.
func (s *set) acknowledgeBuffered(now sim.Time, i int) {
	s.losses++
	if s.Key.Named("buffered").Float64(s.losses) < s.Acks.BufferedIn {
		came := float64(s.PerSecond*s.load) * now.Sub(s.replicas[i].away).Seconds()
		s.gone(now, math.Floor(min(s.Acks.Buffered, came)), bufferedOver)
	}
}

// bufferedOver is in which time it is acknowledged (Redis 7.0, measured).
const bufferedOver = 14 * time.Millisecond

// loseOnTheWay loses what a follower lacks that is promoted.
func (s *set) loseOnTheWay(now sim.Time, to int) {
	missing := s.replicas[to].missing
	s.losses++
	k := s.Key.Named("on-the-way").At(s.losses)
	flying := s.lacks(to) - missing
	late := s.way(s.lead, to)
	if s.end.way != Lost {
		late = 0
	}
	if s.InOrder && flying > 0 && s.backlog == 0 {
		behind := late - time.Duration(portable.Log(k.Float64(3))*float64(s.Replicas[to].Lag))
		s.gone(now, distribution.PoissonCount(s.end.rate*behind.Seconds(), k.Float64(0)), behind)
		flying = 0
	}
	writes := distribution.PoissonCount(flying, k.Float64(0))
	span := time.Duration(0)
	switch {
	case s.backlog > 0:
		span = time.Duration(s.backlog / s.Ships * float64(time.Second))
	case writes > 0:
		span = oldest(writes, late, s.Replicas[to].Lag, k.Float64(1))
	}
	if missing > 0 {
		writes += distribution.PoissonCount(missing, k.Float64(2))
		span = max(span, s.end.at.Sub(s.replicas[to].away))
	}
	s.gone(now, writes, span)
}

// oldest draws the age of the oldest of so many writes that are on the way, each for a
// fixed time and then an exponential one: their ages are independent, uniform within
// the fixed time or, as often as the mean of the rest is of the whole, later by the
// exponential.
func oldest(writes float64, fixed, mean time.Duration, u float64) time.Duration {
	p := portable.Pow(u, 1/writes) // that all are younger is u, so that one is
	whole := float64(fixed + mean)
	if before := float64(fixed) / whole; p < before {
		return time.Duration(p * whole)
	}
	rest := (1 - p) * whole / float64(mean) // of the exponential's tail
	return fixed + time.Duration(-portable.Log(rest)*float64(mean))
}
