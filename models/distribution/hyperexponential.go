package distribution

import (
	"fmt"
	"math"
	"time"

	"failsim/models/file"
	"failsim/sim/portable"
)

// Hyperexponential is a mixture of two exponential distributions, a short one and a
// long one that contribute equally to the mean (balanced means; Tijms,
// Stochastic Models, 1994, appendix B). It varies more than Exponential.
type Hyperexponential struct {
	mean  time.Duration
	cv    float64
	share [2]float64
	rate  [2]float64 // per nanosecond
}

// NewHyperexponential returns the distribution of a mean longer than 0 and a
// coefficient of variation above 1.
func NewHyperexponential(mean time.Duration, cv float64) (Hyperexponential, error) {
	if err := first(positive("mean", mean), number("cv", cv, 1, 1000)); err != nil {
		return Hyperexponential{}, err
	}
	p := float64((1 + math.Sqrt((float64(cv*cv)-1)/(float64(cv*cv)+1))) / 2)
	m := float64(mean)
	return Hyperexponential{mean, cv, [2]float64{p, 1 - p}, [2]float64{2 * p / m, 2 * (1 - p) / m}}, nil
}

// Quantile implements Distribution. It solves survival(t) = 1-u by Newton's method on
// the logarithm of survival, which is convex and falling: from the left,
// every step stays left of the solution, and few are needed.
func (l Hyperexponential) Quantile(u float64) time.Duration {
	goal, t := portable.Log1p(-u), 0.0
	for range 100 {
		a := float64(l.share[0] * portable.Exp(-l.rate[0]*t))
		b := float64(l.share[1] * portable.Exp(-l.rate[1]*t))
		step := (portable.Log(a+b) - goal) * (a + b) / (float64(a*l.rate[0]) + float64(b*l.rate[1]))
		t += step
		if !(step > 1e-3) { // a thousandth of a nanosecond
			break
		}
	}
	return nanoseconds(max(t, 0))
}

// Mean implements Distribution.
func (l Hyperexponential) Mean() (time.Duration, bool) { return l.mean, true }

// String implements Distribution.
func (l Hyperexponential) String() string {
	return fmt.Sprintf("{hyperexponential: {mean: %s, cv: %s}}", file.FormatDuration(l.mean), formatNumber(l.cv))
}
