package law

import (
	"fmt"
	"math"
	"time"
)

// Lognormal is a duration whose logarithm is normal: the usual law of service
// times and of the phases of an incident. It is drawn for every request, so
// Quantile is a few polynomials and one exponential.
type Lognormal struct {
	logMedian float64 // of nanoseconds
	sigma     float64
	median    time.Duration
}

// NewLognormal returns the law with a median longer than 0 and a standard
// deviation of the logarithm in (0, 10].
func NewLognormal(median time.Duration, sigma float64) (Lognormal, error) {
	return Lognormal{math.Log(float64(median)), sigma, median},
		first(positive("median", median), number("sigma", sigma, 0, 10))
}

// NewLognormalFromMean returns the law with a mean longer than 0 and a
// coefficient of variation, standard deviation over mean, in (0, 1000].
func NewLognormalFromMean(mean time.Duration, cv float64) (Lognormal, error) {
	if err := first(positive("mean", mean), number("cv", cv, 0, 1000)); err != nil {
		return Lognormal{}, err
	}
	variance := math.Log1p(cv * cv)
	median := nanoseconds(float64(mean) * math.Exp(-variance/2))
	return NewLognormal(max(median, 1), math.Sqrt(variance))
}

// Quantile implements Law. It is exact to about 1e-14, relatively.
func (l Lognormal) Quantile(u float64) time.Duration {
	return nanoseconds(math.Exp(l.logMedian + l.sigma*normalQuantile(u)))
}

// Mean implements Law.
func (l Lognormal) Mean() (time.Duration, bool) {
	return meanOf(math.Exp(l.logMedian + l.sigma*l.sigma/2))
}

// String implements Law.
func (l Lognormal) String() string {
	return fmt.Sprintf("{lognormal: {median: %s, sigma: %s}}", FormatDuration(l.median), formatNumber(l.sigma))
}
