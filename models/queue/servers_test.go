package queue

import (
	"fmt"
	"math"
	"testing"
)

func TestManyServers(t *testing.T) {
	reports := run(t, `
queueing: mmc
requests: 30000
warm-up: 30s
arrivals: [{stream: web, rate: 8/s, to: front}]
stations: [{station: front, servers: 10, service: {exponential: {mean: 1s}}}]`)
	c := erlangC(10, 8)
	agrees(t, reports, "station front", "utilisation", 0.8)
	agrees(t, reports, "station front", "p_wait", c)
	agrees(t, reports, "station front", "mean_wait", c/2)
	agrees(t, reports, "station front", "mean_queue", 8*c/2)
	agrees(t, reports, "station front", "wait_p90", math.Log(c/0.1)/2)
	agrees(t, reports, "station front", "p_all_busy", c)
}

func TestFinitePlaces(t *testing.T) {
	reports := run(t, `
queueing: mmck
requests: 20000
warm-up: 30s
arrivals: [{stream: web, rate: 12/s, to: front}]
stations: [{station: front, servers: 10, queue-capacity: 20, service: {exponential: {mean: 1s}}}]`)
	p := birthDeath(12, func(n int) float64 { return float64(min(n, 10)) }, 30)
	blocked := p[30]
	inSystem := meanOver(p, func(n int) float64 { return float64(n) })
	busy := meanOver(p, func(n int) float64 { return math.Min(float64(n), 10) })
	waits := meanOver(p[:30], func(n int) float64 {
		if n >= 10 {
			return 1
		}
		return 0
	}) / (1 - blocked)
	agrees(t, reports, "station front", "p_block", blocked)
	agrees(t, reports, "station front", "throughput", 12*(1-blocked))
	agrees(t, reports, "station front", "utilisation", busy/10)
	agrees(t, reports, "station front", "mean_in_system", inSystem)
	agrees(t, reports, "station front", "mean_wait", (inSystem-busy)/(12*(1-blocked)))
	agrees(t, reports, "station front", "p_wait", waits)
	agrees(t, reports, "stream web", "p_final_failure", blocked)
}

// Erlang's loss formula does not mind the distribution of service.
func TestLossIsInsensitive(t *testing.T) {
	for _, service := range []string{
		"{exponential: {mean: 1s}}", "1s", "{lognormal: {mean: 1s, cv: 2}}", "{empirical: {values: [500ms, 500ms, 2s]}}",
	} {
		t.Run(service, func(t *testing.T) {
			reports := run(t, fmt.Sprintf(`
queueing: loss
requests: 12000
warm-up: 30s
arrivals: [{stream: web, rate: 10/s, to: front}]
stations: [{station: front, servers: 10, queue-capacity: 0, service: %s}]`, service))
			b := erlangB(10, 10)
			agrees(t, reports, "station front", "p_block", b)
			agrees(t, reports, "station front", "utilisation", 1-b)
			agrees(t, reports, "station front", "carried", 10*(1-b))
		})
	}
}

func TestUnlimitedServers(t *testing.T) {
	for _, service := range []string{"200ms", "{lognormal: {mean: 200ms, cv: 2}}"} {
		reports := run(t, fmt.Sprintf(`
queueing: infinite
requests: 20000
warm-up: 10s
arrivals: [{stream: web, rate: 20/s, to: front}]
stations: [{station: front, servers: unlimited, service: %s}]`, service))
		agrees(t, reports, "station front", "mean_in_system", 4)
		agrees(t, reports, "station front", "var_in_system", 4)
		agrees(t, reports, "station front", "p_zero", math.Exp(-4))
		agrees(t, reports, "station front", "p_zero_seen", math.Exp(-4))
	}
}

func TestPatience(t *testing.T) {
	reports := run(t, `
queueing: erlang-a
requests: 20000
warm-up: 30s
arrivals: [{stream: web, rate: 9/s, to: front, patience: {exponential: {mean: 500ms}}}]
stations: [{station: front, servers: 10, service: {exponential: {mean: 1s}}}]`)
	p := birthDeath(9, func(n int) float64 { return float64(min(n, 10)) + 2*float64(max(0, n-10)) }, 200)
	queue := meanOver(p, func(n int) float64 { return float64(max(0, n-10)) })
	busy := meanOver(p, func(n int) float64 { return float64(min(n, 10)) })
	all := meanOver(p, func(n int) float64 {
		if n >= 10 {
			return 1
		}
		return 0
	})
	agrees(t, reports, "station front", "p_wait", all)
	agrees(t, reports, "station front", "p_abandon", 2*queue/9)
	agrees(t, reports, "station front", "mean_queue", queue)
	agrees(t, reports, "station front", "mean_wait_all", queue/9)
	agrees(t, reports, "station front", "throughput", busy)
	agrees(t, reports, "stream web", "goodput", busy)
	agrees(t, reports, "stream web", "p_abandon", 2*queue/9)
}

func TestClosedLoop(t *testing.T) {
	reports := run(t, `
queueing: closed
length: 200s
warm-up: 20s
arrivals: [{stream: app, closed: {clients: 50, think: {exponential: {mean: 500ms}}}, to: db}]
stations: [{station: db, servers: 1, service: {exponential: {mean: 10ms}}}]`)
	throughput, response := closedLoop(50, 0.5, 0.01)
	agrees(t, reports, "station db", "throughput", throughput)
	agrees(t, reports, "station db", "mean_sojourn", response)
	agrees(t, reports, "stream app", "mean_latency", response)
}
