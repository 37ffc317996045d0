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

const twoDisks = `reliability: storage
about: two disks of which one is needed
length: 8760h
warm-up: 100h
cycles: 20
components:
  - {component: disk, count: 2, up: {exponential: {mean: 1000h}}, down: {exponential: {mean: 10h}}}
systems:
  - {system: array, needs: {any: [disk]}}
`

func systemFile(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "q.yaml")
	require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	return file
}

func TestWhatFailsAndIsMendedIsSimulatedFromItsFile(t *testing.T) {
	file := systemFile(t, twoDisks)
	got := failsim("queue", file, "--json")
	require.Zero(t, got.status, got.stderr)
	var out queueJSON
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &out))
	found := false
	for _, f := range out.Figures {
		if f.Of == "component disk" && f.Name == "unavailability" {
			found = true
			assert.InDelta(t, 10./1010, float64(f.Mean), 2*float64(f.CI95[1]-f.CI95[0]))
		}
	}
	assert.True(t, found)
	assert.Equal(t, got.stdout, failsim("queue", file, "--json", "--jobs", "1").stdout, "whatever the number of jobs")
	got = failsim("check", file)
	assert.Zero(t, got.status)
	assert.Contains(t, got.stdout, "ok: what fails and is mended")
	got = failsim("queue", systemFile(t, twoDisks+"  - {system: none, needs: {3-of: [disk]}}\n"))
	assert.Equal(t, statusBadInput, got.status)
	assert.Contains(t, got.stderr, "q.yaml:10:27: 3 are needed of 2")
}

// What has no answer is refused, or answered with the sentence that says so;
// never with a number.
func TestAnswersThatDoNotExistAreToldInWords(t *testing.T) {
	one := func(service, more string) string {
		return "queueing: one\nrequests: 2000\nwarm-up: 50s\narrivals: [{stream: web, rate: 8/s, to: front" + more + "}]\nstations: [{station: front, servers: 1, service: " + service + "}]\n"
	}
	for says, c := range map[string]struct {
		file   string
		args   []string
		status int
		words  string
	}{
		"more work than servers": {one("{exponential: {mean: 130ms}}", ""), nil, statusBadInput, "has no steady state: its work keeps 1.04 servers busy and it has 1"},
		"services without a mean": {one("{pareto: {low: 10ms, shape: 1}}", ""), nil, statusBadInput,
			"has no steady state: the mean of its services"},
		"a wait whose mean is infinite": {one("{pareto: {low: 30ms, shape: 1.9}}", ""), nil, 0, "it is infinite: services of"},
		"the precision of a mean that is infinite": {one("{pareto: {low: 30ms, shape: 1.9}}", ""),
			[]string{"--precision", "5%", "--of", "station front/mean_wait"}, statusBadInput, "it is infinite"},
		"a wait whose variance is infinite": {one("{pareto: {low: 30ms, shape: 2.5}}", ""), nil, 0, "its variance is infinite: the standard error means little"},
		"the precision of a mean whose variance is infinite": {one("{pareto: {low: 30ms, shape: 2.5}}", ""),
			[]string{"--precision", "5%", "--of", "station front/mean_wait"}, statusBadInput, "cannot be promised: its variance is infinite"},
		"a precision beyond the limit": {one("{exponential: {mean: 100ms}}", ""),
			[]string{"--precision", "0.1%", "--of", "station front/mean_wait", "--limit", "60"}, statusNo, "a precision of 0.1% is not reached, and would take about"},
		"the precision of what is always 0": {one("{exponential: {mean: 100ms}}", ""),
			[]string{"--precision", "5%", "--of", "station front/p_block"}, statusBadInput, "a share of a mean of 0 is 0"},
		"the precision of nothing": {one("{exponential: {mean: 100ms}}", ""), []string{"--precision", "5%"}, statusBadInput, "--precision and --of go together"},
		"the precision of what is no figure": {one("{exponential: {mean: 100ms}}", ""),
			[]string{"--precision", "5%", "--of", "station front/mean_wiat"}, statusBadInput, `did you mean "station front/mean_wait"?`},
	} {
		got := failsim(append([]string{"queue", systemFile(t, c.file)}, c.args...)...)
		assert.Equal(t, c.status, got.status, says)
		assert.Contains(t, got.stdout+got.stderr, c.words, says)
		if c.status != 0 {
			assert.Empty(t, got.stdout, says)
		}
	}
}

// Some replications have an outage, and some have none.
func TestWhatSeldomFailsHasFigures(t *testing.T) {
	file := systemFile(t, "reliability: rare\nlength: 500h\nwarm-up: none\ncomponents: [{component: disk, up: {exponential: {mean: 300h}}, down: 8h}]\n")
	got := failsim("queue", file)
	require.Zero(t, got.status, got.stderr)
	assert.NotContains(t, got.stdout, "Inf")
	assert.NotContains(t, got.stdout, "NaN")
	assert.Contains(t, got.stdout, "too few values")
	got = failsim("queue", file, "--precision", "10%", "--of", "component disk/mean_up")
	assert.Zero(t, got.status, got.stderr)
	got = failsim("queue", file, "--precision", "10%", "--of", "component disk/outage_p99", "--replications", "10")
	assert.Equal(t, statusBadInput, got.status)
	assert.Contains(t, got.stderr, "too few values")
}

func TestAPrecisionIsReached(t *testing.T) {
	file := systemFile(t, erlangC)
	got := failsim("queue", file, "--json", "--precision", "1%", "--of", "station front/mean_wait")
	require.Zero(t, got.status, got.stderr)
	var out queueJSON
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &out))
	assert.Greater(t, out.Replications, 40)
	for _, f := range out.Figures {
		if f.Of == "station front" && f.Name == "mean_wait" {
			assert.LessOrEqual(t, float64(f.CI95[1]-f.CI95[0])/2, 0.01*float64(f.Mean))
		}
	}
}
