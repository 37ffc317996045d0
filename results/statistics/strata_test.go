package statistics

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/distuv"
)

// two strata, reckoned by hand: means 3 and 12, sums of squares 14 and 8, of cubes 18.
func two() Values {
	return Values{Weight: []float64{0.75, 0.25}, X: [][]float64{{1, 2, 6}, {10, 14}}}
}

func TestMomentsOfStrata(t *testing.T) {
	v := two()
	m := v.Moments()
	assert.InDelta(t, 5.25, m.Mean, 1e-12)
	assert.InDelta(t, 0.5625*7/3+0.0625*8/2, m.Variance, 1e-12)
	assert.InDelta(t, 0.421875*27/9, m.Third, 1e-12, "of three values k3 is 27; of two there is none")
	assert.InDelta(t, 1.5625*1.5625/(1.3125*1.3125/2+0.25*0.25), m.Freedom, 1e-12)
	assert.InDelta(t, 1.265625/1.953125, m.Skewness(), 1e-12)
	assert.Zero(t, (&Stratified{Third: 1}).Skewness())

	lone := Values{Weight: []float64{0.5, 0.5}, X: [][]float64{{1, 2}, {5}}}
	assert.Zero(t, lone.Moments().Freedom, "one value tells of no spread")
	flat := Values{Weight: []float64{0.25, 0.25, 0.5}, X: [][]float64{{1, 1}, {2, 2, 2}, {}}}
	assert.Equal(t, Stratified{Mean: 0.75, Freedom: 2}, flat.Moments())
	flat.Whole = &v
	assert.Equal(t, m, flat.Moments(), "several runs of a replication are one value")
	assert.Equal(t, 5, flat.replications())
}

func TestWeightsAreOfTheRunsThatHaveAValue(t *testing.T) {
	v := Values{Weight: []float64{0.4, 0.4, 0.2}, X: [][]float64{{1, 2, 3}, {4, 5}, {}}}
	v.Settle([]int{6, 2, 0})
	assert.InDeltaSlice(t, []float64{1.0 / 3, 2.0 / 3, 0}, v.Weight, 1e-12, "half of 0.4 beside all of 0.4")
	assert.InDelta(t, 0.2, v.Unseen, 1e-12)
	assert.Equal(t, 5, v.N())
	assert.Equal(t, 2, v.fewest(), "a stratum without weight does not count")
	only := v.Only([]string{"a", "b", "a"}, "b")
	assert.Equal(t, Values{Weight: []float64{1}, X: [][]float64{{4, 5}}}, only)
	none := Values{Weight: []float64{1}, X: [][]float64{{}}}
	none.Settle([]int{3})
	assert.Equal(t, []float64{0}, none.Weight)
	e := v.Estimate(Levels)
	assert.Equal(t, Estimate{Mean: e.Mean, N: 5, Warning: BranchUnseen}, e)
	assert.InDelta(t, 2.0/3+3, float64(e.Mean), 1e-12)
}

// Hall's transform of what unbent returns is what was asked for.
func TestTheSkewIntervalTurnsStudentsRatio(t *testing.T) {
	for _, u := range []float64{-0.7, -1e-10, 0, 0.2, 0.972} {
		for _, ratio := range []float64{-2.5, -1, 0.3, 2.5} {
			x := unbent(ratio, u)
			assert.InDelta(t, ratio, x+u*x*x/3+u*u*x*x*x/27+u/6, 1e-8)
		}
	}
	m := Stratified{Mean: 5.25, Variance: 1.5625, Third: 1.265625, Freedom: 7}
	ratio, u := distuv.StudentsT{Sigma: 1, Nu: 7}.Quantile(0.9715), 1.5*0.648
	low, high := m.SkewInterval()
	assert.InDelta(t, 5.25-1.25*math.Max(ratio, unbent(ratio, u)), low, 1e-8)
	assert.InDelta(t, 5.25+1.25*math.Max(ratio, -unbent(-ratio, u)), high, 1e-8)
	assert.Greater(t, high-5.25, 5.25-low, "what is skewed to the right may be much larger")
}

