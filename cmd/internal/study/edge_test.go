package study

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
)

const edges = `
scenario: edge
start: 2026-03-01T00:00:00Z
length: 1h
objectives: {availability: 99.9%, latency: 10s, recovery: 10m, hold: 5m}
workload: [{population: users, location: here, trace: {name: nasa-1995-07-13, rate: 10/s}, users: 400, names: 4}]
clients: {timeout: 4s, patience: 20s, resolvers: 100}
service: {time: 200ms, answer: 10KB}
world:
  providers: [{provider: a, regions: [{region: east, zones: 1, fleet: 10}]}]
  locations: [{location: here, rtt: {a/east: 30ms}}]
  load-balancers: {nodes-at-peak: 4, target: 22%, burst: 60s, surge-queue: 1024, backends-per-zone: 4, queue-capacity: 50,
    check: {interval: 10s, timeout: 2s, unhealthy: 2, healthy: 2}}
  control-plane: {touches: 0/h, creations: 0/h, workers: 10, work: 30s, scaling: {every: 5m, window: 10m}, alarm: 1m, misread: 0%}
  state-store: {snapshots: 1h, retention: 7d}
incidents: [{incident: loss, faults: [{at: 20m, lose-region: {region: a/east, for: 20m}}]}]
designs:
  - design: bare
    buyer: tenant
    serve: {here: [{region: a/east, capacity: 300%}]}
    dns: {ttl: 60s, publish: 5s}
    tenant: &bare {sending: [dns-answer], retrying: [never], balancing: [least-outstanding]}
  - {design: stale, like: bare, tenant: {<<: *bare, serving: [serve-stale: {grace: 5m, kept: 100%}]}}
  - {design: content, like: bare, tenant: {<<: *bare, serving: [content-cache]}}
  - {design: library, like: bare, tenant: {<<: *bare, serving: [local-library]}}
  - {design: peers, like: bare, tenant: {<<: *bare, serving: [peers: {finds: 100%, tracker: 10m}]}}
  - {design: degrade, like: bare, tenant: {<<: *bare, serving: [degrade]}}
`

// Requests are the same with an edge and without; those that the origin fails it
// serves, and no others, by what its strategy says of them: worked out here from
// what became of them without it.
func TestTheEdgeServesWhatTheOriginFails(t *testing.T) {
	s, err := scenario.Read("edge.yaml", []byte(edges), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	runs := map[string]*tape{}
	for i := range s.Designs {
		runs[s.Designs[i].Name] = play(t, steady(s), world.Choice{Design: &s.Designs[i], Incident: &s.Incidents[0], Seed: 1})
	}
	bare := runs["bare"].settled
	failed, last := 0, sim.Time(0)
	good := map[request.User]sim.Time{}
	for _, o := range bare {
		if !o.Good() {
			failed++
		} else if o.Ended < sim.Time(20*time.Minute) {
			last = max(last, o.Ended)
			good[o.User] = max(good[o.User], o.Ended)
		}
	}
	require.Greater(t, failed, 10_000)
	mended := map[string]int{}
	for name, run := range runs {
		require.Len(t, run.settled, len(bare))
		for i, o := range run.settled {
			was := &bare[i]
			require.Equal(t, was.Arrived, o.Arrived)
			if was.Good() {
				require.Equal(t, *was, o, "%s: what the origin answers is as it was", name)
			} else if o.Good() {
				mended[name]++
			}
			switch at, asked := good[o.User]; {
			case was.Good():
			case name == "stale" && asked:
				require.Equal(t, was.Ended.Sub(at) <= 5*time.Minute, o.Good(), "%s: for five minutes since the user was last answered: %v", name, o)
			case name == "peers":
				require.Equal(t, was.Ended.Sub(last) <= 10*time.Minute, o.Good(), "%s: for ten minutes since anybody was", name)
			}
		}
	}
	for name, share := range map[string]float64{"bare": 0, "content": 0.8 * 0.95, "degrade": 0.6} {
		shareOf(t, mended[name], failed, share, name)
	}
	assert.InDelta(t, 0.2*0.5, float64(mended["library"])/float64(failed), 0.03, "a fifth of 400 users, for half of what they ask")
}

func shareOf(t *testing.T, n, of int, share float64, says string) {
	t.Helper()
	assert.InDelta(t, share*float64(of), float64(n), 4*math.Sqrt(float64(of)*share*(1-share)), says)
}
