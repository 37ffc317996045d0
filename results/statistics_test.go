package results

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/sim"
)

var testKey = sim.NewKey(1, 0).Named("test")

// The figures of these two come from the formula, computed with another library.
func TestStudentInterval(t *testing.T) {
	mean, sd, half := StudentInterval([]float64{9.8, 10.2, 10.4, 9.9, 10, 10.3, 9.7, 10.1, 10.6, 9.9}, 0.95)
	assert.InEpsilon(t, 10.09, mean, 1e-9)
	assert.InEpsilon(t, 0.2846049894151541, sd, 1e-9)
	assert.InEpsilon(t, 0.2035941446466892, half, 1e-8)
	mean, sd, half = StudentInterval([]float64{0.9991, 0.9997, 1, 0.9993, 0.9999}, 0.99)
	assert.InEpsilon(t, 0.9996, mean, 1e-9)
	assert.InEpsilon(t, 0.00038729833462075635, sd, 1e-9)
	assert.InEpsilon(t, 0.0007974526240159932, half, 1e-8)
}

func TestStudentQuantileOfTables(t *testing.T) {
	for freedom, want := range map[int]float64{1: 12.7062047362, 4: 2.7764451052, 29: 2.0452296421} {
		assert.InDelta(t, want, studentQuantile(freedom, 0.975), 1e-9)
		assert.InDelta(t, want, studentQuantile(freedom, 0.975), 1e-9, "kept")
	}
}

func TestEstimateMean(t *testing.T) {
	e := EstimateMean([]float64{0.9991, 0.9997, 1, 0.9993, 0.9999}, Shares, testKey)
	assert.InDelta(t, 0.9996, float64(e.Mean), 1e-12)
	assert.Equal(t, Number(1), e.CI95[1], "clipped to what a share can be")
	assert.Equal(t, StudentT, e.Method)

	e = EstimateMean([]float64{nan, 3, nan}, NotNegative, testKey)
	assert.Equal(t, Estimate{Mean: 3, N: 1, Warning: OneSample}, e)
	e = EstimateMean([]float64{nan}, NotNegative, testKey)
	assert.True(t, !e.Mean.Known() && e.N == 0 && e.CI95 == nil)
	e = EstimateMean([]float64{0, 0, 0, 0}, Shares, testKey)
	assert.Equal(t, &Interval{0, Number(NeverSeen(4))}, e.CI95, "four times nothing is no proof of nothing")
	assert.Equal(t, NoFailureSeen, e.Warning)
	e = EstimateMean([]float64{1, 1, 1, 1}, Shares, testKey)
	assert.Equal(t, &Interval{1 - Number(NeverSeen(4)), 1}, e.CI95)
	assert.Equal(t, "100 % in all 4", percent(e))
	e = EstimateMean([]float64{0, 0, 0, 0}, NotNegative, testKey)
	assert.True(t, e.CI95[0] == 0 && !e.CI95[1].Known(), "and who knows how much it would be")
	e = EstimateMean([]float64{5, 5, 5}, NotNegative, testKey)
	assert.Equal(t, &Interval{5, 5}, e.CI95)

	heavy := []float64{1, 1, 1, 1, 1, 2, 1, 1, 1, 90}
	e = EstimateMean(heavy, NotNegative, testKey)
	assert.Equal(t, Bootstrap, e.Method)
	assert.Equal(t, HeavyTailed, e.Warning)
	assert.Equal(t, e, EstimateMean(heavy, NotNegative, testKey), "the same key draws the same")
	e = EstimateMean([]float64{1, 1, 1, 1, 90}, NotNegative, testKey)
	assert.Equal(t, StudentT, e.Method, "too few to resample")
	assert.Equal(t, HeavyTailed, e.Warning)

	exponential := make([]float64, 20) // its quantiles: skewed, but the tail is as light as that
	for i := range exponential {
		exponential[i] = -math.Log(1 - (float64(i)+0.5)/20)
	}
	e = EstimateMean(exponential, NotNegative, testKey)
	assert.Equal(t, Bootstrap, e.Method)
	assert.Equal(t, Skewed, e.Warning)
}