// A mean whose interval ends at 0 is beyond 0 at the interval's own level, on either
// side.
func TestBeyondZeroIsWhereTheIntervalEnds(t *testing.T) {
	x := make([]float64, 20)
	for i := range x {
		x[i] = math.Exp(distuv.UnitNormal.Quantile((float64(i) + 0.5) / 20))
	}
	for _, left := range []bool{false, true} {
		v := Alone(x)
		m := v.Moments()
		low, high := m.SkewInterval()
		for _, shift := range []float64{low, high} {
			moved := append([]float64(nil), x...)
			for i := range moved {
				if moved[i] -= shift; left {
					moved[i] = -moved[i]
				}
			}
			v := Alone(moved)
			m := v.Moments()
			assert.InDelta(t, 1-SkewLevel, m.BeyondZero(&v), 1e-6)
		}
	}
	few := Alone([]float64{1, 2, 3})
	m := few.Moments()
	assert.True(t, math.IsNaN(m.BeyondZero(&few)), "where there is no interval")
	flat := Alone([]float64{2, 2, 2})
	m = flat.Moments()
	assert.True(t, math.IsNaN(m.BeyondZero(&flat)))
	low, high, method, why := m.Interval(true, &flat)
	assert.Equal(t, []any{2.0, 2.0, StudentT, Warning("")}, []any{low, high, method, why})
}

func TestASkewedFigureNeedsEnoughOfEveryStratum(t *testing.T) {
	many := make([]float64, FewestSkewed)
	for i := range many {
		many[i] = float64(i)
	}
	for n, enough := range map[int]bool{FewestOfStratum - 1: false, FewestOfStratum: true} {
		v := Values{Weight: []float64{0.5, 0.5}, X: [][]float64{many, many[:n]}}
		assert.Equal(t, enough, v.Estimate(NotNegative).CI95 != nil, n)
		assert.NotNil(t, v.Estimate(Levels).CI95)
	}
}

func TestNeverSeenOverStrata(t *testing.T) {
	proportional := Values{Weight: []float64{0.5, 0.5}, X: [][]float64{make([]float64, 10), make([]float64, 10)}}
	assert.InDelta(t, NeverSeen(20), proportional.NeverSeen(), 1e-9, "as of one")
	proportional.Unseen = 0.2
	assert.InDelta(t, 0.2+0.8*NeverSeen(20), proportional.NeverSeen(), 1e-9)
	s := math.Pow(0.05/(8*8*8*8*2), 0.2) // 4 log 8s + log 2s = log 0.05
	uneven := Values{Weight: []float64{0.5, 0.5, 0}, X: [][]float64{make([]float64, 4), make([]float64, 1), {}}}
	assert.InDelta(t, 0.5*(1-8*s)+0.5*(1-2*s), uneven.NeverSeen(), 1e-9)
	one := Values{Weight: []float64{0.9, 0.1}, X: [][]float64{make([]float64, 100), {}}}
	assert.InDelta(t, 0.9*NeverSeen(100), one.MostUnseen(), 1e-9)
}

