package queue

import (
	"fmt"
	"math"

	"failsim/models/distribution"
	"failsim/sim"
)

// batches is arrivals that come several at once.
type batches struct {
	gap, size sim.Key
	every     distribution.Distribution
	law       sizeLaw
	drawn     uint64 // batches so far
	left      int    // of the present batch
}

func (b *batches) next(_ uint64, last sim.Time) sim.Time {
	at := last
	for b.left == 0 {
		at = at.Add(b.every.Quantile(b.gap.Float64(b.drawn)))
		if at == sim.Never {
			return at
		}
		b.left = b.law.quantile(b.size.Float64(b.drawn))
		b.drawn++
	}
	b.left--
	return at
}

// sizeLaw is a distribution of whole numbers, by its name and mean.
type sizeLaw struct {
	name string // fixed, poisson or geometric
	mean float64
}

// mostMean keeps the inversion of Poisson sizes short and e^-mean above 0.
const mostMean = 500

func (l sizeLaw) check() error {
	if l.name == "poisson" && l.mean > mostMean {
		return fmt.Errorf("a Poisson size has a mean of at most %d", mostMean)
	}
	if l.name == "geometric" && l.mean < 1 {
		return fmt.Errorf("a geometric size is at least 1, and so is its mean")
	}
	return nil
}

// quantile returns the size that is exceeded with probability 1-u at most.
func (l sizeLaw) quantile(u float64) int {
	switch l.name {
	case "poisson":
		return poissonQuantile(u, l.mean)
	case "geometric":
		if l.mean == 1 {
			return 1
		}
		return max(1, int(math.Ceil(math.Log1p(-u)/math.Log1p(-1/l.mean))))
	}
	return int(l.mean)
}

func poissonQuantile(u, mean float64) int {
	n, p := 0, math.Exp(-mean)
	for sum := p; sum < u && p > 0; sum += p {
		n++
		p *= mean / float64(n)
	}
	return n
}
