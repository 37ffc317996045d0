package maker

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"time"

	"failsim/sim/portable"
	"failsim/traces"
	"failsim/traces/format"
)

// sessionTally counts what the sessions of a trace are like.
type sessionTally struct {
	whole     bool // stamps are of whole seconds
	sessions  int64
	pauses    int64
	unknown   int64 // requests without a client
	lengths   map[int]int64
	thinks    map[int]int64 // by second, or by thinkBin
	perClient map[uint64]clientTally
}

// clientTally is how often a client came, and how often it asked.
type clientTally struct {
	sessions, requests int64
	busy               int64 // ns from its sessions' first requests to their last
}

func newSessionTally(whole bool) *sessionTally {
	return &sessionTally{whole: whole, lengths: map[int]int64{}, thinks: map[int]int64{}, perClient: map[uint64]clientTally{}}
}

func (t *sessionTally) read(s traces.Source, gap time.Duration) error {
	records, err := s.Records(traces.Span{})
	if err != nil {
		return err
	}
	defer records.Close()
	by := sessioniser{gap: int64(gap), open: map[uint64]*openSession{},
		sessions: func(client uint64, requests int, span int64) {
			t.sessions++
			t.lengths[requests]++
			c := t.perClient[client]
			t.perClient[client] = clientTally{c.sessions + 1, c.requests + int64(requests), c.busy + span}
		},
		pauses: func(ns int64) {
			t.pauses++
			if t.whole {
				t.thinks[int(ns/second)]++
			} else {
				t.thinks[thinkBin(ns)]++
			}
		}}
	var r format.Record
	for records.Next(&r) {
		if r.HasClient {
			by.add(&r)
		} else {
			t.unknown++
		}
	}
	by.close()
	return records.Err()
}

// mergedNote is the share of merged sessions from which it is told; assumption.
const mergedNote = 0.02

// merged estimates how many sessions were taken for a part of an earlier one of
// their client. If a client's sessions begin at random moments (assumption: the
// shape of the day makes them more), they begin at its rate while it is busy,
// and so many of them go unseen: those seen, but one for the session that it
// is busy with, come in the rest of the time.
func (t *sessionTally) merged(span, gap time.Duration) float64 {
	var shares []float64 // summed up in order, so that the map's does not matter
	for _, c := range t.perClient {
		busy := float64(c.busy) + float64(float64(c.sessions)*float64(gap))
		idle := max(float64(span)-busy, float64(gap))
		shares = append(shares, float64(c.sessions-1)*busy/idle)
	}
	slices.Sort(shares)
	sum := 0.0
	for _, s := range shares {
		sum += s
	}
	return sum
}

// thinkBin puts a pause into one of eight bins for each power of two.
func thinkBin(ns int64) int {
	ns = max(ns, 8)
	power := bits.Len64(uint64(ns)) - 1
	return 8*power + int(ns>>(power-3)&7)
}

// thinkFrom returns where a bin begins, in seconds.
func thinkFrom(bin int) float64 {
	return math.Ldexp(float64(8+bin%8), bin/8-3) / 1e9
}

// tallied is a value, or a bin, and how often it was seen.
type tallied struct {
	value int
	times float64
}

func sortedTally(m map[int]int64) []tallied {
	var all []tallied
	for v, n := range m {
		all = append(all, tallied{v, float64(n)})
	}
	slices.SortFunc(all, func(a, b tallied) int { return cmp.Compare(a.value, b.value) })
	return all
}

// fitSessions finds the distributions of sessions.
func (f *Fitted) fitSessions(t *sessionTally, gap time.Duration) {
	s := &Sessions{Gap: gap, Think: Lognormal{1, 1}}
	f.Model.Sessions = s
	lengths := sortedTally(t.lengths)
	requests := 0.0
	for _, l := range lengths {
		requests += float64(float64(l.value) * l.times)
	}
	mean := requests / float64(t.sessions)
	s.Requests.Mean = mean
	geometric := 0.0
	for _, l := range lengths {
		geometric += float64(l.times * (float64(float64(l.value-1)*portable.Log(1-1/mean)) - portable.Log(mean)))
	}
	if len(lengths) > 2 {
		dist, likelihood := mostLikely(Lognormal{max(1, mean/2), 1}, func(l Lognormal) float64 {
			sum := 0.0
			for _, n := range lengths {
				sum += float64(n.times * portable.Log(l.below(float64(n.value))-l.below(float64(n.value-1))))
			}
			return sum
		})
		if likelihood > geometric {
			s.Requests = SessionLength{Lognormal: dist}
		}
	}
	if thinks := sortedTally(t.thinks); len(thinks) > 1 {
		s.Think, _ = mostLikely(Lognormal{5, 1.5}, func(l Lognormal) float64 { return t.likelihood(thinks, l, gap.Seconds()) })
	} else {
		f.note("too few pauses to fit their distribution: assumed")
	}
}

// likelihood is the logarithm of that of the pauses under a distribution that is cut off
// at the gap.
//
// Two moments that are cut down to whole seconds differ by d seconds with the
// second difference of G at d, where G is the integral of the distribution's
// distribution function, if the first is anywhere in its second alike.
func (t *sessionTally) likelihood(thinks []tallied, l Lognormal, gap float64) float64 {
	sum, all := 0.0, l.below(gap)
	for _, n := range thinks {
		p := 0.0
		if t.whole {
			d := float64(n.value)
			p = l.integral(d+1) - float64(2*l.integral(d)) + l.integral(d-1)
		} else {
			p = l.below(thinkFrom(n.value+1)) - l.below(thinkFrom(n.value))
		}
		sum += float64(n.times * portable.Log(p/all))
	}
	return sum
}

// integral returns that of below from 0 to x.
func (l Lognormal) integral(x float64) float64 {
	if x <= 0 {
		return 0
	}
	mu := portable.Log(l.Median)
	partial := portable.Exp(mu+float64(l.Sigma*l.Sigma/2)) * portable.Erfc(-(portable.Log(x)-mu-float64(l.Sigma*l.Sigma))/l.Sigma/math.Sqrt2)
	return float64(x*l.below(x)) - float64(partial/2)
}

// mostLikely returns the distribution with the greatest likelihood.
func mostLikely(start Lognormal, likelihood func(Lognormal) float64) (Lognormal, float64) {
	dist := func(x [2]float64) Lognormal { return Lognormal{portable.Exp(x[0]), portable.Exp(x[1])} }
	best, least := minimise([2]float64{portable.Log(start.Median), portable.Log(start.Sigma)}, func(x [2]float64) float64 {
		if math.Abs(x[0]) > 50 || math.Abs(x[1]) > 3 {
			return math.Inf(1)
		}
		return -likelihood(dist(x))
	})
	return dist(best), -least
}
