package study

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/figures"
	"failsim/models/reliability"
	"failsim/results/statistics"
)

// mended returns the figures of a reliability file by "of/name".
func mended(t *testing.T, file string, seed uint64, replications int) map[string]QueueFigure {
	t.Helper()
	spec, err := reliability.Read("r.yaml", []byte(file))
	require.NoError(t, err)
	reports, err := Queue(context.Background(), "r", func(seed uint64, k int) *figures.Report { return reliability.Run(spec, seed, k) }, seed, 0, replications, 0)
	require.NoError(t, err)
	list, err := QueueFigures("r", seed, reports)
	require.NoError(t, err)
	out := map[string]QueueFigure{}
	for _, f := range list {
		out[f.Of+"/"+f.Name] = f
	}
	return out
}

const head = "reliability: r\nwarm-up: none\n"

// Each of 40 replications holds one exponential outage: binomial bounds hold the
// median in 96 % of all systems. 300 of them vary by 1.1 points.
func TestAnIntervalOfAMedianHoldsItWhereEachReplicationHasOneValue(t *testing.T) {
	held := map[string]int{}
	const systems = 300
	for seed := range uint64(systems) {
		all := mended(t, head+"length: 1000h\nuntil: mended\ncomponents: [{component: disk, up: 1h, down: {exponential: {mean: 1h}}}]\n", seed, 40)
		for _, name := range []string{"component disk/outage_p50", "component disk/downtime_p50"} {
			if ci := all[name].CI95; float64(ci[0]) <= 3600*math.Ln2 && 3600*math.Ln2 <= float64(ci[1]) {
				held[name]++
			}
		}
	}
	for name, n := range held {
		assert.GreaterOrEqual(t, n, systems*92/100, name)
		assert.LessOrEqual(t, n, systems*99/100, name)
	}
	assert.Len(t, held, 2)
}

// A replication of some forty outages, of which those of one cycle wait for one
// repairer: they are worth fewer, and ratios of sums are skewed. The truth is
// that of 2,000 other replications.
func TestIntervalsHoldWhereValuesShareTheirReplicationsLuck(t *testing.T) {
	const file = head + "length: 100h\ncrews: [{crew: one, people: 1}]\ncomponents: [{component: disk, count: 4, up: {exponential: {mean: 10h}}, down: {exponential: {mean: 3h}}, crew: one}]\n"
	names := []string{"component disk/outage_p50", "component disk/outage_p90", "component disk/mean_up", "component disk/mean_outage", "component disk/unavailability"}
	truth := mended(t, file, 1_000_000, 2000)
	const systems = 100
	held := map[string]int{}
	for seed := range uint64(systems) {
		all := mended(t, file, seed, 40)
		for _, name := range names {
			if ci := all[name].CI95; float64(ci[0]) <= truth[name].Mean && truth[name].Mean <= float64(ci[1]) {
				held[name]++
			}
		}
	}
	for _, name := range names {
		assert.GreaterOrEqual(t, held[name], systems*89/100, name)
	}
}

// What fails in some replications and in others not has figures of its own in
// each, and means that are numbers.
func TestAFigureThatSomeReplicationsLackIsStillOne(t *testing.T) {
	all := mended(t, head+"length: 500h\ncomponents: [{component: disk, up: {exponential: {mean: 300h}}, down: 8h}]\n", 1, 40)
	up := all["component disk/mean_up"]
	assert.Less(t, up.Replications, 40, "some have no outage")
	require.NotNil(t, up.CI95)
	// No more than what is cut off at the end of a run lies between it and 300 h.
	assert.Less(t, float64(up.CI95[0]), 300*3600.0)
	assert.Greater(t, float64(up.CI95[1]), 300*3600.0)
	assert.Equal(t, 28800.0, all["component disk/mean_down"].Mean)
	assert.Contains(t, all["component disk/outage_p99"].Why, "it takes 368")
	assert.Equal(t, statistics.BetaInterval, all["component disk/p_no_outage"].Method)

	all = mended(t, head+"length: 5h\ncomponents: [{component: disk, up: 300h, down: 8h}]\n", 1, 40)
	assert.NotEmpty(t, all["component disk/mean_up"].Why)
	bound := statistics.Number(statistics.NeverSeen(40))
	assert.Equal(t, &statistics.Interval{0, bound}, all["component disk/unavailability"].CI95, "never seen is no proof of never")
	assert.Equal(t, &statistics.Interval{1 - bound, 1}, all["component disk/availability"].CI95)
}

// Nothing lies where it cannot.
func TestIntervalsOfSystemsLieWithinTheirRanges(t *testing.T) {
	for seed := range uint64(20) {
		for name, f := range mended(t, head+"length: 60h\nwithin: [1h]\ncomponents: [{component: disk, up: {exponential: {mean: 100h}}, down: {lognormal: {mean: 3h, cv: 3}}}]\n", seed, 10) {
			if f.CI95 == nil {
				assert.NotEmpty(t, f.Why+f.Words(), name)
				continue
			}
			limits := rangeOf(f.Name)
			assert.GreaterOrEqual(t, float64(f.CI95[0]), limits.Low, name)
			assert.LessOrEqual(t, float64(f.CI95[1]), limits.High, name)
			assert.LessOrEqual(t, float64(f.CI95[0]), f.Mean, name)
			assert.GreaterOrEqual(t, float64(f.CI95[1]), f.Mean, name)
		}
	}
}

func TestWhatBreaksWhileFiguresAreEstimatedNamesTheSeed(t *testing.T) {
	_, err := QueueFigures("r", 7, []*figures.Report{nil})
	var broken *Broken
	require.ErrorAs(t, err, &broken)
	assert.Contains(t, err.Error(), "seed 7")
}
