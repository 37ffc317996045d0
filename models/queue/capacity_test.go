package queue

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Requests come each second and take one: one of four servers' worth. From
// 10 s to 15 s the door is closed.
func TestAClosedDoorRefusesWhoComes(t *testing.T) {
	r := run(t, `queueing: door
length: 20s
warm-up: none
arrivals: [{stream: s, every: 1s, to: front}]
stations: [{station: front, servers: 4, service: 100ms, down: [{at: 9500ms, for: 5s}]}]
`)[0]
	assert.InDelta(t, 5./20, r.Value("station front", "p_down"), 1e-12, "those of 10, 11, 12, 13 and 14 s")
	assert.InDelta(t, 5./20, r.Value("station front", "p_block"), 1e-12)
	assert.InDelta(t, 0.25, r.Value("stream s", "p_final_failure"), 0.02)
}

// Ten requests a second, each of a second of work, come to 10 servers, of
// which 5 are lost at 10 s: 5 a second pile up, and go down again as a server
// comes back each second from 20 s on.
func TestServersThatAreLostAreReplaced(t *testing.T) {
	r := run(t, `queueing: loss
length: 100s
warm-up: none
arrivals: [{stream: s, every: 100ms, to: pool}]
stations:
  - {station: pool, servers: 12, service: 1s, schedule: [{at: 10s, servers: 6}], replaces: {after: 10s, rate: 1/s}}
`)[0]
	// 4 a second more than are served, for 10 s, then 4, 3, 2 and 1 a second for
	// 1 s each, less half a second at both ends: 40 + 8, and 4 whose service broke off.
	assert.InDelta(t, 50, r.Value("station pool", "peak_queue"), 3)
	assert.InDelta(t, 23.5, r.Value("station pool", "time_of_peak_queue"), 1.1)
	// Then 0, 1, 2, 2, ... a second are to spare.
	assert.InDelta(t, 23.5+1+1+48/2, r.Value("station pool", "drained_at"), 3)
	full := run(t, "queueing: idle\nlength: 10s\nwarm-up: none\narrivals: [{stream: s, every: 1s, to: pool}]\nstations: [{station: pool, servers: 2, service: 1s}]\n")[0]
	assert.Zero(t, full.Value("station pool", "peak_queue"), "nobody waits")
	assert.Zero(t, full.Value("station pool", "drained_at"))
}

// Work for 8 servers comes to 4, and may have 20 at a target of 50 %.
func TestServersFollowTheirLoad(t *testing.T) {
	reports := run(t, `queueing: scaling
length: 5000s
warm-up: 1000s
arrivals: [{stream: s, every: 125ms, to: pool}]
stations: [{station: pool, servers: 4, service: 1s, scales: {target: 50%, every: 10s, delay: 30s, least: 2, most: 20}}]
`)
	r := reports[0]
	assert.InDelta(t, 8, r.Value("station pool", "carried"), 0.01)
	assert.InDelta(t, 0.5, r.Value("station pool", "utilisation"), 0.01)
	few := run(t, `queueing: small
length: 5000s
warm-up: none
arrivals: [{stream: s, every: 125ms, to: pool}]
stations: [{station: pool, servers: 4, service: 1s, scales: {target: 50%, every: 10s, delay: 30s, least: 2, most: 6}}]
`)[0]
	assert.InDelta(t, 6, few.Value("station pool", "carried"), 0.05, "six are the most")
}

func TestMoreServersComeOnlyAfterTheDelay(t *testing.T) {
	peak := func(delay string) float64 {
		return run(t, `queueing: delay
length: 600s
warm-up: none
arrivals: [{stream: s, every: 125ms, to: pool}]
stations: [{station: pool, servers: 4, service: 1s, scales: {target: 50%, every: 10s, delay: `+delay+`, least: 2, most: 20}}]
`)[0].Value("station pool", "peak_queue")
	}
	// 4 a second pile up until the first look, at 10 s, and for the delay.
	assert.InDelta(t, 40, peak("0s"), 5)
	assert.InDelta(t, 40+4*60, peak("60s"), 5)
}

// M/M/1 whose server breaks at rate f, busy or not, and is mended at rate r;
// work that breaks off goes on: L = l((f+r)^2 + f m)/((f+r)(m r - l(f+r)))
// (Mitrani and Avi-Itzhak 1968, for one server).
func TestAServerThatBreaks(t *testing.T) {
	const l, m, f, r = 0.5, 1.0, 0.02, 0.1
	reports := run(t, `queueing: breaks
length: 40000s
warm-up: 4000s
arrivals: [{stream: s, rate: 0.5/s, to: desk}]
stations: [{station: desk, servers: 1, service: {exponential: {mean: 1s}}, breaks: {up: {exponential: {mean: 50s}}, down: {exponential: {mean: 10s}}}}]
`)
	agrees(t, reports, "station desk", "mean_in_system", l*((f+r)*(f+r)+f*m)/((f+r)*(m*r-l*(f+r))))
}

// With one person for ten servers that break often, few are up.
func TestFewPeopleMendSlowly(t *testing.T) {
	capacity := func(people string) float64 {
		r := run(t, `queueing: people
length: 20000s
warm-up: 1000s
arrivals: [{stream: s, rate: 0.1/s, to: pool}]
stations: [{station: pool, servers: 10, service: 1s, breaks: {up: {exponential: {mean: 10s}}, down: {exponential: {mean: 10s}}, people: `+people+`}}]
`)[0]
		return r.Value("station pool", "carried") / r.Value("station pool", "utilisation")
	}
	assert.InDelta(t, 5, capacity("unlimited"), 0.1)
	assert.InDelta(t, 1, capacity("1"), 0.05, "what one person mends breaks after as long")
}
