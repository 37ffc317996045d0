package distribution

import (
	"fmt"
	"time"

	"failsim/models/file"
	"failsim/sim/portable"
)

// BoundedPareto is a Pareto distribution given that the duration is at most high.
type BoundedPareto struct {
	low, high time.Duration
	shape     float64
	cut       float64 // share of the unbounded distribution that lies below high
}

// NewBoundedPareto returns the distribution on [low, high], where 0 < low < high, with
// a shape in (0, 100].
func NewBoundedPareto(low, high time.Duration, shape float64) (BoundedPareto, error) {
	if err := first(positive("low", low), number("shape", shape, 0, 100)); err != nil {
		return BoundedPareto{}, err
	}
	if high <= low {
		return BoundedPareto{}, fmt.Errorf("high must be longer than low, %s, not %s",
			file.FormatDuration(low), file.FormatDuration(high))
	}
	cut := -portable.Expm1(shape * portable.Log(float64(low)/float64(high)))
	return BoundedPareto{low, high, shape, cut}, nil
}

// Quantile implements Distribution.
func (l BoundedPareto) Quantile(u float64) time.Duration {
	return min(l.high, nanoseconds(float64(l.low)*portable.Exp(-portable.Log1p(-u*l.cut)/l.shape)))
}

// Mean implements Distribution. With x = shape-1 and r = ln(high/low) it is
// low * shape / cut * (1-e^(-x r))/x, whose limit at x = 0 is r.
func (l BoundedPareto) Mean() (time.Duration, bool) {
	x, r := l.shape-1, portable.Log(float64(l.high)/float64(l.low))
	growth := r
	if x != 0 {
		growth = -portable.Expm1(-x*r) / x
	}
	return meanOf(float64(l.low) * l.shape / l.cut * growth)
}

// String implements Distribution.
func (l BoundedPareto) String() string {
	return fmt.Sprintf("{bounded-pareto: {low: %s, high: %s, shape: %s}}",
		file.FormatDuration(l.low), file.FormatDuration(l.high), formatNumber(l.shape))
}
