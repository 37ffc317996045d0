package dns_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/dns"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func exponential(mean time.Duration) distribution.Distribution {
	l, err := distribution.NewExponential(mean)
	if err != nil {
		panic(err)
	}
	return l
}

// homeAndAway is one name with two endpoints, of which the first answers.
func primaryAndAway(seed uint64) *dns.Authority {
	return dns.NewAuthority([]sim.Key{sim.NewKey(seed, 0).Named("dns")}, [][]policy.Endpoint{{{Region: 0, Rank: 1, Weight: 1}, {Region: 1, Rank: 2, Weight: 1}}})
}

// stale returns the share of resolvers that hold the home endpoint at now.
func stale(a *dns.Authority, r *dns.Resolvers, now sim.Time) float64 {
	n := 0
	for i := range r.Len() {
		if asked, question := r.Asked(i, now); a.Resolve(0, i, asked, question) == 0 {
			n++
		}
	}
	return float64(n) / float64(r.Len())
}

// at is how many seconds after the fault a share of clients still fails.
type at struct{ seconds, share float64 }

// Figures are carried over from oracles/availability.json, dns_failover_drain
// shared1 and shared2 (own derivation there: uniform residual TTL, as clients
// resolve at all phases). The oracle's violators hold an answer for an
// exponential time whatever the TTL, counted from the fault; ours hold each
// answer for a period drawn once, whose residual is uniform, so that only the
// compliant part of shared2 is the same distribution.
func TestResolversLetGoOfADeadAddressAsTheoryHasIt(t *testing.T) {
	const ttl, detection, publish, resolvers = 60 * time.Second, 30 * time.Second, 5 * time.Second, 40_000
	moved := sim.Time(0).Add(detection + publish)
	for _, c := range []struct {
		says     string
		holdings []dns.Holding
		shares   []at
		area     float64 // seconds of everybody's failing
		horizon  time.Duration
	}{
		{says: "shared1: everybody obeys", area: 65, horizon: 100 * time.Second,
			shares: []at{{10, 1}, {35, 1}, {50, 0.75}, {65, 0.5}, {95, 0}}},
		// Of period H, a resolver's residual is uniform on (0, H): share v(1-u/H), area vH/2.
		{says: "one in twenty holds answers for 30 min", holdings: []dns.Holding{{Share: 0.05, Hold: distribution.Constant(30 * time.Minute)}},
			area: 35 + 0.95*30 + 0.05*900, horizon: 40 * time.Minute,
			shares: []at{{35, 1}, {65, 0.95*0.5 + 0.05*(1-30.0/1800)}, {95, 0.05 * (1 - 60.0/1800)}, {935, 0.025}, {1836, 0}}},
		// With H ~ max(TTL, Exp(h)), the mean over H of (1-u/H)+ past the TTL is
		// e^{-u/h} - (u/h) E1(u/h); the area is v E[H]/2, E[H] = TTL + h e^{-TTL/h}.
		{says: "one in twenty holds answers for an exponential time of 30 min",
			holdings: []dns.Holding{{Share: 0.05, Hold: exponential(30 * time.Minute)}},
			area:     35 + 0.95*30 + 0.05*(60+1800*math.Exp(-60.0/1800))/2, horizon: 8 * time.Hour,
			shares: []at{{95, 0.05 * residual(60.0/1800)}, {635, 0.05 * residual(600.0/1800)}, {3635, 0.05 * residual(2)}}},
		{says: "a hold shorter than the TTL is the TTL", holdings: []dns.Holding{{Share: 1, Hold: distribution.Constant(time.Second)}},
			area: 65, horizon: 100 * time.Second, shares: []at{{65, 0.5}, {95, 0}}},
	} {
		authority := primaryAndAway(1)
		r := dns.NewResolvers(sim.NewKey(1, 0).Named(c.says), resolvers, ttl, c.holdings)
		require.True(t, authority.Publish(0, moved, []float64{0, 1}))
		for _, want := range c.shares {
			got := stale(authority, r, sim.Time(want.seconds*1e9))
			assert.InDelta(t, want.share, got, 4*math.Sqrt(want.share*(1-want.share)/resolvers)+1e-9, "%s: share after %v s", c.says, want.seconds)
		}
		area, step := 0.0, c.horizon/400
		for now := sim.Time(step / 2); now < sim.Time(c.horizon); now = now.Add(step) {
			area += stale(authority, r, now) * step.Seconds()
		}
		assert.InEpsilon(t, c.area, area, 0.03, "%s: the oracle's tolerance for areas", c.says)
	}
}

