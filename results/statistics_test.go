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
	for freedom, want := range map[float64]float64{1: 12.7062047362, 4: 2.7764451052, 29: 2.0452296421} {
		assert.InDelta(t, want, studentQuantile(freedom, 0.975), 1e-9)
		assert.InDelta(t, want, studentQuantile(freedom, 0.975), 1e-9, "kept")
	}
}

func TestEstimateMean(t *testing.T) {
	e := EstimateMean([]float64{3, 5, 4, 4, 4}, Levels)
	assert.InDelta(t, 4, float64(e.Mean), 1e-12)
	assert.InDelta(t, 4-2.7764451052*math.Sqrt(0.1), float64(e.CI95[0]), 1e-9)
	assert.Equal(t, StudentT, e.Method)

	e = EstimateMean([]float64{nan, 3, nan}, NotNegative)
	assert.Equal(t, Estimate{Mean: 3, N: 1, Warning: OneSample}, e)
	e = EstimateMean([]float64{nan}, NotNegative)
	assert.True(t, !e.Mean.Known() && e.N == 0 && e.CI95 == nil)
	e = EstimateMean([]float64{0, 0, 0, 0}, Shares)
	assert.InDelta(t, NeverSeen(4), float64(e.CI95[1]), 1e-12, "four times nothing is no proof of nothing")
	assert.Equal(t, NoFailureSeen, e.Warning)
	e = EstimateMean([]float64{1, 1, 1, 1}, Shares)
	assert.InDelta(t, 1-NeverSeen(4), float64(e.CI95[0]), 1e-12)
	assert.Equal(t, "100 % in all 4", percent(e))
	e = EstimateMean([]float64{0, 0, 0, 0}, NotNegative)
	assert.True(t, e.CI95[0] == 0 && !e.CI95[1].Known(), "and who knows how much it would be")
	e = EstimateMean([]float64{5, 5, 5}, NotNegative)
	assert.Equal(t, &Interval{5, 5}, e.CI95)
}

// Which interval there is depends on the figure and on how many values there
// are, not on what they are.
func TestTheKindOfIntervalDoesNotDependOnTheValues(t *testing.T) {
	for run := range 50 {
		for n := 2; n <= 20; n++ {
			x := make([]float64, n)
			for i := range x {
				x[i] = math.Exp(float64(run) / 10 * distuv.UnitNormal.Quantile(testKey.Float64(uint64(run*100+i))))
			}
			if run == 0 {
				x[0] = 2
			}
			assert.Equal(t, StudentT, EstimateMean(x, Levels).Method)
			e := EstimateMean(x, NotNegative)
			if n < FewestSkewed {
				assert.Equal(t, TooFew, e.Warning)
				assert.Nil(t, e.CI95)
			} else {
				assert.Equal(t, SkewT, e.Method)
			}
		}
	}
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

func TestExactIntervalOfAShare(t *testing.T) {
	// Newcombe, Statistics in Medicine 17 (1998), table I, method 5.
	for _, c := range []struct {
		hits      float64
		n         int
		low, high float64
	}{{81, 263, 0.2527, 0.3676}, {15, 148, 0.0578, 0.1617}, {0, 20, 0, 0.1684}, {1, 29, 0.0009, 0.1776}} {
		low, high := ClopperPearson(c.hits, c.n)
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

	perfect := alone([]float64{1, 1})
	e := perfect.estimateAvailability(1000, 0)
	assert.Equal(t, NoFailureSeen, e.Warning)
	assert.InDelta(t, 1-NeverSeen(2), float64(e.CI95[0]), 1e-12, "replications count, not requests")
	assert.Equal(t, EstimateMean([]float64{1, 1}, Shares), perfect.estimateAvailability(1000, 1))
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
	p := Compare(a, b, true)
	assert.Equal(t, 4, p.N)
	assert.InDelta(t, 0.5, float64(p.MeanDifference), 1e-12)
	assert.Equal(t, Number(2.5/4), p.PABetter, "two wins and a tie of four")
	assert.Equal(t, 1, p.Ties)
	assert.Equal(t, Number(1.5/4), Compare(a, b, false).PABetter)
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
	p := Compare(a, b, false)
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
