package theory

import (
	"failsim/sim/portable"
)

// MDC is servers with a queue, Poisson arrivals and a constant time of service.
type MDC struct {
	Arrivals float64 // a second
	Service  float64 // seconds
	Servers  int
}

// Wait returns the share of requests that wait and their mean wait. Served in
// order of arrival, each server has every c-th request, so that waits are those
// of Erlang arrivals at one server; Spitzer's identity (1956) then gives both as
// sums over n of what n services exceed the time of nc arrivals by. The mean is
// Crommelin's (1932). P(N >= k) of a Poisson number of mean x is
// GammaIncReg(k, x).
func (q MDC) Wait() (share, mean float64) {
	c, load := float64(q.Servers), q.Arrivals*q.Service
	none := 0.0 // minus the logarithm of the share that does not wait
	for n := 1.0; n < 1e6; n++ {
		longer := portable.GammaIncReg(n*c, n*load)
		by := longer - float64(c/load*portable.GammaIncReg(float64(n*c)+1, n*load))
		none += longer / n
		mean += float64(q.Service * by)
		if longer < 1e-16 {
			break
		}
	}
	return -portable.Expm1(-none), mean
}

// Impatient is servers with a queue, Poisson arrivals and exponential service,
// whose callers all hang up after the same time of waiting.
type Impatient struct {
	Arrivals, Services, Patience float64 // a second, a second for each server, seconds
	Servers                      int
}

// Leave returns the share of callers who hang up, the share who find every
// server busy, and the mean time in the queue of all (Baccelli and Hebuterne
// 1981; the integrals are those of Zeltyn and Mandelbaum 2005, with constant
// patience).
func (q Impatient) Leave() (abandon, wait, mean float64) {
	n, lam, mu, d := q.Servers, q.Arrivals, q.Services, q.Patience
	drift, all := lam-float64(float64(n)*mu), float64(n)*mu
	within, timed := d, d*d/2 // of e^(drift x) and x e^(drift x) over x from 0 to d
	if drift != 0 {
		e := portable.Exp(drift * d)
		within = portable.Expm1(drift*d) / drift
		timed = (float64(d*e) - within) / drift
	}
	beyond := portable.Exp(drift*d) / all
	busy := within + beyond // J
	empty, term := 0.0, 1.0 // sum of (lam/mu)^j/j! over those of n-1, from there down
	for j := n - 1; j >= 0; j-- {
		empty += term
		term *= float64(j) * mu / lam
	}
	norm := empty + float64(lam*busy)
	return (1 + float64(drift*busy)) / norm, lam * busy / norm, lam * (timed + float64(d*beyond)) / norm
}

// Priority returns the mean waits of classes at one server that finishes what
// it has begun, the first class first (Cobham 1954). second are second moments
// of service.
func Priority(arrivals, mean, second []float64) []float64 {
	residual, load := 0.0, 0.0
	for i := range arrivals {
		residual += float64(arrivals[i] * second[i] / 2)
	}
	waits := make([]float64, len(arrivals))
	for i := range arrivals {
		before := load
		load += float64(arrivals[i] * mean[i])
		waits[i] = residual / ((1 - before) * (1 - load))
	}
	return waits
}
