package queue

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/figures"
)

// infinite is a station whose number in system follows the rate of arrivals.
func infinite(arrivals, rest string) string {
	return fmt.Sprintf(`
queueing: process
%s
arrivals: [{stream: web, %s, to: front}]
stations: [{station: front, servers: unlimited, service: 1s}]`, rest, arrivals)
}

func TestArrivalsHaveTheirRate(t *testing.T) {
	for _, c := range []struct {
		arrivals string
		rate     float64
	}{
		{"rate: 50/s", 50},
		{"every: 20ms", 50},
		{"every: {pareto: {low: 10ms, shape: 2.5}}", 60},
		{"batches: {every: 1s, size: 7}", 7},
		{"batches: {every: {exponential: {mean: 1s}}, size: {poisson: {mean: 6}}}", 6},
		{"batches: {every: 500ms, size: {geometric: {mean: 3}}}", 6},
		{"sinusoidal: {rate: 20/s, amplitude: 100%, period: 10s, peak: 3s}", 20},
		{"traced: {every: 2s, rates: [10/s, 0/s, 40/s, 1/s]}", 12.75},
		{"on-off: {rate: 40/s, on: {exponential: {mean: 1s}}, off: {exponential: {mean: 3s}}}", 10},
		{"on-off: {rate: 40/s, on: 1s, off: 3s}", 10},
	} {
		t.Run(c.arrivals, func(t *testing.T) {
			spec := read(t, infinite(c.arrivals, "length: 120s\nwarm-up: 40s"))
			assert.InEpsilon(t, c.rate, spec.Streams[0].Arrivals.PerSecond, 1e-6)
			e, ok := figures.Find(figures.Estimates(RunAll(spec, seed, replications)), "stream web", "request_rate")
			require.True(t, ok)
			assert.InDelta(t, c.rate, e.Mean, 4*e.SE+0.005*c.rate)
		})
	}
}

// The mean number in service is the integral of the rate over the last second,
// as arrivals see it whatever the warm-up before.
func TestRatesThatChangeHaveTheirPhase(t *testing.T) {
	reports := run(t, infinite("sinusoidal: {rate: 20/s, amplitude: 100%, period: 10s, peak: 3s}",
		"length: 30s\nwarm-up: 7s\ncycles: 50\nobserve: [3500ms, 8500ms, 21s]"))
	integral := func(t float64) float64 {
		f := func(t float64) float64 { return 20 * (t + 10/(2*math.Pi)*math.Sin(2*math.Pi*(t-3)/10)) }
		return f(t) - f(t-1)
	}
	agrees(t, reports, "station front", "mean_in_system_at_3.5s", integral(3.5))
	agrees(t, reports, "station front", "mean_in_system_at_8.5s", integral(8.5))
	agrees(t, reports, "station front", "mean_in_system_at_21s", integral(21))
	reports = run(t, infinite("traced: {every: 2s, rates: [10/s, 0/s, 40/s, 1/s]}",
		"length: 30s\nwarm-up: 3s\ncycles: 50\nobserve: [500ms, 3500ms, 5s, 14500ms]"))
	agrees(t, reports, "station front", "mean_in_system_at_0.5s", 0.5*10+0.5*1)
	agrees(t, reports, "station front", "mean_in_system_at_5s", 40)
	agrees(t, reports, "station front", "mean_in_system_at_14.5s", 0.5*1+0.5*40)
}

// A request in a batch of X waits for those before it: own numbers of
// oracles/queueing.json, trace_second_aliasing.
func TestBatchesOfASecond(t *testing.T) {
	reports := run(t, `
queueing: aliasing
requests: 20000
warm-up: 20s
arrivals: [{stream: web, batches: {every: 1s, size: {poisson: {mean: 6}}}, to: front}]
stations: [{station: front, servers: 1, service: 100ms}]`)
	agrees(t, reports, "station front", "mean_wait", 0.3092114026033625)
}