// Of 1000 intervals from 10 normal values each, 926 to 971 hold the mean with
// 99.9 %; Student's t is exact there.
func TestCoverageOfStudentsInterval(t *testing.T) {
	held := 0
	x := make([]float64, 10)
	for run := range 1000 {
		for i := range x {
			x[i] = 3 + distuv.UnitNormal.Quantile(testKey.Float64(uint64(run*len(x)+i)))
		}
		mean, _, half := StudentInterval(x, 0.95)
		if math.Abs(mean-3) <= half {
			held++
		}
	}
	assert.GreaterOrEqual(t, held, 926)
	assert.LessOrEqual(t, held, 971)
}

// The whole rule (t, or a bootstrap with a warning) on exponential values: an
// interval without a warning must not cover much less than it says.
func TestWarningsCatchTheSkew(t *testing.T) {
	held, plain, warned := 0, 0, 0
	x := make([]float64, 20)
	for run := range 400 {
		for i := range x {
			x[i] = -math.Log(testKey.Float64(uint64(run*len(x) + i)))
		}
		e := EstimateMean(x, NotNegative, testKey.At(uint64(run)))
		if e.Warning != "" {
			warned++
			continue
		}
		plain++
		if e.CI95[0] <= 1 && 1 <= e.CI95[1] {
			held++
		}
	}
	assert.Greater(t, warned, 200, "exponential values are skewed")
	assert.Greater(t, float64(held)/float64(plain), 0.88)
}

// Efron and Tibshirani, An Introduction to the Bootstrap, 1993, table 14.2: the
// variance of the spatial test data, 90 % BCa interval (115.8, 259.6) from 2000
// resamples, acceleration 0.061.
func TestBootstrapOfEfronAndTibshirani(t *testing.T) {
	a := []float64{48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41}
	variance := func(x []float64) float64 { return stat.PopVariance(x, nil) }
	assert.InDelta(t, 171.5, variance(a), 0.05)
	assert.InDelta(t, 0.061, acceleration(a, variance), 0.0005)
	low, high := BootstrapBCa(a, variance, 0.90, testKey)
	assert.InDelta(t, 115.8, low, 6, "within the noise of 2000 resamples")
	assert.InDelta(t, 259.6, high, 10)
}

func TestWilsonInterval(t *testing.T) {
	// Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
	for _, c := range []struct {
		hits      float64
		n         int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		low, high := Wilson(c.hits, c.n)
		assert.InDelta(t, c.low, low, 5e-5)
		assert.InDelta(t, c.high, high, 5e-5)
	}
	assert.Equal(t, 0, EstimateProportion(0, 0).N)
	assert.False(t, EstimateProportion(0, 0).Share.Known())
}

func TestWhatWasNeverSeenHasABound(t *testing.T) {
	assert.InDelta(t, 3.0/1e6, NeverSeen(1e6), 0.01/1e6, "the rule of three")
	assert.InDelta(t, 0.95, NeverSeen(1), 1e-12)
	assert.InDelta(t, math.Pow(0.05, 1.0/20), 1-NeverSeen(20), 1e-12)
	assert.Equal(t, 1.0, NeverSeen(0))

	perfect := EstimateMean([]float64{1, 1}, Shares, testKey)
	e := estimateAvailability(perfect, 1000, 0)
	assert.Equal(t, NoFailureSeen, e.Warning)
	assert.InDelta(t, 1-NeverSeen(2), float64(e.CI95[0]), 1e-15, "replications count, not requests")
	assert.Equal(t, perfect, estimateAvailability(perfect, 1000, 1))
}

