package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/sim/portable"
)

const (
	mostServers  = 100_000
	mostRequests = 1_000_000
)

// distributionOf returns the distribution that a case names.
func distributionOf(l oracle.Distribution) theory.Distribution {
	need := func(ok bool) {
		if !ok {
			oracle.Refuse("distribution %s with these parameters", l.Dist)
		}
	}
	switch l.Dist {
	case "deterministic":
		need(l.Mean > 0)
		return theory.Constant(l.Mean)
	case "exponential":
		need(l.Mean > 0)
		return theory.Exponential(l.Mean)
	case "erlang":
		need(l.Mean > 0 && l.K >= 1)
		return theory.Erlang(l.Mean, l.K)
	case "hyperexp2_balanced":
		need(l.Mean > 0 && l.CV2 > 1)
		return theory.Hyperexponential(l.Mean, l.CV2)
	case "lognormal":
		need(l.Mean > 0 && l.CV > 0)
		return theory.Lognormal(l.Mean, l.CV)
	case "pareto":
		need(l.Mean > 0 && l.Alpha > 1)
		return theory.Pareto(l.Mean, l.Alpha)
	case "bounded_pareto":
		need(l.Alpha > 0 && l.Low > 0 && l.High > l.Low)
		return theory.BoundedPareto(l.Alpha, l.Low, l.High)
	case "uniform":
		need(l.High > l.Low)
		return theory.Uniform(l.Low, l.High)
	}
	oracle.Refuse("distribution %q", l.Dist)
	return theory.Distribution{}
}

// orInfinite is x if a queue is stable.
func orInfinite(stable bool, x float64) float64 {
	if stable {
		return x
	}
	return math.Inf(1)
}

func computeMM1(c *oracle.Case) Values {
	lam, mu := c.Positive("lam", "1/s"), c.Positive("mu", "1/s")
	rho := lam / mu
	stable := rho < 1
	q := theory.MMC{Arrivals: lam, Services: mu, Servers: 1}
	v := Values{
		"utilisation":    min(rho, 1),
		"p_wait":         min(rho, 1),
		"mean_wait":      q.MeanWait(),
		"mean_sojourn":   orInfinite(stable, 1/(mu-lam)),
		"mean_in_system": orInfinite(stable, rho/(1-rho)),
		"mean_queue":     orInfinite(stable, rho*rho/(1-rho)),
		// Daley 1968: n times the variance of the mean wait of n in a row.
		"asymptotic_var_mean_wait": orInfinite(stable, rho*(2+float64(5*rho)-float64(4*rho*rho)+float64(rho*rho*rho))/(portable.Pow(1-rho, 4)*mu*mu)),
	}
	quantiles(c, v, "wait", "", q.WaitQuantile)
	quantiles(c, v, "sojourn", "", func(p float64) float64 { return theory.ExponentialQuantile(1, q.Drain(), p) })
	return v
}

func computeMMC(c *oracle.Case) Values {
	q := theory.MMC{Arrivals: c.Positive("lam", "1/s"), Services: c.Positive("mu", "1/s"), Servers: c.Count("c", 1, mostServers)}
	busy := q.Arrivals / q.Services
	wait := q.MeanWait()
	v := Values{
		"utilisation":    min(busy/float64(q.Servers), 1),
		"p_wait":         q.Waiting(),
		"mean_wait":      wait,
		"mean_sojourn":   wait + 1/q.Services,
		"mean_queue":     q.Arrivals * wait,
		"mean_in_system": float64(q.Arrivals*wait) + busy,
	}
	quantiles(c, v, "wait", "", q.WaitQuantile)
	quantiles(c, v, "sojourn", "", func(p float64) float64 { return theory.QuantileOf(q.SojournTail, p, 1/q.Services) })
	return v
}

