package distribution

import (
	"fmt"
	"math"
	"time"

	"failsim/models/file"
	"failsim/sim/portable"
)

// Erlang is the sum of stages exponential durations of equal means: it varies
// less than Exponential, the less the more stages there are.
type Erlang struct {
	mean   time.Duration
	stages int
}

// mostStages is where the terms of the sum of survival come near to what a
// float64 can hold; with so many stages the distribution is nearly normal.
const mostStages = 200

// NewErlang returns the distribution of a mean longer than 0 and of 1 to 200 stages.
func NewErlang(mean time.Duration, stages int) (Erlang, error) {
	return Erlang{mean, stages}, first(positive("mean", mean), number("stages", float64(stages), 0, mostStages))
}

// Quantile implements Distribution. It solves survival(x) = 1-u, for stages of mean 1,
// by Newton's method on the logarithm of survival, which is concave and
// falling: whatever the start, every step but the first comes from the right.
func (l Erlang) Quantile(u float64) time.Duration {
	goal := portable.Log1p(-u)
	x := l.near(u)
	for range 100 {
		logSurvival, hazard := l.tail(x)
		step := (logSurvival - goal) / hazard
		x = max(x+step, x/16)
		if math.Abs(step) <= 1e-13*x {
			break
		}
	}
	return nanoseconds(x * float64(l.mean) / float64(l.stages))
}

// near returns about the quantile for stages of mean 1, by Wilson and
// Hilferty's cube of a normal one (1931), which fails only far to the left.
func (l Erlang) near(u float64) float64 {
	k := float64(l.stages)
	root := 1 - 1/(9*k) + portable.NormalQuantile(u)/(3*math.Sqrt(k))
	return k * portable.Pow(max(root, 0.1), 3)
}

// tail returns the logarithm of the probability that stages of mean 1 last
// longer than x, and the rate at which they end there.
func (l Erlang) tail(x float64) (logSurvival, hazard float64) {
	term, sum := 1.0, 1.0
	for i := 1; i < l.stages; i++ {
		term = float64(term * (x / float64(i)))
		sum += term
	}
	return portable.Log(sum) - x, term / sum
}

// Mean implements Distribution.
func (l Erlang) Mean() (time.Duration, bool) { return l.mean, true }

// String implements Distribution.
func (l Erlang) String() string {
	return fmt.Sprintf("{erlang: {mean: %s, stages: %d}}", file.FormatDuration(l.mean), l.stages)
}
