package results

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat"

	"failsim/results/statistics"
)

// gatedRuns are 20 replications in which the operator error passes, and five of them again
// in which the gates stop it.
func gatedRuns(passes float64) strata {
	d := &Drawn{Cells: []Cell{{Name: "any", Probability: passes}, {Name: "stopped", Probability: 1 - passes, Stopped: true}}}
	for k := range 20 {
		d.Runs = append(d.Runs, DrawnRun{Replication: k})
		if k%4 == 0 {
			d.Runs = append(d.Runs, DrawnRun{Replication: k, Cell: 1})
		}
	}
	return strata{d, []int{0, 1}}
}

func TestADesignWithAGateIsAMixOfItsBranches(t *testing.T) {
	s := gatedRuns(0.55)
	x := make([]float64, len(s.Runs))
	for k, run := range s.Runs {
		if x[k] = 10 + float64(run.Replication); run.Cell == 1 {
			x[k] = 1
		}
	}
	v := s.values(x)
	assert.InDelta(t, 0.55*19.5+0.45, v.Moments().Mean, 1e-12)
	// Where the steady branch is always the same, replications vary by what they are where the operator error passes;
	// those with both branches are a stratum of their own.
	var with, without []float64
	for k := range 20 {
		if k%4 == 0 {
			with = append(with, float64(k))
		} else {
			without = append(without, float64(k))
		}
	}
	want := 0.55 * 0.55 / 400 * (5*stat.Variance(with, nil) + 15*stat.Variance(without, nil))
	assert.InDelta(t, want, v.Moments().Variance, 1e-9)
	e := v.Estimate(statistics.NotNegative)
	assert.Equal(t, 20, e.N, "of so many replications")
	assert.Equal(t, []string{"any", "stopped"}, s.names())
}

// That some replications have both branches and others have one is no way in
// which they vary: the interval of what is lost is that of what is left.
func TestWhatIsLeftIsAsExactAsWhatIsLost(t *testing.T) {
	d := &Drawn{Cells: []Cell{{Name: "usual", Probability: 0.5}, {Name: "rare", Probability: 0.05}, {Name: "stopped", Probability: 0.45, Stopped: true}}}
	var lost, left []float64
	for k := range 20 {
		d.Runs = append(d.Runs, DrawnRun{Replication: k, Cell: k % 2})
		if k%10 < 2 { // two of each cell: too few for a stratum
			d.Runs = append(d.Runs, DrawnRun{Replication: k, Cell: 2})
		}
	}
	for _, run := range d.Runs {
		x := 0.0
		if run.Cell < 2 {
			x = 0.1 * testKey.Named("lost").Float64(uint64(run.Replication))
		}
		lost, left = append(lost, x), append(left, 1-x)
	}
	class := []int{0, 1, 2}
	a, b := EstimateDrawn(d, class, lost, statistics.Shares), EstimateDrawn(d, class, left, statistics.Shares)
	assert.InDelta(t, 1-float64(a.Mean), float64(b.Mean), 1e-12)
	assert.InDelta(t, 1-float64(a.CI95[1]), float64(b.CI95[0]), 1e-12)
	assert.InDelta(t, 1-float64(a.CI95[0]), float64(b.CI95[1]), 1e-12)
}

// A replication's branches are not independent: what varies in both at once
// counts twice, and variances of separate strata would miss it.
func TestVarianceOfAMixCountsWhatItsBranchesShare(t *testing.T) {
	s := gatedRuns(0.5)
	const samples = 4000
	means, variances := make([]float64, samples), 0.0
	x := make([]float64, len(s.Runs))
	for i := range samples {
		for k, run := range s.Runs {
			x[k] = testKey.Named("shared").At(uint64(i)).Float64(uint64(run.Replication))
		}
		v := s.values(x)
		m := v.Moments()
		means[i], variances = m.Mean, variances+m.Variance/samples
	}
	assert.InEpsilon(t, stat.Variance(means, nil), variances, 0.1)
}

// One draw decides for all designs: where both have the same gate neither is
// ever stopped alone, and a design without one is beaten where the other's stops.
func TestWhatGatesStopIsBetterThanWhatHappens(t *testing.T) {
	gated, plain := gatedRuns(0.55), strata{plainly(20), []int{0}}
	lost, lostMore := make([]float64, len(gated.Runs)), make([]float64, 20)
	for k, run := range gated.Runs {
		if lost[k] = 3; run.Cell == 1 {
			lost[k] = 0
		}
	}
	for k := range lostMore {
		lostMore[k] = 2
	}
	p := compare(gated, plain, lost, lostMore, false)
	assert.InDelta(t, 0.45, float64(p.PABetter), 1e-12)
	assert.InDelta(t, 0.55*3-2, float64(p.MeanDifference), 1e-12)
	p = compare(plain, gated, lostMore, lost, false)
	assert.InDelta(t, 0.55, float64(p.PABetter), 1e-12)
	p = compare(gated, gated, lost, lost, false)
	assert.InDelta(t, 0.5, float64(p.PABetter), 1e-12, "all ties")
	assert.Equal(t, 25, p.Ties)
	assert.Zero(t, math.Abs(float64(p.MeanDifference)))
}

// Where the runs that a gate stops are all of one half of the replications, the
// chance that it stops the operator error is still what it is.
func TestAGateStopsAsOftenAsItDoesWhateverItsRunsAreOf(t *testing.T) {
	halves := &Drawn{Cells: []Cell{{Class: "a", Probability: 0.5}, {Class: "b", Probability: 0.5}}}
	gated := &Drawn{Cells: []Cell{{Class: "a", Probability: 0.275}, {Class: "b", Probability: 0.275}, {Name: "stopped", Probability: 0.45, Stopped: true}}}
	for k := range 20 {
		halves.Runs = append(halves.Runs, DrawnRun{Replication: k, Cell: k % 2})
		gated.Runs = append(gated.Runs, DrawnRun{Replication: k, Cell: k % 2})
		if k%4 == 0 {
			gated.Runs = append(gated.Runs, DrawnRun{Replication: k, Cell: 2})
		}
	}
	lost, plain := make([]float64, len(gated.Runs)), make([]float64, 20)
	for k, run := range gated.Runs {
		if lost[k] = 3; run.Cell == 2 {
			lost[k] = 0
		}
	}
	for k := range plain {
		plain[k] = 2
	}
	p := compare(strata{gated, []int{0, 1, 2}}, strata{halves, []int{0, 1}}, lost, plain, false)
	assert.InDelta(t, 0.45, float64(p.PABetter), 1e-12)
}

// Halves of a branch are one for a share of runs: 20 of 20 are as sure as without.
func TestHalvesDoNotWidenTheIntervalOfAShare(t *testing.T) {
	d := &Drawn{Cells: []Cell{{Class: "a", Probability: 0.5}, {Class: "b", Probability: 0.5}}}
	x := make([]float64, 20)
	for k := range x {
		d.Runs, x[k] = append(d.Runs, DrawnRun{Replication: k, Cell: k % 2}), 1
	}
	p := strata{d, []int{0, 1}}.values(x).Proportion()
	low, high := statistics.ClopperPearson(20, 20)
	assert.InDelta(t, low, float64(p.CI95[0]), 1e-12)
	assert.InDelta(t, high, float64(p.CI95[1]), 1e-12)
}
