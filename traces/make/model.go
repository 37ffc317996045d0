package maker

import (
	"math"
	"time"

	"failsim/sim"
	"failsim/sim/portable"
)

// Model is traffic by its figures: what Generate makes requests of, and what Fit
// finds in a trace. It holds nothing of any one client or request.
type Model struct {
	Rate float64 // requests/s: mean over a period of the shape, crowds left out
	Zone int     // seconds by which the local clock is ahead of UTC
	// Shape are the rates in equal parts of a local day or of a local week
	// from Monday on, relative to their mean. None is the same rate always.
	Shape  []float64
	Period time.Duration
	Crowds []Crowd
	// Sessions, if any, says how requests come in sessions; without, each
	// comes by itself.
	Sessions *Sessions
	// Clients is how many there are, the k-th most active of whom begins a
	// session in proportion to k^-Exponent (Zipf); 0 is none.
	Clients  int
	Exponent float64
}

// Sessions are the visits of clients: the first request of each comes as a
// Poisson process, its others after pauses (think times).
type Sessions struct {
	// Gap is the pause that ends a session.
	Gap      time.Duration
	Requests SessionLength
	// Think is the lognormal distribution of the pauses, those of the gap or longer cut
	// off.
	Think Lognormal // of seconds
}

// SessionLength is the distribution of how many requests a session has: geometric from
// 1 on with a Mean, or, if that is 0, a lognormal number rounded up. Either is
// cut off at 100,000.
type SessionLength struct {
	Mean      float64
	Lognormal Lognormal
}

// Lognormal is a distribution whose logarithm is normal with standard deviation Sigma.
type Lognormal struct{ Median, Sigma float64 }

// mostInSession bounds a session. Assumption: what asks more often without a
// pause is no user.
const mostInSession = 100_000

// below returns the probability of a value up to x.
func (l Lognormal) below(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return portable.Erfc(-portable.Log(x/l.Median)/l.Sigma/math.Sqrt2) / 2
}

// quantile is the inverse of below.
func (l Lognormal) quantile(u float64) float64 {
	return l.Median * portable.Exp(l.Sigma*portable.NormalQuantile(u))
}

// draw returns a number of requests for a uniform draw.
func (s SessionLength) draw(u float64) int {
	if s.Mean > 0 {
		if s.Mean <= 1 {
			return 1
		}
		return int(min(mostInSession, 1+math.Floor(portable.Log(u)/portable.Log1p(-1/s.Mean))))
	}
	return int(max(1, min(mostInSession, math.Ceil(s.Lognormal.quantile(u)))))
}

// mean returns the mean number of requests of a session.
func (s SessionLength) mean() float64 {
	if s.Mean > 0 {
		return max(1, s.Mean)
	}
	sum := 1.0
	for n := 1.0; n < mostInSession; n++ {
		more := 1 - s.Lognormal.below(n)
		if sum += more; more < 1e-15 {
			break
		}
	}
	return sum
}

// think returns a pause in ns for a uniform draw.
func (s *Sessions) think(u float64) int64 {
	gap := s.Gap.Seconds()
	return int64(min(s.Think.quantile(u*s.Think.below(gap)), gap) * 1e9)
}

// Crowd is a flash crowd: the rate grows from its usual to Times as much within
// Rise, stays there for Hold, and falls back exponentially, by a factor of e in
// each Decay.
type Crowd struct {
	At                time.Time
	Rise, Hold, Decay time.Duration
	Times             float64
}

// factor returns by how much a crowd multiplies the rate at a moment.
func (c *Crowd) factor(at int64) float64 {
	since := float64(at - c.At.UnixNano())
	switch rise, hold := float64(c.Rise), float64(c.Hold); {
	case since < 0:
		return 1
	case since < rise:
		return 1 + (c.Times-1)*since/rise
	case since <= rise+hold:
		return c.Times
	case c.Decay == 0:
		return 1
	default:
		return 1 + float64((c.Times-1)*portable.Exp(-(since-rise-hold)/float64(c.Decay)))
	}
}

// clientOf returns the identity of the client of a rank.
func clientOf(key sim.Key, rank int) uint64 { return key.Named("client").Uint64(uint64(rank)) }