func TestQuantilesNeedEnoughValues(t *testing.T) {
	n := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(i + 1)
		}
		return x
	}
	assert.Nil(t, EstimateQuantiles(n(5)).P50CI95)
	assert.Equal(t, &Interval{1, 6}, EstimateQuantiles(n(6)).P50CI95)
	assert.Nil(t, EstimateQuantiles(n(71)).P95)
	assert.NotNil(t, EstimateQuantiles(n(72)).P95)
	assert.Nil(t, EstimateQuantiles(n(367)).P99)
	assert.NotNil(t, EstimateQuantiles(n(368)).P99)
	// Conover, Practical Nonparametric Statistics: the 6th and the 15th of 20.
	assert.Equal(t, &Interval{6, 15}, EstimateQuantiles(n(20)).P50CI95)
	assert.Equal(t, Number(10.5), EstimateQuantiles(n(20)).P50)
	assert.False(t, EstimateQuantiles(nil).P50.Known())
}

func TestCensoredValuesAreLargerThanAll(t *testing.T) {
	inf := math.Inf(1)
	q := EstimateQuantiles([]float64{inf, 3, inf, 1, 2, 4, nan})
	assert.Equal(t, Number(3.5), q.P50)
	assert.Equal(t, 6, q.N)
	assert.False(t, q.P50CI95[1].Known(), "the bound lies among those not recovered")
	assert.False(t, EstimateQuantiles([]float64{1, inf, inf, inf}).P50.Known())
}

func TestComparisonOfPairs(t *testing.T) {
	a, b := []float64{5, 7, 9, 4, nan}, []float64{4, 5, 9, 5, 1}
	p := Compare(a, b, true, testKey)
	assert.Equal(t, 4, p.N)
	assert.InDelta(t, 0.5, float64(p.MeanDifference), 1e-12)
	assert.Equal(t, Number(2.5/4), p.PABetter, "two wins and a tie of four")
	assert.Equal(t, 1, p.Ties)
	assert.Equal(t, Number(1.5/4), Compare(a, b, false, testKey).PABetter)
	x, y, d := []float64{5, 7, 9, 4}, []float64{4, 5, 9, 5}, []float64{1, 2, 0, -1}
	assert.InDelta(t, (stat.Variance(x, nil)+stat.Variance(y, nil))/stat.Variance(d, nil), float64(p.VarianceReduction), 1e-12)
}

// Exponentials of means 1 and 1.25 by inversion of the same draws: pairing
// divides the variance of the difference by 41.
func TestVarianceReductionOfCommonDraws(t *testing.T) {
	a, b := make([]float64, 20_000), make([]float64, 20_000)
	for i := range a {
		e := -math.Log(testKey.Float64(uint64(i)))
		a[i], b[i] = e, 1.25*e
	}
	p := Compare(a, b, false, testKey)
	assert.InDelta(t, 41, float64(p.VarianceReduction), 1e-6)
	assert.Equal(t, Number(1), p.PABetter)
}

func TestHistogramKnowsQuantilesToOnePartIn128(t *testing.T) {
	var h histogram
	assert.True(t, math.IsNaN(h.quantile(0.5)))
	values := make([]float64, 10_000)
	for i := range values {
		values[i] = math.Exp(14 + 2*distuv.UnitNormal.Quantile(testKey.Float64(uint64(i))))
		h.add(int64(values[i]))
	}
	slices.Sort(values)
	for _, q := range []float64{0, 0.01, 0.5, 0.95, 0.99, 1} {
		want := values[int(q*float64(len(values)-1))] / 1e9
		assert.InEpsilon(t, want, h.quantile(q), 1.0/128, "q=%v", q)
	}
}

func TestHistogramBucketsAreInOrderAndComplete(t *testing.T) {
	last := -1
	for v := int64(0); v < 1<<20; v++ {
		i := int(bucket(v))
		require.True(t, i == last || i == last+1, "value %d", v)
		require.InDelta(t, float64(v), middle(i), math.Max(float64(v)/256+0.5, 0.5))
		last = i
	}
	assert.Equal(t, uint(histogramBuckets-1), bucket(1<<44-1))
	assert.Equal(t, uint(histogramBuckets-1), bucket(math.MaxInt64))
	assert.Zero(t, bucket(-1))
}
