package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/sim/portable"
)

func computePowerOfD(c *oracle.Case) Values {
	d, rho, mu := c.Count("d", 1, 1000), c.Share("rho"), c.Positive("mu", "1/s")
	mean := theory.PowerOfDMean(d, rho)
	v := Values{"mean_in_system_per_server": mean, "mean_sojourn": mean / (rho * mu), "p_wait": theory.PowerOfD(d, rho, 2) / rho}
	numbered(c, "tail_ge_", "", func(metric string, i float64) { v[metric] = theory.PowerOfD(d, rho, int(i)) })
	return v
}

// computeRandomSplit: a split of a Poisson stream by chance is Poisson, so
// that each server is an M/M/1 queue.
func computeRandomSplit(c *oracle.Case) Values {
	n, lam, mu := c.Count("N", 1, mostServers), c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s")
	each := lam / float64(n)
	rho := each / mu
	if rho >= 1 {
		oracle.Refuse("parameters of an unstable queue")
	}
	v := Values{"mean_in_system_per_server": rho / (1 - rho), "mean_sojourn": 1 / (mu - each), "mean_wait": rho / (mu - each),
		"p_wait": rho, "utilisation": rho}
	numbered(c, "tail_ge_", "", func(metric string, i float64) { v[metric] = portable.Pow(rho, i) })
	quantiles(c, v, "sojourn", "", func(p float64) float64 { return theory.ExponentialQuantile(1, mu-each, p) })
	quantiles(c, v, "wait", "", func(p float64) float64 { return theory.ExponentialQuantile(rho, mu-each, p) })
	return v
}

// computeRoundRobin: every N-th request of a Poisson stream comes after a sum
// of N exponential spans, so that each server is an E_N/M/1 queue.
func computeRoundRobin(c *oracle.Case) Values {
	n, lam, mu := c.Count("N", 1, mostServers), c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s")
	between := theory.Erlang(float64(n)/lam, n)
	sigma := theory.Sigma(between, mu)
	rate := mu * (1 - sigma)
	v := Values{"sigma": sigma, "mean_wait": sigma / rate, "mean_sojourn": 1 / rate, "mean_in_system_per_server": 1 / rate / between.Mean,
		"p_wait": sigma, "utilisation": min(1, 1/(mu*between.Mean))}
	quantiles(c, v, "sojourn", "", func(p float64) float64 { return theory.ExponentialQuantile(1, rate, p) })
	quantiles(c, v, "wait", "", func(p float64) float64 { return theory.ExponentialQuantile(sigma, rate, p) })
	return v
}

func computeShortest(c *oracle.Case) Values {
	lam, mu := c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s")
	if lam >= 2*mu {
		oracle.Refuse("parameters of an unstable queue")
	}
	s := theory.NewShortestOfTwo(lam, mu)
	return Values{"mean_in_system_per_server": s.InSystem / 2, "mean_sojourn": s.InSystem / lam, "p_wait": s.Waiting, "utilisation": s.Busy}
}

// computeHashing: nodes of v points each on a ring own shares that are
// Beta(v, v(N-1)) (spacings of uniform points; Karger et al. 1997).
func computeHashing(c *oracle.Case) Values {
	nodes, points := float64(c.Count("nodes", 1, mostServers)), float64(c.Count("virtual_nodes", 1, mostRequests))
	v := Values{
		"mean_share":                        1 / nodes,
		"cv_of_share":                       math.Sqrt((nodes - 1) / (float64(nodes*points) + 1)),
		"share_moved_when_one_node_is_lost": 1 / nodes,
	}
	quantiles(c, v, "share", "", func(p float64) float64 {
		return portable.InvRegIncBeta(points, points*(nodes-1), p)
	})
	return v
}

// computeSpillover is Envoy's documented rule of priority levels: a level
// takes as much as its healthy hosts times the overprovisioning can, the rest
// spills to the next; shares are normalised where the sum is below 100 %.
func computeSpillover(c *oracle.Case) Values {
	over := c.Positive("overprovisioning", "1")
	health := func(name string) float64 {
		return min(100, math.Floor(float64(over*c.Number(name, "1"))+1e-9))
	}
	first, second := health("healthy_percent_p0"), health("healthy_percent_p1")
	total := min(100, first+second)
	if total == 0 {
		oracle.Refuse("parameters that leave nothing healthy")
	}
	load := min(100, math.Round(first*100/total))
	return Values{"p0_percent": load, "p1_percent": 100 - load, "normalised_total_health": total}
}
