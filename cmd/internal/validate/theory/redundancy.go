package theory

import (
	"failsim/sim/portable"
)

// KOfN is n components of which k must be up; each fails at a rate of 1/Up,
// and at most Crews are repaired at once.
type KOfN struct {
	N, K, Crews int
	Up, Down    float64
}

// failures and repairs are the rates with d components down.
func (s KOfN) failures(d int) float64 { return float64(s.N-d) / s.Up }
func (s KOfN) repairs(d int) float64  { return float64(min(d, s.Crews)) / s.Down }

// dist returns the stationary distribution of the number down.
func (s KOfN) dist() []float64 { return BirthDeath(s.N, s.failures, s.repairs) }

// Unavailability returns the probability that fewer than k are up.
func (s KOfN) Unavailability() float64 { return From(s.dist(), s.N-s.K+1) }

// Frequency returns how often the system goes down: P(k up) k/Up.
func (s KOfN) Frequency() float64 { return s.dist()[s.N-s.K] * float64(s.K) / s.Up }

// FirstRepair returns the mean time that just too many stay down: to the next
// repair, were nothing else to fail.
func (s KOfN) FirstRepair() float64 { return 1 / s.repairs(s.N-s.K+1) }

// FirstFailure returns the mean time from all up to the first outage.
func (s KOfN) FirstFailure() float64 { return HittingTime(s.N-s.K+1, s.failures, s.repairs) }

// Coverage is an active and a standby component. A failure of the active one
// is found and switched with probability Covered, which takes Failover; else
// people take Manual. States: both good, switching, uncovered, one good, none
// (Dugan and Trivedi 1989). Two crews; nothing fails while switching.
type Coverage struct{ Up, Down, Covered, Failover, Manual float64 }

// Solve returns the probabilities of switching, of an uncovered failure and of
// none good, and how often the service goes down.
func (c Coverage) Solve() (switching, uncovered, none, frequency float64) {
	l, m := 1/c.Up, 1/c.Down
	one := 2 * l / m
	f, u, z := float64(l*c.Covered*c.Failover), float64(l*(1-c.Covered)*c.Manual), float64(l/(2*m)*one)
	sum := 1 + one + f + u + z
	return f / sum, u / sum, z / sum, l * (1 + one) / sum
}

// AtLeast returns P(at least k of n independent events of probability p).
func AtLeast(n, k int, p float64) float64 {
	sum := 0.0
	for i := k; i <= n; i++ {
		sum += float64(binomial(n, i) * portable.Pow(p, float64(i)) * portable.Pow(1-p, float64(n-i)))
	}
	return sum
}

func binomial(n, k int) float64 {
	b := 1.0
	for i := range k {
		b *= float64(n-i) / float64(i+1)
	}
	return b
}

// CommonCause returns the probability that fewer than k of n components are
// up, each unavailable with probability q, of which a share beta is a shock
// that takes all of them (Fleming 1975).
func CommonCause(n, k int, q, beta float64) float64 {
	apart := AtLeast(n, n-k+1, (1-beta)*q)
	return float64(beta*q) + float64((1-float64(beta*q))*apart)
}