// residual returns the probability that a resolver whose period is
// exponential still holds what it held a span of x means ago, for spans beyond
// the TTL: e^-x - x E1(x), the integral of (1-x/y) e^-y over y > x.
func residual(x float64) float64 {
	sum, step := 0.0, 1e-3
	for y := x + step/2; y < x+40; y += step {
		sum += (1 - x/y) * math.Exp(-y) * step
	}
	return sum
}

func TestResolversAskAtAllPhasesAndNeverLaterThanNow(t *testing.T) {
	const ttl = time.Minute
	r := dns.NewResolvers(sim.NewKey(2, 0), 1000, ttl, nil)
	for _, now := range []sim.Time{0, 1, 59e9, 60e9, 61e9, 3600e9} {
		age := 0.0
		for i := range r.Len() {
			asked, question := r.Asked(i, now)
			require.LessOrEqual(t, asked, now)
			require.Less(t, now.Sub(asked), ttl)
			age += now.Sub(asked).Seconds() / float64(r.Len())
			next, later := r.Asked(i, asked.Add(ttl))
			require.Equal(t, asked.Add(ttl), next, "it asks again the moment the answer has run out")
			require.Equal(t, question+1, later)
			same, question2 := r.Asked(i, asked.Add(ttl-1))
			require.Equal(t, asked, same, "and not before")
			require.Equal(t, question, question2)
		}
		assert.InDelta(t, 30, age, 4*60/math.Sqrt(12*1000), "mean age of an answer at %v", now)
	}
}

func TestAResolversLuckDoesNotDependOnTheOthers(t *testing.T) {
	few := dns.NewResolvers(sim.NewKey(2, 0), 10, time.Minute, nil)
	many := dns.NewResolvers(sim.NewKey(2, 0), 1000, time.Minute, nil)
	for i := range few.Len() {
		a, _ := few.Asked(i, 1e12)
		b, _ := many.Asked(i, 1e12)
		assert.Equal(t, a, b)
	}
}

// By hand: a network's lag is even on (0, 40 s), and a fifth of them stay for a
// time that is even on (0, 100 s) on top.
func TestRoutesReachNetworksInTheirOwnTime(t *testing.T) {
	const networks = 40_000
	r := dns.NewRoutes(sim.NewKey(5, 0), networks, 40*time.Second, 0.2, 100*time.Second)
	authority := primaryAndAway(5)
	require.True(t, authority.Publish(0, 100e9, []float64{0, 1}))
	// Of the pinned, the share of sums above x: 1-x^2/8000 to 40 s, 1.2-x/100 to 100 s, (140-x)^2/8000 to 140 s.
	for after, want := range map[float64]float64{-1: 1, 0: 1, 10: 0.8*0.75 + 0.2*(1-100./8000), 30: 0.8*0.25 + 0.2*(1-900./8000), 40: 0.2 * 0.8, 80: 0.2 * 0.4, 120: 0.2 * 400 / 8000, 141: 0} {
		got := stale(authority, r, sim.Time((100+after)*1e9))
		assert.InDelta(t, want, got, 4*math.Sqrt(want*(1-want)/networks)+1e-4, "share %v s after", after)
	}
	at, question := r.Asked(7, 500e9)
	again, same := r.Asked(7, 900e9)
	assert.Equal(t, 400*time.Second, again.Sub(at), "a network's lag is its own for good")
	assert.Equal(t, question, same, "and so is the draw by which it takes its part of an answer")
}
