package theory

import "math"

// RetryLoad is clients that retry refused attempts at c servers without a
// queue, in the limit of long backoffs: Lambda = lambda sum over k<m of
// B(c, Lambda s)^k (Cohen 1957). Attempts 0 means for ever.
type RetryLoad struct {
	Arrivals, Service float64
	Servers, Attempts int
}

// Blocking returns what share of attempts is refused at a rate of attempts.
func (r RetryLoad) Blocking(attempts float64) float64 {
	return ErlangB(r.Servers, attempts*r.Service)
}

// excess is negative where a rate of attempts brings about a higher one.
func (r RetryLoad) excess(attempts float64) float64 {
	b := r.Blocking(attempts)
	if r.Attempts == 0 {
		return float64(attempts*(1-b)) - r.Arrivals
	}
	sum, power := 0.0, 1.0
	for range r.Attempts {
		sum += power
		power *= b
	}
	return attempts - float64(r.Arrivals*sum)
}

// Solve returns the lowest rate of attempts that brings itself about and how
// many there are; +Inf if there is none.
func (r RetryLoad) Solve() (attempts float64, number int) {
	high := float64(r.Arrivals * float64(max(r.Attempts, 1)) * (1 + 1e-9))
	if r.Attempts == 0 {
		if r.Arrivals*r.Service >= float64(r.Servers) {
			return math.Inf(1), 0
		}
		high = 1000 * float64(r.Servers) / r.Service
	}
	const pieces = 20000
	attempts = math.Inf(1)
	low := float64(r.Arrivals * (1 - 1e-9))
	width := (high - low) / pieces
	before := r.excess(low) >= 0
	for i := 1; i <= pieces; i++ {
		to := low + float64(float64(i)*width)
		after := r.excess(to) >= 0
		if before != after {
			number++
			if math.IsInf(attempts, 1) {
				attempts = root(r.excess, to-width, to)
			}
		}
		before = after
	}
	return attempts, number
}
