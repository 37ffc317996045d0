package statistics

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/sim"
)

var key = sim.NewKey(1, 0).Named("test")

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
	assert.Equal(t, AlwaysSeen, e.Warning)
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
				x[i] = math.Exp(float64(run) / 10 * distuv.UnitNormal.Quantile(key.Float64(uint64(run*100+i))))
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
			x[i] = 3 + distuv.UnitNormal.Quantile(key.Float64(uint64(run*len(x)+i)))
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

	perfect := Alone([]float64{1, 1})
	e := perfect.EstimateAvailability(1000, 0)
	assert.Equal(t, NoFailureSeen, e.Warning)
	assert.InDelta(t, 1-NeverSeen(2), float64(e.CI95[0]), 1e-12, "replications count, not requests")
	assert.Equal(t, EstimateMean([]float64{1, 1}, Shares), perfect.EstimateAvailability(1000, 1))
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
