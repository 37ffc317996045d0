package queue

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Request k is the same request whatever serves it: the work done in a period
// that ends idle does not depend on the order, and another stream or station
// shifts nobody's draws.
func TestRequestsAreTheSameWhoeverServesThem(t *testing.T) {
	value := func(content, of, name string) float64 { return Run(read(t, content), seed, 3).Value(of, name) }
	const file = `
queueing: same
length: 500s
warm-up: none
arrivals:
  - {stream: web, rate: 0.5/s, to: front}
%s
stations:
  - {station: front, servers: 1, discipline: %s, service: {exponential: {mean: 1s}}}
  - {station: other, servers: 1, service: {exponential: {mean: 1s}}}`
	alone := fmt.Sprintf(file, "", "fifo")
	for _, discipline := range []string{"lifo", "processor-sharing", "{priority: [any]}"} {
		content := fmt.Sprintf(file, "", discipline)
		if discipline[0] == '{' {
			content = replace(content, "to: front", "to: front, class: any")
		}
		for _, name := range []string{"utilisation", "p_zero", "arrival_rate"} {
			assert.InDelta(t, value(alone, "station front", name), value(content, "station front", name), 1e-7, "%s %s", discipline, name)
		}
	}
	more := fmt.Sprintf(file, "  - {stream: noise, rate: 0.9/s, to: other}", "fifo")
	for _, name := range []string{"mean_wait", "sojourn_p90", "var_in_system"} {
		assert.InDelta(t, value(alone, "station front", name), value(more, "station front", name), 0, name)
	}
}

func TestTheSameSeedTellsTheSame(t *testing.T) {
	spec := read(t, pool("8/s", "least-request", 500))
	assert.Equal(t, fmt.Sprint(Run(spec, 7, 2).Figures), fmt.Sprint(Run(spec, 7, 2).Figures)) // NaN is NaN
	assert.NotEqual(t, Run(spec, 7, 2).Value("group pool", "mean_wait"), Run(spec, 7, 3).Value("group pool", "mean_wait"))
}

// First come, first served by the counter, which handles events, is what the
// station says that fixes departures on arrival.
func TestTwoWaysToServeTheFirstFirst(t *testing.T) {
	const file = `
queueing: twice
length: 2000s
warm-up: none
arrivals: [{stream: web, rate: 2/s, to: front%s}]
stations: [{station: front, servers: 3, queue-capacity: 4, service: {lognormal: {mean: 1s, cv: 2}}}]`
	fixed, counted := read(t, fmt.Sprintf(file, "")), read(t, fmt.Sprintf(file, ", patience: 1000d"))
	for k := range 5 {
		a, b := Run(fixed, seed, k), Run(counted, seed, k)
		for i, f := range a.Figures {
			if f.Value == f.Value { // a number
				assert.InDelta(t, f.Value, b.Figures[i].Value, 1e-9, "%s %s", f.Of, f.Name)
			}
		}
	}
}

// Nothing is allocated for a request once a run has grown to its size.
func TestNothingIsAllocatedForARequest(t *testing.T) {
	for _, content := range []string{
		`
queueing: fifo
length: 100000s
warm-up: none
arrivals: [{stream: web, rate: 80/s, to: front}]
stations: [{station: front, servers: 1, service: {exponential: {mean: 10ms}}}]`,
		pool("8/s", "least-request", 1_000_000),
		`
queueing: lifo
length: 100000s
warm-up: none
arrivals: [{stream: web, rate: 80/s, to: front, patience: 50ms, retry: {fixed: {attempts: 2, wait: 1s}}}]
stations: [{station: front, servers: 1, discipline: lifo, service: {exponential: {mean: 10ms}}}]`,
		`
queueing: ps
length: 100000s
warm-up: none
arrivals: [{stream: web, rate: 80/s, to: front}]
stations: [{station: front, servers: 1, discipline: processor-sharing, service: {exponential: {mean: 10ms}}}]`,
	} {
		spec := read(t, content)
		s := newSystem(spec, 1, newRecord(spec))
		s.kernel.Run(s.origin.Add(500 * time.Second))
		before := s.streams[0].count
		per := testing.AllocsPerRun(10, func() { s.kernel.Run(s.kernel.Now().Add(20 * time.Second)) })
		requests := float64(s.streams[0].count-before) / 11
		require.Greater(t, requests, 100.0)
		assert.Less(t, per/requests, 0.001, "%s: %g allocations for %g requests", spec.Name, per, requests)
	}
}

func BenchmarkRequest(b *testing.B) {
	for _, discipline := range []string{"fifo", "lifo", "processor-sharing"} {
		b.Run(discipline, func(b *testing.B) {
			spec := read(b, fmt.Sprintf(`
queueing: bench
length: 1000000s
warm-up: none
arrivals: [{stream: web, rate: 80/s, to: front}]
stations: [{station: front, servers: 1, discipline: %s, service: {exponential: {mean: 10ms}}}]`, discipline))
			s := newSystem(spec, 1, newRecord(spec))
			b.ReportAllocs()
			for b.Loop() {
				for n := s.streams[0].count; s.streams[0].count == n; {
					s.kernel.Run(s.kernel.Now().Add(10 * time.Millisecond))
				}
			}
		})
	}
}
