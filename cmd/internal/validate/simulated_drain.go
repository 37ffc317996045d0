package validate

import (
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/distribution"
	"failsim/models/dns"
	"failsim/models/policy"
	"failsim/sim"
)

// simulateDrain moves a name and asks every resolver when it lets go of the
// dead address. A resolver's residual is uniform on the period that it holds
// answers for, so that a residual without memory is that of a period which is
// the sum of two exponential spans.
func simulateDrain(c *oracle.Case, size int, key sim.Key) Estimates {
	d, rate := drainOf(c), c.Positive("arrival_rate", "1/s")
	forgetful := func(mean float64) distribution.Distribution {
		return distribution.Must(distribution.NewErlang(sim.FromSeconds(2*mean), 2))
	}
	var obeying distribution.Distribution = distribution.Must(distribution.NewConstant(sim.FromSeconds(d.ttl)))
	if !d.uniform {
		obeying = forgetful(d.ttl)
	}
	holdings := []dns.Holding{{Share: d.share, Hold: forgetful(d.hold)}, {Share: 1, Hold: obeying}}
	resolvers := dns.NewResolvers(key.Named("resolvers"), size, time.Nanosecond, holdings)
	authority := dns.NewAuthority([]sim.Key{key.Named("pick")}, [][]policy.Endpoint{{{Region: 0, Rank: 1, Weight: 1}, {Region: 1, Rank: 2, Weight: 1}}})
	// The fault lies an hour after the start, as any instant does.
	fault := sim.Time(time.Hour)
	moved := fault.Add(sim.FromSeconds(d.moved))
	authority.Publish(0, moved, []float64{0, 1})
	held := make([]float64, size) // seconds from the fault
	for i := range held {
		held[i] = letsGo(authority, resolvers, i, moved).Sub(fault).Seconds()
	}
	mean := average(held)
	e := Estimates{"mean_unavailability_time": mean, "expected_lost_requests": rate * mean}
	for _, t := range c.Numbers("times") {
		n := 0.0
		for _, h := range held {
			if h > t-1e-9 || t <= d.moved { // at the very instant no client has retried
				n++
			}
		}
		e[named("share_failing_at_", t, "s")] = n / float64(size)
	}
	return e
}

// letsGo returns when resolver i first answers with another endpoint than the
// first, from an instant on.
func letsGo(a *dns.Authority, r *dns.Resolvers, i int, from sim.Time) sim.Time {
	holds := func(t sim.Time) bool {
		asked, question := r.Asked(i, t)
		return a.Resolve(0, i, asked, question) == 0
	}
	span := time.Second
	for holds(from.Add(span)) {
		span *= 2
	}
	low, high := from-1, from.Add(span)
	for high-low > 1 {
		if middle := low + (high-low)/2; holds(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
