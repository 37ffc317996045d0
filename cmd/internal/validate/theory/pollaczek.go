package theory

import (
	"math"

	"failsim/sim/portable"

	"gonum.org/v1/gonum/dsp/fourier"
)

// MeanWaitMG1 returns the mean wait of Poisson arrivals at one FIFO server:
// lambda E[S^2]/(2(1-rho)) (Pollaczek 1930, Khinchine 1932).
func MeanWaitMG1(arrivals float64, service Distribution) float64 {
	rho := float64(arrivals * service.Mean)
	if rho >= 1 {
		return math.Inf(1)
	}
	return arrivals * service.Second / (2 * (1 - rho))
}

// Waits is the distribution of the wait of Poisson arrivals at one FIFO server:
// P(W<=x) = (1-rho) sum rho^n F_e^n*(x), with the excess distribution F_e of service
// (Beekman's convolution; Kleinrock, Queueing Systems I, 1975, section 5.7).
// It is solved on a lattice with F_e rounded up and down, which bound the
// truth.
type Waits struct {
	rho     float64
	service Distribution
}

// NewWaits returns the distribution for a stable queue.
func NewWaits(arrivals float64, service Distribution) Waits {
	return Waits{arrivals * service.Mean, service}
}

const (
	coarse = 1 << 13 // points to find where the quantile lies
	fine   = 1 << 18 // points to compute it with
)

// Quantile returns the p-quantile: the middle of its rigorous bounds, which
// are some 3 parts in a million of it apart.
func (w Waits) Quantile(p float64) float64 {
	if w.rho <= 1-p {
		return 0
	}
	span := 16 * w.service.Mean / (1 - w.rho)
	for range 60 {
		if q := w.onLattice(p, span, coarse); q > 0 {
			return w.onLattice(p, float64(1.25*q)+float64(2*span/coarse), fine)
		}
		span *= 2
	}
	return math.Inf(1)
}

// onLattice returns the quantile if it lies within half of span, else 0.
func (w Waits) onLattice(p, span float64, points int) float64 {
	// Both halves of the transform's period: spans beyond it come round again.
	step := span / float64(points/2)
	mass := make([]float64, points)
	before := 0.0
	for i := range points / 2 {
		to := w.service.Excess(float64(i+1) * step)
		mass[i] = to - before // rounded down to i steps
		before = to
	}
	low, ok := w.crossing(mass, p, step)
	if !ok {
		return 0
	}
	copy(mass[1:], mass[:points/2])
	mass[0] = 0 // rounded up
	high, ok := w.crossing(mass, p, step)
	if !ok {
		return 0
	}
	return (low + high) / 2
}

// crossing returns where the distribution of the wait reaches p. The geometric sum is
// taken in the frequency domain; a tilt of e^-30 a period keeps what wraps
// around out of the first half (Gruebel and Hermesmeier 1999).
func (w Waits) crossing(mass []float64, p, step float64) (float64, bool) {
	n := len(mass)
	tilt := 30 / float64(n)
	tilted := make([]float64, n)
	for i, m := range mass {
		tilted[i] = m * portable.Exp(-tilt*float64(i))
	}
	transform := fourier.NewFFT(n)
	c := transform.Coefficients(nil, tilted)
	for i := range c {
		c[i] = quotient(1-w.rho, 1-float64(w.rho*real(c[i])), -float64(w.rho*imag(c[i])))
	}
	transform.Sequence(tilted, c)
	sum := 0.0
	for i := range n / 2 {
		next := sum + float64(tilted[i]/float64(n)*portable.Exp(tilt*float64(i)))
		if next >= p {
			return (float64(i) - 1 + (p-sum)/(next-sum)) * step, true
		}
		sum = next
	}
	return 0, false
}

// quotient returns n/(re + i im) by Smith's method (1962). The quotients of the language
// multiply and add in one go where a processor can.
func quotient(n, re, im float64) complex128 {
	if math.Abs(re) >= math.Abs(im) {
		ratio := im / re
		denominator := re + float64(ratio*im)
		return complex(n/denominator, -float64(n*ratio)/denominator)
	}
	ratio := re / im
	denominator := im + float64(ratio*re)
	return complex(float64(n*ratio)/denominator, -n/denominator)
}
