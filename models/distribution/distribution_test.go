package distribution

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const second = time.Second

// distributions holds every distribution, with moderate and with extreme parameters.
var distributions = []Distribution{
	Must(NewConstant(0)),
	Must(NewConstant(90 * second)),
	Must(NewUniform(0, 0)),
	Must(NewUniform(second, 3*second)),
	Must(NewUniform(1, math.MaxInt64)),
	Must(NewExponential(1)),
	Must(NewExponential(8 * second)),
	Must(NewHyperexponential(second, 1.01)),
	Must(NewHyperexponential(second, 4)),
	Must(NewLognormal(800*time.Millisecond, 0.5)),
	Must(NewLognormal(4*time.Hour, 1)),
	Must(NewLognormal(second, 10)),
	Must(NewLognormalFromMean(second, 0.3)),
	Must(NewWeibull(second, 0.5)),
	Must(NewWeibull(second, 3)),
	Must(NewPareto(second, 3)),
	Must(NewPareto(second, 0.1)),
	Must(NewBoundedPareto(second, time.Hour, 1)),
	Must(NewBoundedPareto(second, time.Hour, 1.5)),
	Must(NewBoundedPareto(time.Millisecond, time.Hour, 0.5)),
}

func TestALargerNumberNeverMakesAShorterDuration(t *testing.T) {
	for _, l := range distributions {
		t.Run(l.String(), func(t *testing.T) {
			last := time.Duration(0)
			for i := range 100_000 {
				d := l.Quantile((float64(i) + 0.5) / 100_000)
				require.GreaterOrEqual(t, d, last)
				last = d
			}
		})
	}
}

func TestTheMostExtremeDrawsAreFiniteAndNotNegative(t *testing.T) {
	const least = 0.5 / (1 << 53) // of sim.Key.Float64
	for _, l := range distributions {
		low, high := l.Quantile(least), l.Quantile(1-1.0/(1<<53))
		assert.GreaterOrEqual(t, low, time.Duration(0), l)
		assert.GreaterOrEqual(t, high, low, l)
	}
}

// TestTheMeanIsTheIntegralOfTheQuantile integrates over u = x^3 (10 - 15x + 6x^2),
// whose derivative vanishes at both ends, where quantiles may have poles.
func TestTheMeanIsTheIntegralOfTheQuantile(t *testing.T) {
	const steps = 200_000
	for _, l := range distributions {
		mean, ok := l.Mean()
		if !ok || mean > 1000*time.Hour || mean < 100 {
			continue // rounding to nanoseconds or saturation shows
		}
		t.Run(l.String(), func(t *testing.T) {
			sum := 0.0
			for i := range steps {
				x := (float64(i) + 0.5) / steps
				u := x * x * x * (10 - 15*x + 6*x*x)
				sum += float64(l.Quantile(u)) * 30 * x * x * (1 - x) * (1 - x) / steps
			}
			assert.InEpsilon(t, float64(mean), sum, 2e-4)
		})
	}
}

func TestLawsKnowTheirClosedForms(t *testing.T) {
	cases := []struct {
		distribution Distribution
		u            float64
		want         time.Duration
	}{
		{Must(NewUniform(second, 3*second)), 0.25, 1500 * time.Millisecond},
		{Must(NewExponential(second)), 1 - math.Exp(-2), 2 * second},
		{Must(NewLognormal(second, 0.5)), 0.5, second},
		{Must(NewLognormal(second, 0.5)), 0.975, 2664408262 * time.Nanosecond}, // e^(0.5 * 1.959963984540054)
		{Must(NewWeibull(second, 7)), 1 - math.Exp(-1), second},
		{Must(NewPareto(second, 2)), 0.75, 2 * second},
		{Must(NewBoundedPareto(second, 2*second, 1)), 0.5, 1333333333 * time.Nanosecond},
	}
	for _, c := range cases {
		assert.InDelta(t, float64(c.want), float64(c.distribution.Quantile(c.u)), 1, "%s at %g", c.distribution, c.u)
	}
}

func TestHyperexponentialQuantileInvertsItsSurvival(t *testing.T) {
	l := Must(NewHyperexponential(time.Hour, 6))
	for _, u := range []float64{1e-9, 0.1, 0.5, 0.9, 0.999, 1 - 1e-12} {
		x := float64(l.Quantile(u))
		s := l.share[0]*math.Exp(-l.rate[0]*x) + l.share[1]*math.Exp(-l.rate[1]*x)
		assert.InEpsilon(t, 1-u, s, 1e-6, u)
	}
}

func TestLognormalFromMeanHasThatMeanAndVariation(t *testing.T) {
	l := Must(NewLognormalFromMean(2*second, 1.5))
	mean, ok := l.Mean()
	assert.True(t, ok)
	assert.InDelta(t, float64(2*second), float64(mean), 2)
	assert.InEpsilon(t, 1.5, math.Sqrt(math.Expm1(l.sigma*l.sigma)), 1e-12)
}

func TestMeansThatNoDurationHoldsAreInfinite(t *testing.T) {
	for _, l := range []Distribution{
		Must(NewPareto(second, 1)),
		Must(NewPareto(second, 0.5)),
		Must(NewWeibull(time.Hour, 0.01)),
		Must(NewLognormal(time.Hour, 10)),
	} {
		mean, ok := l.Mean()
		assert.False(t, ok, l)
		assert.Equal(t, time.Duration(math.MaxInt64), mean, l)
	}
}

func TestConstructorsRefuseWhatIsOutOfRange(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	refuse := func(want string) func(Distribution, error) {
		return func(_ Distribution, err error) {
			t.Helper()
			require.ErrorContains(t, err, want)
		}
	}
	refuse("negative")(of(NewConstant(-1)))
	refuse("in order")(of(NewUniform(2, 1)))
	refuse("not negative")(of(NewUniform(-2, 1)))
	refuse("mean must be longer than 0s")(of(NewExponential(0)))
	refuse("cv must be above 1")(of(NewHyperexponential(second, 1)))
	refuse("median must be longer than 0s, not -1ns")(of(NewLognormal(-1, 1)))
	refuse("sigma must be above 0 and at most 10, not NaN")(of(NewLognormal(second, nan)))
	refuse("not +Inf")(of(NewLognormal(second, inf)))
	refuse("cv must be above 0")(of(NewLognormalFromMean(second, 0)))
	refuse("mean must")(of(NewLognormalFromMean(0, 1)))
	refuse("shape must be above 0")(of(NewWeibull(second, -1)))
	refuse("scale must")(of(NewWeibull(0, 1)))
	refuse("shape must")(of(NewPareto(second, 101)))
	refuse("low must")(of(NewPareto(0, 1)))
	refuse("high must be longer than low, 1s, not 1s")(of(NewBoundedPareto(second, second, 1)))
	refuse("shape must")(of(NewBoundedPareto(second, 2*second, nan)))
	assert.Panics(t, func() { Must(NewConstant(-1)) })
}

func of[L Distribution](l L, err error) (Distribution, error) { return l, err }
