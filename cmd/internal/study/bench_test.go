package study

import (
	"failsim/strategies"
	"failsim/traces"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results/counted"
)

// one makes a single run of the founding scenario and returns its requests.
func one(t testing.TB, w *Workload, c world.Choice, tally *counted.Tally) (requests int64, events uint64) {
	l := w.Layout(c.Incident)
	tally.Reset(l)
	in, closeInput, err := w.input(world.Root(c.Seed, c.Replication))
	require.NoError(t, err)
	run, err := world.New(w.Scenario, w.Fixed, c, in, tally)
	require.NoError(t, err)
	require.NoError(t, run.Run())
	require.NoError(t, closeInput())
	return tally.Run().Requests.Arrived, run.Events()
}

// measured are the runs of BenchmarkRequest: elb-2012 at its full rate.
var measured = []struct {
	design, when string
	edits        []edit
}{
	{"single-provider", "steady", nil}, {"single-provider", "faults", nil},
	{"multi-provider-client", "steady", nil}, {"multi-provider-client", "faults", nil},
	// What LBs pay for that learn and filter.
	{"single-provider", "steady-ejecting", []edit{{leastOutstanding, leastOutstanding + "\n      filtering: [outlier-ejection]"}}},
	{"single-provider", "steady-averaging", []edit{{leastOutstanding, "balancing: [peak-ewma]\n      filtering: [panic]"}}},
	// What LBs spare that never look at what is open.
	{"single-provider", "steady-turns", []edit{{leastOutstanding, "balancing: [round-robin]"}}},
	// What services that need each other cost, work queues, and a herd that an outage of a minute stirs.
	{"single-provider", "services", []edit{{"  control-plane:\n", services}, {"      - {at: 24m,", "      - {at: 2h, fail: {on: {service: metadata}, for: 1m}}\n      - {at: 24m,"}}},
	// What probes cost that see slowness, as they do unless told otherwise: beside those that do not.
	{"multi-provider-client", "steady-blind", unseeing},
	{"multi-provider-client", "slow", []edit{slow}},
	{"multi-provider-client", "slow-blind", append([]edit{slow}, unseeing...)},
}

// edit is of the scenario's text, wherever it has what is to go.
type edit struct{ from, to string }

const leastOutstanding = "balancing: [least-outstanding]"

// services are seven, with three queues and a herd of 20,000.
const services = `  services:
    - {service: network}
    - {service: identity, needs: [{on: network, cached: 15m}]}
    - {service: metadata, needs: [{on: identity, to-start: true}], starts-in: 30s}
    - {service: storage, needs: [{on: network, share: 1%, error-after: 50ms}]}
    - {service: registry, needs: [{on: storage, share: 1%, error-after: 50ms}]}
    - {service: deploy, needs: [{on: registry, to-start: true}, {on: identity, cached: 1h}]}
    - {service: catalogue, needs: [{on: storage, share: 1%, error-after: 50ms}]}
  queues:
    - {queue: renewals, of: registry, workers: 50, work: 1s, deadline: 30s, late: requeued, back-off: {base: 5s, cap: 2m}}
    - {queue: launches, of: deploy, workers: 20, work: 30s}
    - {queue: repairs, of: storage, workers: 10, work: 1m, order: lifo}
  herds:
    - {herd: nodes, members: 20000, needs: metadata, jitter: 10m, queue: renewals, of: catalogue}
  control-plane:
`

// slow is, beside the incident's faults, a fault that makes servers slow, though not so slow that
// probes fail as a rule: each has to be looked at, and little else changes.
var (
	slow     = edit{"      - {at: 24m,", "      - {at: 24m, gray: {region: aws/us-east-1, factor: 1.5, for: 12h}}\n      - {at: 24m,"}
	unseeing = []edit{{"threshold: 3}", "threshold: 3, work: aside, sees-slow: 0%}"}, {"healthy: 10}", "healthy: 10, work: aside, sees-slow: 0%}"}}
)

func measuredRun(t testing.TB, design, when string, edits []edit) (*Workload, world.Choice) {
	text, err := os.ReadFile("../../failsim/scenarios/elb-2012.yaml")
	require.NoError(t, err)
	for _, e := range edits {
		require.Contains(t, string(text), e.from)
		text = []byte(strings.ReplaceAll(string(text), e.from, e.to))
	}
	s, err := scenario.Read("elb-2012.yaml", text, strategies.All(), traces.Names()...)
	require.NoError(t, err)
	if strings.HasPrefix(when, "steady") {
		s.Incidents[0].Faults, s.Incidents[0].People = nil, scenario.People{}
	}
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	return w, world.Choice{Design: designOf(s, design), Incident: &s.Incidents[0], Seed: 1}
}