func computeMMCK(c *oracle.Case) Values {
	lam, mu, servers := c.Positive("lam", "1/s"), c.Positive("mu", "1/s"), c.Count("c", 1, mostServers)
	places := c.Count("K", servers, mostRequests)
	p := theory.BirthDeath(places, func(int) float64 { return lam }, func(k int) float64 { return float64(min(k, servers)) * mu })
	block := p[places]
	through := lam * (1 - block)
	queue := theory.Mean(p, func(k int) float64 { return float64(max(k-servers, 0)) })
	inSystem := theory.Mean(p, func(k int) float64 { return float64(k) })
	v := Values{
		"p_block":               block,
		"throughput":            through,
		"utilisation":           through / (float64(servers) * mu),
		"mean_in_system":        inSystem,
		"mean_queue":            queue,
		"mean_wait_accepted":    queue / through,
		"mean_sojourn_accepted": inSystem / through,
		"p_wait_accepted":       theory.From(p[:places], servers) / (1 - block),
	}
	// Who finds k >= c waits for k-c+1 departures, each at rate c mu.
	tail := func(t float64) float64 {
		sum := 0.0
		for k := servers; k < places; k++ {
			sum += float64(p[k] * theory.ErlangTail(k-servers+1, float64(servers)*mu, t))
		}
		return sum / (1 - block)
	}
	quantiles(c, v, "wait", "_accepted", func(p float64) float64 { return theory.QuantileOf(tail, p, 1/mu) })
	return v
}

func computeErlangB(c *oracle.Case) Values {
	lam, servers, service := c.Positive("lam", "1/s"), c.Count("c", 1, mostServers), distributionOf(c.Distribution("service"))
	b := theory.ErlangB(servers, lam*service.Mean)
	return Values{
		"p_block":     b,
		"carried":     lam * (1 - b),
		"utilisation": lam * service.Mean * (1 - b) / float64(servers),
		"mean_wait":   0.0,
	}
}

func computeMG1(c *oracle.Case) Values {
	lam, service := c.Positive("lam", "1/s"), distributionOf(c.Distribution("service"))
	rho := float64(lam * service.Mean)
	wait := theory.MeanWaitMG1(lam, service)
	v := Values{"utilisation": min(rho, 1), "p_wait": min(rho, 1), "mean_wait": wait, "mean_sojourn": wait + service.Mean,
		"mean_queue": lam * wait, "mean_in_system": float64(lam*wait) + rho}
	if rho < 1 {
		quantiles(c, v, "wait", "", theory.NewWaits(lam, service).Quantile)
	}
	return v
}

func computeGIM1(c *oracle.Case) Values {
	between, mu := distributionOf(c.Distribution("arrival")), c.Positive("mu", "1/s")
	if between.Transform == nil {
		oracle.Refuse("distribution of parameter arrival: its transform has no form")
	}
	sigma := theory.Sigma(between, mu)
	rate := mu * (1 - sigma)
	v := Values{
		"sigma":          sigma,
		"utilisation":    min(1/(mu*between.Mean), 1),
		"p_wait":         sigma,
		"mean_wait":      sigma / rate,
		"mean_sojourn":   1 / rate,
		"mean_in_system": 1 / rate / between.Mean,
		"mean_queue":     sigma / rate / between.Mean,
	}
	quantiles(c, v, "wait", "", func(p float64) float64 { return theory.ExponentialQuantile(sigma, rate, p) })
	quantiles(c, v, "sojourn", "", func(p float64) float64 { return theory.ExponentialQuantile(1, rate, p) })
	return v
}

// computeAliasing compares a trace that knows its seconds only, whose requests
// come in a batch each second, with the Poisson arrivals that it recorded.
func computeAliasing(c *oracle.Case) Values {
	lam, service := c.Positive("lam", "1/s"), c.Positive("service_time", "s")
	if lam*service >= 1 {
		oracle.Refuse("parameters of an unstable queue")
	}
	apart := theory.MeanWaitMG1(lam, theory.Constant(service))
	// A request waits for the work before its batch and for those of the batch
	// before it: E[X(X-1)]/(2E[X]) = lambda/2 for a Poisson batch.
	together := theory.MeanBatchWorkload(lam, service) + float64(service*lam/2)
	return Values{"mean_wait_true_times": apart, "mean_wait_stamped_at_second": together, "ratio": together / apart}
}

