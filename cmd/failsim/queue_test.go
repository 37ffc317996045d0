package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const erlangC = `queueing: two-servers
about: two servers at 80 %
requests: 20000
warm-up: 50s
arrivals:
  - {stream: web, rate: 16/s, to: front}
stations:
  - {station: front, servers: 2, service: {exponential: {mean: 100ms}}}
`

func TestAQueueIsSimulatedFromItsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "q.yaml")
	require.NoError(t, os.WriteFile(file, []byte(erlangC), 0o644))

	got := failsim("queue", file, "--json", "--replications", "20")
	require.Zero(t, got.status, got.stderr)
	var out queueJSON
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &out))
	found := false
	for _, f := range out.Figures {
		if f.Of == "station front" && f.Name == "mean_wait" {
			found = true
			// Erlang C: C(2, 1.6) = 0.7111, wait = C / (c mu - lambda) = 0.7111/4.
			half := float64(f.CI95[1]-f.CI95[0]) / 2
			assert.InDelta(t, 0.17778, float64(f.Mean), 2*half)
			assert.Less(t, half, 0.01)
		}
	}
	assert.True(t, found)

	again := failsim("queue", file, "--json", "--replications", "20", "--jobs", "1")
	assert.Equal(t, got.stdout, again.stdout, "whatever the number of jobs")

	got = failsim("queue", file, "--replications", "2")
	assert.Zero(t, got.status)
	assert.Contains(t, got.stdout, "mean_wait")

	got = failsim("check", file)
	assert.Zero(t, got.status)
	assert.Contains(t, got.stdout, "ok: a queueing system")
}

func TestAQueueWithoutAnAnswerIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "q.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`queueing: endless
requests: 1000
warm-up: 1s
arrivals:
  - {stream: web, rate: 30/s, to: front}
stations:
  - {station: front, servers: 2, service: {exponential: {mean: 100ms}}}
`), 0o644))
	for _, verb := range []string{"queue", "check"} {
		got := failsim(verb, file)
		assert.Equal(t, statusBadInput, got.status)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, "q.yaml:")
	}
}
