package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
)

// computeTransient is M/M/c(t) from its stationary distribution: servers are lost at
// one time and back at another; who was in service goes back to the queue.
func computeTransient(c *oracle.Case) Values {
	lam, mu := c.Positive("lam", "1/s"), c.Positive("mu", "1/s")
	normal, outage := c.Count("c_normal", 1, mostServers), c.Count("c_outage", 0, mostServers)
	fail, restore, times := c.Number("t_fail", "s"), c.Number("t_restore", "s"), c.Numbers("times")
	if lam >= float64(normal)*mu || !(0 <= fail && fail <= restore) {
		oracle.Refuse("parameters without a stationary distribution to start in")
	}
	// Far beyond the mean that the outage can pile up, by 12 deviations.
	most := normal + int(400/(1-lam/mu/float64(normal))*0.1) + 200
	pile := float64((restore - fail) * max(lam-float64(float64(outage)*mu), 0))
	most += int(pile + float64(12*math.Sqrt(float64((restore-fail)*(lam+float64(float64(outage)*mu)))+1)))
	if most > 100_000 {
		oracle.Refuse("parameters of too long a queue")
	}
	up := func(int) float64 { return lam }
	with := func(servers int) func(int) float64 {
		return func(k int) float64 { return float64(min(k, servers)) * mu }
	}
	v := Values{}
	chain, now := theory.NewTransient(theory.BirthDeath(most, up, with(normal))), 0.0
	to := func(t float64) {
		for _, phase := range []struct {
			until   float64
			servers int
		}{{fail, normal}, {restore, outage}, {math.Inf(1), normal}} {
			if end := min(t, phase.until); end > now {
				chain.Advance(end-now, up, with(phase.servers))
				now = end
			}
		}
	}
	for _, t := range times {
		if t < now {
			oracle.Refuse("parameter times is not in order")
		}
		to(t)
		p := chain.Distribution()
		v[named("mean_in_system_at_", t, "s")] = theory.Mean(p, func(k int) float64 { return float64(k) })
		v[named("p_all_normal_servers_busy_at_", t, "s")] = theory.From(p, normal)
	}
	return v
}
