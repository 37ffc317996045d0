package queue

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Ten servers begin empty; at 5 s three are lost, at 15 s they are back.
func TestCapacityIsLostAndComesBack(t *testing.T) {
	reports := run(t, `
queueing: capacity-loss
length: 25s
warm-up: none
cycles: 60
observe: [2s, 5s, 10s, 15s, 18s, 25s]
arrivals: [{stream: web, rate: 8/s, to: front}]
stations:
  - station: front
    servers: 10
    service: {exponential: {mean: 1s}}
    schedule: [{at: 5s, servers: 7}, {at: 15s, servers: 10}]`)
	instants := []float64{2, 5, 10, 15, 18, 25}
	means := capacityLoss(8, 1, func(t float64) int {
		if t >= 5 && t < 15 {
			return 7
		}
		return 10
	}, 120, instants)
	for i, name := range []string{"2s", "5s", "10s", "15s", "18s", "25s"} {
		agrees(t, reports, "station front", "mean_in_system_at_"+name, means[i])
	}
}

// With no servers at all a deterministic queue just grows, and what was being
// done is finished later: nothing is lost, and nothing is done twice.
func TestLostServersFinishTheirWorkLater(t *testing.T) {
	for _, discipline := range []string{"fifo", "lifo", "processor-sharing"} {
		reports := RunAll(read(t, `
queueing: stop
length: 20s
warm-up: none
observe: [4500ms, 10s, 15s]
arrivals: [{stream: web, every: 4s, to: front}]
stations:
  - station: front
    servers: 1
    service: 2s
    discipline: `+discipline+`
    schedule: [{at: 5s, servers: 0}, {at: 10s, servers: 1}]`), seed, 1)
		r := reports[0]
		at := func(when string) float64 { return r.Value("station front", "mean_in_system_at_"+when) }
		// Arrivals at 4, 8, 12, 16 and 20 s. The first is done for 1 s before
		// the server is lost and 1 s after, then come the others, until 15 s.
		assert.InDelta(t, 1, at("4.5s"), 0, discipline)
		assert.InDelta(t, 2, at("10s"), 0, discipline)
		assert.InDelta(t, 0, at("15s"), 0, discipline)
		assert.InDelta(t, 4, r.Value("station front", "throughput")*20, 1e-9, discipline)
		assert.InDelta(t, 8.0/15, r.Value("station front", "utilisation"), 1e-9, discipline)
	}
}
