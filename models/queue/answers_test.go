package queue

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/models/figures"
)

// A service with an infinite variance has an infinite mean wait: what is
// finite is told, and what is not is told to be so.
func TestInfiniteMeansHaveNoNumber(t *testing.T) {
	const file = `
queueing: heavy
requests: 20000
warm-up: 50s
arrivals: [{stream: web, rate: 50/s, to: front}]
stations: [{station: front, servers: SERVERS, service: {pareto: {low: 4444444ns, shape: 1.8}}}]`
	reports := run(t, replace(file, "SERVERS", "1"))
	list := figures.Estimates(reports)
	for _, name := range []string{"mean_wait", "mean_sojourn", "mean_in_system", "mean_queue", "var_sojourn"} {
		e, ok := figures.Find(list, "station front", name)
		require.True(t, ok)
		assert.True(t, math.IsNaN(e.Mean) && math.IsNaN(e.SE), name)
		assert.Contains(t, e.Why, "infinite", name)
	}
	e, _ := figures.Find(list, "stream web", "mean_latency")
	assert.Contains(t, e.Why, "vary too much for one server")
	for _, name := range []string{"utilisation", "p_wait"} {
		e, _ := figures.Find(list, "station front", name)
		assert.InDelta(t, 0.5, e.Mean, 0.05, name)
		assert.Empty(t, e.Why)
	}
	// With two servers to spare the mean wait is finite, but not its variance.
	e, _ = figures.Find(figures.Estimates(RunAll(read(t, replace(file, "SERVERS", "2")), seed, 2)), "station front", "mean_wait")
	assert.Empty(t, e.Why)
	assert.Contains(t, e.Warning, "infinite")
}

func replace(s, from, to string) string {
	for i := 0; i+len(from) <= len(s); i++ {
		if s[i:i+len(from)] == from {
			return s[:i] + to + s[i+len(from):]
		}
	}
	return s
}

// An unstable queue has a transient, which may be asked for.
func TestTransientsNeedNoSteadyState(t *testing.T) {
	reports := RunAll(read(t, `
queueing: unstable
length: 100s
warm-up: none
observe: [100s]
arrivals: [{stream: web, every: 1s, to: front}]
stations: [{station: front, servers: 1, service: 2s}]`), seed, 1)
	assert.InDelta(t, 51, reports[0].Value("station front", "mean_in_system_at_100s"), 0)
}

// The cases of oracles/statistics.json, mser5_truncation, in small: a rule
// worked through by hand.
func TestMSER5(t *testing.T) {
	series := make([]float64, 0, 63)
	for _, mean := range []float64{9, 5, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2} {
		for range 5 {
			series = append(series, mean)
		}
	}
	series = append(series, 1000, 1000, 1000) // an incomplete mean is left out
	assert.Equal(t, 10, figures.MSER5(series))
	assert.Equal(t, 0, figures.MSER5(nil))
	assert.Equal(t, 0, figures.MSER5([]float64{1, 2, 3, 4, 5, 6}))
	assert.Equal(t, 0, figures.MSER5(make([]float64, 100)), "the first of equals")
}

// A run whose warm-up is cut by MSER-5 reports what the steady state is, though
// it begins with a station that was empty.
func TestWarmUpByMSER(t *testing.T) {
	reports := run(t, `
queueing: mser
length: 500s
warm-up: mser
arrivals: [{stream: web, rate: 95/s, to: front}]
stations: [{station: front, servers: 100, service: {exponential: {mean: 1s}}}]`)
	agrees(t, reports, "station front", "p_wait", erlangC(100, 95))
	agrees(t, reports, "station front", "utilisation", 0.95)
	some := 0
	for _, r := range reports {
		assert.Less(t, r.WarmUp, 251*time.Second)
		if r.WarmUp > 0 {
			some++
		}
	}
	assert.Greater(t, some, replications/2, "an empty station is no steady state")
}

// One replication's batch means tell about the same error as replications do.
func TestBatchMeans(t *testing.T) {
	reports := run(t, `
queueing: batches
length: 800s
warm-up: 50s
arrivals: [{stream: web, rate: 50/s, to: front}]
stations: [{station: front, servers: 1, service: {exponential: {mean: 10ms}}}]`)
	for _, name := range []string{"mean_wait", "mean_in_system"} {
		variance, within := 0.0, 0
		all, _ := figures.Find(figures.Estimates(reports), "station front", name)
		for _, r := range reports {
			e, ok := r.BatchMeans("station front", name)
			require.True(t, ok)
			require.Equal(t, windows/perSegment, e.Replications)
			variance += e.SE * e.SE / replications
			if math.Abs(e.Mean-all.Mean) < 2.04*e.SE { // t of 31 degrees
				within++
			}
		}
		assert.InEpsilon(t, all.SE*math.Sqrt(replications), math.Sqrt(variance), 0.35, name)
		assert.GreaterOrEqual(t, within, 33, name)
	}
	_, ok := reports[0].BatchMeans("station front", "p_wait")
	assert.False(t, ok)
}

// Of 1000 intervals of 95 % from one run each, 926 to 971 hold the mean number
// in a steady M/M/1: batches are nearly independent, as neighbours share no
// more than the queue at their border.
func TestCoverageOfBatchMeans(t *testing.T) {
	spec := read(t, `
queueing: mm1
requests: 8000
warm-up: 5s
arrivals: [{stream: web, rate: 50/s, to: front}]
stations: [{station: front, servers: 1, service: {exponential: {mean: 10ms}}}]`)
	held := 0
	for k := range 1000 {
		e, ok := Run(spec, seed, k).BatchMeans("station front", "mean_in_system")
		require.True(t, ok)
		student := distuv.StudentsT{Sigma: 1, Nu: float64(e.Replications - 1)}
		if math.Abs(e.Mean-1) <= student.Quantile(0.975)*e.SE {
			held++
		}
	}
	assert.True(t, 926 <= held && held <= 971, "%d hold the mean", held)
	t.Logf("%d hold the mean", held)
}
