package theory

import (
	"math"

	"failsim/sim/portable"
)

// ErlangB returns the share of arrivals that c servers without a queue refuse
// at an offered load of a erlangs, by the recursion B(k) = aB(k-1)/(k+aB(k-1))
// (Erlang 1917). It holds for every distribution of service times (Sevastyanov 1957).
func ErlangB(c int, a float64) float64 {
	b := 1.0
	for k := 1; k <= c; k++ {
		b = a * b / (float64(k) + float64(a*b))
	}
	return b
}

// ErlangC returns the probability that an arrival waits for one of c servers
// with an unbounded queue: C = B/(1-(a/c)(1-B)). 1 if the queue is unstable.
func ErlangC(c int, a float64) float64 {
	if a >= float64(c) {
		return 1
	}
	b := ErlangB(c, a)
	return b / (1 - float64(a/float64(c)*(1-b)))
}

// MMC is a queue of Poisson arrivals, exponential service and c servers.
type MMC struct {
	Arrivals, Services float64 // per second, of all arrivals and of one server
	Servers            int
}

// Drain returns how fast a queue shortens: c mu - lambda; 0 if never.
func (q MMC) Drain() float64 {
	return max(0, float64(float64(q.Servers)*q.Services)-q.Arrivals)
}

// Waiting returns the probability of waiting.
func (q MMC) Waiting() float64 { return ErlangC(q.Servers, q.Arrivals/q.Services) }

// MeanWait returns C/(c mu - lambda).
func (q MMC) MeanWait() float64 { return q.Waiting() / q.Drain() }

// WaitQuantile inverts P(W>t) = C e^-(c mu - lambda)t.
func (q MMC) WaitQuantile(p float64) float64 {
	return ExponentialQuantile(q.Waiting(), q.Drain(), p)
}

// SojournTail returns P(W+S > t), the wait convolved with exponential service
// (Cooper, Introduction to Queueing Theory, 1981, section 3.8).
func (q MMC) SojournTail(t float64) float64 {
	c, eta, mu := q.Waiting(), q.Drain(), q.Services
	if math.Abs(eta-mu) < 1e-9*mu {
		return portable.Exp(-mu*t) * (1 + float64(c*mu*t))
	}
	return float64((1-c)*portable.Exp(-mu*t)) + c*(float64(eta*portable.Exp(-mu*t))-float64(mu*portable.Exp(-eta*t)))/(eta-mu)
}