// computeErlangA is M/M/c whose customers lose patience at rate theta (Palm
// 1957). The chain is cut where its weight is below 1e-16 of the whole.
func computeErlangA(c *oracle.Case) Values {
	lam, mu, theta := c.Positive("lam", "1/s"), c.Positive("mu", "1/s"), c.Positive("theta", "1/s")
	servers := c.Count("c", 1, mostServers)
	most := servers + int(2*lam/theta+float64(40*math.Sqrt(lam/theta))+200)
	if most > 10*mostRequests {
		oracle.Refuse("parameter theta is too small for a chain")
	}
	p := theory.BirthDeath(most, func(int) float64 { return lam }, func(k int) float64 {
		return float64(float64(min(k, servers))*mu) + float64(float64(max(k-servers, 0))*theta)
	})
	queue := theory.Mean(p, func(k int) float64 { return float64(max(k-servers, 0)) })
	through := lam - float64(theta*queue)
	return Values{
		"p_wait":         theory.From(p, servers),
		"p_abandon":      theta * queue / lam,
		"mean_queue":     queue,
		"mean_wait_all":  queue / lam,
		"throughput":     through,
		"utilisation":    through / (float64(servers) * mu),
		"mean_in_system": theory.Mean(p, func(k int) float64 { return float64(k) }),
	}
}

// computePS is processor sharing: P(N=n) = (1-rho)rho^n for every distribution of
// service (Sakata, Noguchi and Oizumi 1971).
func computePS(c *oracle.Case) Values {
	lam, dist := c.Positive("lam", "1/s"), c.Distribution("service")
	service := distributionOf(dist)
	rho := float64(lam * service.Mean)
	if rho >= 1 {
		oracle.Refuse("parameters of an unstable queue")
	}
	v := Values{"mean_sojourn": service.Mean / (1 - rho), "mean_in_system": rho / (1 - rho), "mean_slowdown": 1 / (1 - rho), "p_busy": rho}
	numbered(c, "p_n_ge_", "", func(metric string, n float64) { v[metric] = portable.Pow(rho, n) })
	if dist.Dist == "exponential" { // Coffman, Muntz and Trotter 1970
		v["var_sojourn"] = (2 + rho) / ((2 - rho) * (1 - rho) * (1 - rho)) * service.Mean * service.Mean
	}
	return v
}

// computeGGC holds the approximations of Allen and Cunneen and of Kraemer and
// Langenbach-Belz (1976) against what the oracle simulated.
func computeGGC(c *oracle.Case) Values {
	between, service, servers := distributionOf(c.Distribution("arrival")), distributionOf(c.Distribution("service")), c.Count("c", 1, mostServers)
	q := theory.MMC{Arrivals: 1 / between.Mean, Services: 1 / service.Mean, Servers: servers}
	ca, cs, rho := between.CV2(), service.CV2(), service.Mean/between.Mean/float64(servers)
	approximate := (ca + cs) / 2 * q.MeanWait()
	v := Values{"allen_cunneen_mean_wait": approximate, "klb_mean_wait": approximate}
	if ca < 1 {
		v["klb_mean_wait"] = approximate * portable.Exp(-2*(1-rho)/(3*rho)*(1-ca)*(1-ca)/(ca+cs))
	}
	if e, ok := c.Expected["simulated_mean_wait"].Value.(float64); ok {
		v["relative_error_of_allen_cunneen"] = approximate/e - 1 // below 0 where it is too low
	}
	if servers == 1 { // Kingman 1962
		v["kingman_upper_bound"] = (between.Variance() + service.Variance()) / between.Mean / (2 * (1 - rho))
	}
	return v
}

// computeInfinity is a Poisson number in service for every distribution (Mirasol 1963).
func computeInfinity(c *oracle.Case) Values {
	mean := c.Positive("lam", "1/s") * distributionOf(c.Distribution("service")).Mean
	v := Values{"mean_in_flight": mean, "var_in_flight": mean, "p_zero": portable.Exp(-mean)}
	numbered(c, "p", "_in_flight", func(metric string, n float64) {
		v[metric] = theory.PoissonQuantile(mean, n/math.Pow10(len(metric)-len("p_in_flight")))
	})
	return v
}

func computeClosed(c *oracle.Case) Values {
	clients, think, mu := c.Count("clients", 1, mostRequests), c.Number("think_time", "s"), c.Positive("mu", "1/s")
	through, response := theory.ClosedLoop(clients, think, mu)
	open := orInfinite(through < mu, 1/(mu-through))
	return Values{"throughput": through, "mean_response": response, "open_loop_mean_response_same_rate": open, "open_over_closed": open / response}
}
