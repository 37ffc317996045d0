package queue

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/figures"
	"failsim/strategies"
)

// Half of the requests take 0.2 s, the others an exponential time of 1 s on
// average: 0.6 s on average, and its square 0.5 x 2 + 0.5 x 0.04 = 1.02. By
// Pollaczek and Khinchine half a request a second waits 0.5 x 1.02 / (2 x 0.7).
func TestAnErrorTakesItsOwnTimeOfAServer(t *testing.T) {
	const text = `
queueing: errors
requests: 25000
warm-up: 50s
arrivals: [{stream: web, rate: 0.5/s, to: db}]
stations: [{station: db, servers: 1, service: {exponential: {mean: 1s}}, fails: FAILS}]`
	reports := run(t, strings.Replace(text, "FAILS", "{share: 50%, error-after: 200ms}", 1))
	agrees(t, reports, "station db", "utilisation", 0.5*0.6)
	agrees(t, reports, "station db", "mean_wait", 0.5*1.02/(2*0.7))
	agrees(t, reports, "stream web", "p_final_failure", 0.5)
	// Without a time of its own an error takes the whole service: M/M/1.
	reports = run(t, strings.Replace(text, "FAILS", "{share: 50%}", 1))
	agrees(t, reports, "station db", "mean_wait", 0.5/(1-0.5))
	assert.Equal(t, run(t, strings.Replace(text, "FAILS", "50%", 1)), reports, "a share alone is written either way")
}

// Ten stations of one server, one of which refuses everything at once: what
// fails fast looks idle. By turns and by lot it gets its tenth; the other shares
// are of a simulation of 10^6 requests that has nothing in common with failsim.
func TestAStationThatFailsFastDrawsRequests(t *testing.T) {
	for _, c := range []struct {
		balance string
		failed  float64
	}{
		{"random", 0.100},
		{"round-robin", 0.100},
		{"least-request", 0.143},
		{"{least-request: {pair: distinct}}", 0.148},
		{"least-outstanding", 0.193},
	} {
		reports := run(t, `
queueing: fails-fast
requests: 25000
warm-up: 50s
arrivals: [{stream: web, rate: 5/s, to: pool}]
stations: [{station: bad, servers: 1, service: {exponential: {mean: 1s}}, fails: {share: 100%, error-after: 0s}}`+others(9)+`]
groups: [{group: pool, stations: [bad`+members(9)+`], balance: `+c.balance+`}]`)
		e, ok := figures.Find(figures.Estimates(reports), "stream web", "p_final_failure")
		require.True(t, ok)
		assert.InDelta(t, c.failed, e.Mean, 0.003, c.balance)
	}
}

func others(n int) (text string) {
	for i := range n {
		text += ",\n  {station: " + string(rune('a'+i)) + ", servers: 1, service: {exponential: {mean: 1s}}}"
	}
	return text
}

func members(n int) (text string) {
	for i := range n {
		text += ", " + string(rune('a'+i))
	}
	return text
}

// What errors take counts for whether there is a steady state.
func TestWhatFailsFastNeedsFewerServers(t *testing.T) {
	const text = `
queueing: errors
requests: 25000
warm-up: 50s
arrivals: [{stream: web, rate: 1.2/s, to: db}]
stations: [{station: db, servers: 1, service: SERVICE, fails: FAILS}]`
	for _, c := range []struct{ service, fails, says string }{
		{"{exponential: {mean: 1s}}", "50%", "keeps 1.2 servers busy"},
		{"{exponential: {mean: 1s}}", "{share: 50%, error-after: 200ms}", ""},
		{"{exponential: {mean: 1s}}", "{share: 10%, error-after: 200ms}", "keeps 1.104 servers busy"},
		{"{exponential: {mean: 100ms}}", "{share: 50%, error-after: 2s}", "keeps 1.26 servers busy"},
		{"{pareto: {low: 1s, shape: 0.9}}", "{share: 90%, error-after: 200ms}", "is infinite"},
		{"{pareto: {low: 1s, shape: 0.9}}", "{share: 100%, error-after: 200ms}", ""},
	} {
		_, err := Read("q.yaml", []byte(strings.NewReplacer("SERVICE", c.service, "FAILS", c.fails).Replace(text)), strategies.All())
		if c.says == "" {
			assert.NoError(t, err, "%s %s", c.service, c.fails)
			continue
		}
		assert.ErrorContains(t, err, c.says, "%s %s", c.service, c.fails)
	}
}
