package results

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/results/statistics"
)

// twoCells are a common cell of 14 runs and a rare one of 6.
func twoCells(rare float64) *Drawn {
	d := &Drawn{Cells: []Cell{{Name: "usual", Probability: 1 - rare}, {Name: "rare", Probability: rare}}}
	for k := range 20 {
		d.Runs = append(d.Runs, DrawnRun{Replication: k, Cell: k / 14})
	}
	return d
}

func TestARunWeighsAsMuchAsItsCellIsLikely(t *testing.T) {
	d := twoCells(0.05)
	apart, joined := strata{d, []int{0, 1}}, strata{d, []int{0, 0}}
	x := make([]float64, 20)
	for k := 14; k < 20; k++ {
		x[k] = 10 + float64(k)
	}
	v := apart.values(x)
	assert.InDelta(t, 0.05*26.5, v.Moments().Mean, 1e-12)
	// Of the rare cell alone: variance 3.5 of six, times the weight squared.
	assert.InDelta(t, 0.05*0.05*3.5/6, v.Moments().Variance, 1e-12)
	assert.InDelta(t, 5, v.Moments().Freedom, 1e-9, "nothing varies in the usual cell")
	v = joined.values(x)
	assert.InDelta(t, 6*26.5/20, v.Moments().Mean, 1e-12, "cells that a design cannot tell apart are one")
	weights := apart.weightsOfRuns()
	assert.InDelta(t, 0.95/14, weights[0], 1e-15)
	assert.InDelta(t, 0.05/6, weights[19], 1e-15)
	assert.Equal(t, []int{0, 1}, apart.together(joined).class)
	assert.Equal(t, []int{0, 0}, joined.together(joined).class)
	assert.Equal(t, []string{"usual", "rare"}, apart.names())
}

func TestAMeanWithoutOneOfItsBranchesHasNoInterval(t *testing.T) {
	d := twoCells(0.05)
	d.Runs = d.Runs[:14]
	x := make([]float64, 14)
	for k := range x {
		x[k] = float64(k % 2)
	}
	v := strata{d, []int{0, 1}}.values(x)
	e := v.Estimate(statistics.NotNegative)
	assert.Equal(t, statistics.BranchUnseen, e.Warning)
	assert.Nil(t, e.CI95)
	assert.Nil(t, v.Proportion().CI95)
	assert.Nil(t, v.Quantiles().P50CI95)
}

// Some runs have no value: then a stratum weighs by how many of its runs have.
func TestAMeanGivenHarmWeighsStrataByTheirHarm(t *testing.T) {
	x := make([]float64, 20)
	for k := range x {
		x[k] = nan
	}
	x[0], x[1] = 1, 1 // 2 of 14
	for k := 14; k < 20; k++ {
		x[k] = 5 // all of 6
	}
	harmed := 0.95*2/14 + 0.05
	v := strata{twoCells(0.05), []int{0, 1}}.values(x)
	assert.InDelta(t, (0.95*2/14*1+0.05*5)/harmed, v.Moments().Mean, 1e-12)
	q := v.Quantiles()
	assert.Equal(t, 8, q.N)
	assert.Equal(t, statistics.Number(1), q.P50, "73 % of harm is in the usual cell")
}

// What 14 and 6 runs never showed: the bound is the largest probability that
// leaves a chance of 5 % to see nothing, found here by trying all.
func TestWhatNoStratumShowedHasOneBound(t *testing.T) {
	v := strata{twoCells(0.3), []int{0, 1}}.values(make([]float64, 20))
	worst := 0.0
	for p := 0.0; p < 1; p += 1e-4 { // of the usual cell; that of the rare one follows
		if none := math.Pow(1-p, 14); none >= 0.05 {
			q := 1 - math.Pow(0.05/none, 1.0/6)
			worst = max(worst, 0.7*p+0.3*q)
		}
	}
	assert.InDelta(t, worst, v.NeverSeen(), 1e-4)
	same := strata{twoCells(0.3), []int{0, 0}}.values(make([]float64, 20))
	assert.InDelta(t, statistics.NeverSeen(20), same.NeverSeen(), 1e-12)
}

// Shares and medians over strata hold the truth, at any share.
func TestCoverageOfSharesAndMediansOverStrata(t *testing.T) {
	d := strata{twoCells(0.05), []int{0, 1}}
	for _, c := range []struct{ usual, rare float64 }{{0.02, 0.9}, {0.3, 1}, {0.9, 0.5}} {
		shares, medians := 0, 0
		const samples = 600
		truth := 0.95*c.usual + 0.05*c.rare
		x, y := make([]float64, 20), make([]float64, 20)
		for run := range samples {
			for k := range x {
				p, shift := c.usual, 0.0
				if k >= 14 {
					p, shift = c.rare, 100
				}
				x[k], y[k] = 0, shift+testKey.Named("y").Float64(uint64(run*20+k))
				if testKey.Named("x").Float64(uint64(run*20+k)) < p {
					x[k] = 1
				}
			}
			if ci := d.values(x).Proportion().CI95; float64(ci[0]) <= truth && truth <= float64(ci[1]) {
				shares++
			}
			if ci := d.values(y).Quantiles().P50CI95; float64(ci[0]) <= 0.5/0.95 && 0.5/0.95 <= float64(ci[1]) {
				medians++
			}
		}
		assert.GreaterOrEqual(t, shares, samples*93/100, "share %v", c)
		assert.GreaterOrEqual(t, medians, samples*93/100)
	}
}

// A rare branch that holds half of the loss, seen in 6 of 20 runs, as the
// common mode is: the interval over strata holds the mean, and without strata,
// left to chance, it would not.
func TestCoverageOfALossWithARareBranch(t *testing.T) {
	const samples = 1000
	d := strata{twoCells(0.05), []int{0, 1}}
	truth := 0.95*1 + 0.05*20*1.5
	held := 0
	x := make([]float64, 20)
	for run := range samples {
		for k := range x {
			u := testKey.Named("loss").Float64(uint64(run*20 + k))
			if x[k] = -math.Log(u); k >= 14 {
				x[k] = 20 * (1 + u) // bounded by the end of the run
			}
		}
		if ci := d.values(x).Estimate(statistics.NotNegative).CI95; float64(ci[0]) <= truth && truth <= float64(ci[1]) {
			held++
		}
	}
	dist := distuv.Binomial{N: samples, P: 0.93}
	assert.Greater(t, dist.CDF(float64(held)), 0.01, "%d of %d", held, samples)
}