// TestMeasuredRunsAreWhatTheyWere pins the facts of what is measured, and the
// events that they take: a speed-up may change the last column and no other.
func TestMeasuredRunsAreWhatTheyWere(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "# elb-2012, replication 0, seed 1\n%-22s %-14s %-16s %9s %9s\n", "design", "", "fingerprint", "requests", "events")
	for _, m := range measured {
		w, c := measuredRun(t, m.design, m.when, m.edits)
		tally := &counted.Tally{}
		requests, events := one(t, w, c, tally)
		fmt.Fprintf(&b, "%-22s %-14s %-16s %9d %9d\n", m.design, m.when, tally.Run().Fingerprint, requests, events)
	}
	golden(t, "testdata/measured.golden", b.String())
}

// BenchmarkRequest is the whole path of a request, client to record, with DNS,
// retries, health checks, control planes and state stores running: elb-2012 on
// one core, with its faults and without.
func BenchmarkRequest(b *testing.B) {
	for _, m := range measured {
		b.Run(m.design+"/"+m.when, func(b *testing.B) {
			w, c := measuredRun(b, m.design, m.when, m.edits)
			tally := &counted.Tally{}
			_, wanted := one(b, w, c, tally)
			requests := int64(0)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				n, events := one(b, w, c, tally)
				requests += n
				require.Equal(b, wanted, events, "the same run fires the same events")
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(requests), "ns/request")
			b.ReportMetric(float64(wanted)/(float64(requests)/float64(b.N)), "events/request")
			// Building the world is in it; TestARequestAllocatesNothing is not.
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(requests), "allocs/request")
			b.ReportMetric(0, "ns/op")
		})
	}
	b.Run("ten-designs/faults", sideBySide)
}

// sideBySide is a request and design where the ten designs of elb-2012 go through the
// same requests over one tape.
func sideBySide(b *testing.B) {
	w, c := measuredRun(b, "single-provider", "faults", nil)
	designs := w.Scenario.Designs
	require.Len(b, designs, 10)
	lanes := make([]*lane, len(designs))
	for i := range designs {
		choice := c
		choice.Design = &designs[i]
		lanes[i] = &lane{choice: choice, layout: w.Layout(c.Incident), tally: &counted.Tally{}}
	}
	play := func() (requests int64) {
		require.NoError(b, w.abreast(lanes))
		for _, l := range lanes {
			requests += l.tally.Run().Requests.Arrived
		}
		return requests
	}
	play()
	requests := int64(0)
	for b.Loop() {
		requests += play()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(requests), "ns/request")
	b.ReportMetric(0, "ns/op")
}

func designOf(s *scenario.Scenario, name string) *scenario.Design {
	for i := range s.Designs {
		if s.Designs[i].Name == name {
			return &s.Designs[i]
		}
	}
	panic("no design " + name)
}

// TestARequestAllocatesNothing doubles the traffic and counts allocations: what
// they grow by is that of requests.
func TestARequestAllocatesNothing(t *testing.T) {
	t.Run("of a design without hooks", func(t *testing.T) { allocatesNothing(t, func(*scenario.Scenario) {}) })
	t.Run("of one whose LBs learn of each ending", func(t *testing.T) {
		allocatesNothing(t, func(s *scenario.Scenario) {
			text, err := os.ReadFile("../../failsim/scenarios/elb-2012.yaml")
			require.NoError(t, err)
			const line = "balancing: [least-outstanding]"
			learning := strings.ReplaceAll(string(text), line, line+"\n      filtering: [outlier-ejection]")
			other, err := scenario.Read("elb-2012.yaml", []byte(learning), strategies.All(), traces.Names()...)
			require.NoError(t, err)
			designOf(s, "multi-provider-client").Tenant = designOf(other, "multi-provider-client").Tenant
		})
	})
}

func allocatesNothing(t *testing.T, edit func(*scenario.Scenario)) {
	t.Helper()
	count := func(thin float64) (requests int64, mallocs uint64) {
		s := founding(t, thin)
		edit(s)
		s.Incidents[0].Length = 8 * time.Hour
		w, err := Prepare(s, 1, nil)
		require.NoError(t, err)
		tally := &counted.Tally{}
		c := world.Choice{Design: designOf(s, "multi-provider-client"), Incident: &s.Incidents[0], Seed: 1}
		l := w.Layout(c.Incident)
		tally.Reset(l)
		in, closeInput, err := w.input(world.Root(1, 0))
		require.NoError(t, err)
		run, err := world.New(s, w.Fixed, c, in, tally)
		require.NoError(t, err)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		require.NoError(t, run.Run())
		runtime.ReadMemStats(&after)
		require.NoError(t, closeInput())
		return tally.Run().Requests.Arrived, after.Mallocs - before.Mallocs
	}
	few, fewAllocations := count(8)
	many, manyAllocations := count(1)
	perRequest := (float64(manyAllocations) - float64(fewAllocations)) / float64(many-few)
	require.Greater(t, many, 6*few)
	require.Less(t, perRequest, 0.001, "allocations a request: %d for %d requests, %d for %d", fewAllocations, few, manyAllocations, many)
}