// Zou and Donner's interval of two branches, with ends of another library.
func TestAShareOverBranches(t *testing.T) {
	ones := func(hits, n int) []float64 {
		x := make([]float64, n)
		for i := range hits {
			x[i] = 1
		}
		return x
	}
	ends := func(hits, n float64) (float64, float64) {
		return distuv.Beta{Alpha: hits, Beta: n - hits + 1}.Quantile(0.025), distuv.Beta{Alpha: hits + 1, Beta: n - hits}.Quantile(0.975)
	}
	v := Values{Weight: []float64{0.6, 0.4}, X: [][]float64{ones(5, 20), ones(1, 10)}}
	p := v.Proportion()
	l1, h1 := ends(5, 20)
	l2, h2 := ends(1, 10)
	assert.InDelta(t, 0.6*0.25+0.4*0.1, float64(p.Share), 1e-12)
	assert.InDelta(t, 0.19-math.Hypot(0.6*(0.25-l1), 0.4*(0.1-l2)), float64(p.CI95[0]), 1e-7)
	assert.InDelta(t, 0.19+math.Hypot(0.6*(h1-0.25), 0.4*(h2-0.1)), float64(p.CI95[1]), 1e-7)
	assert.Equal(t, 30, p.N)
	v.Group = []int{7, 7}
	l, h := ends(0.19*30, 30)
	p = v.Proportion()
	assert.InDelta(t, l, float64(p.CI95[0]), 1e-7, "strata of a branch are one")
	assert.InDelta(t, h, float64(p.CI95[1]), 1e-7)
	v.Unseen = 0.1
	assert.Nil(t, v.Proportion().CI95)
	assert.InDelta(t, float64(EstimateProportion(1, 10).CI95[0]), float64(Alone(ones(1, 10)).Proportion().CI95[0]), 1e-12)
	assert.Zero(t, Values{Weight: []float64{1}, X: [][]float64{{}}}.Proportion().N)
	all := Alone(ones(3, 3)).Proportion()
	assert.Equal(t, Number(1), all.CI95[1])
}

func TestQuantilesOverStrata(t *testing.T) {
	v := Values{Weight: []float64{0.6, 0.4}, X: [][]float64{{5, 1, 3}, {2, 4}}} // each value weighs a fifth
	o := v.ordered()
	assert.Equal(t, []float64{1, 2, 3, 4, 5}, o.x)
	for p, want := range map[float64]float64{0.2: 1, 0.39: 2, 0.4: 2, 0.41: 3, 0.5: 3, 0.99: 5} {
		assert.Equal(t, want, o.quantile(p), p)
	}
	v.Weight = []float64{0.9, 0.1}
	o = v.ordered()
	assert.Equal(t, 3.0, o.quantile(0.5), "0.3, 0.35, 0.65")
}

func TestOrderStatisticsOfTables(t *testing.T) {
	x := make([]float64, 100)
	for i := range x {
		x[i] = float64(100 - i)
	}
	for _, c := range []struct {
		n         int
		p         float64
		low, high int
	}{{100, 0.5, 40, 61}, {20, 0.5, 6, 15}, {72, 0.95, 64, 72}} { // binomial tables
		low, high, ok := QuantileRanks(c.n, c.p)
		assert.Equal(t, []any{c.low, c.high, true}, []any{low, high, ok}, c)
	}
	q := EstimateQuantiles(x)
	assert.Equal(t, &Interval{40, 61}, q.P50CI95)
	assert.InDelta(t, 95.05, float64(*q.P95), 1e-9, "R's and NumPy's")
	low, high, _ := QuantileRanks(100, 0.95)
	assert.Equal(t, &Interval{Number(low), Number(high)}, q.P95CI95)
	assert.Equal(t, []any{100, Order}, []any{q.N, q.Method})
	_, _, ok := QuantileRanks(5, 0.5)
	assert.False(t, ok)
	_, _, ok = QuantileRanks(71, 0.95)
	assert.False(t, ok)
	_, _, ok = QuantileRanks(71, 0.05)
	assert.False(t, ok, "nor at the other end")
	assert.Equal(t, Estimate{Warning: NoFailureSeen}, Estimate{Warning: AlwaysSeen}.LossNeverSeen())
	assert.Equal(t, Estimate{Warning: TooFew}, Estimate{Warning: TooFew}.LossNeverSeen())
	wide := EstimateMean([]float64{2, 2}, Range{Low: 2, High: 6})
	assert.InDelta(t, 2+4*NeverSeen(2), float64(wide.CI95[1]), 1e-12)
	wide = EstimateMean([]float64{6, 6}, Range{Low: 2, High: 6})
	assert.InDelta(t, 6-4*NeverSeen(2), float64(wide.CI95[0]), 1e-12)
	_, sd, half := StudentInterval([]float64{1}, 0.95)
	assert.True(t, math.IsNaN(sd) && math.IsNaN(half))
}
