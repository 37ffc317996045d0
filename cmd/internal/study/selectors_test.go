package study

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

const selectors = `scenario: selectors
length: 30m
objectives: {availability: 99%, recovery: 10m, hold: 5m}
world:
  providers: [{provider: p, regions: [{region: r, zones: 1, fleet: 10}]}]
  locations: [{location: here, clock: 0h, rtt: {p/r: 10ms}}]
clients: {timeout: 2s, patience: 4s, resolvers: 50}
service: {time: {constant: {value: 20ms}}, answer: 1KB}
workload:
  - {population: some, location: here, rate: 20/s, users: 500, names: 4}
  - {population: others, location: here, rate: 20/s, users: 500}
incidents:
  - {incident: resolvers, faults: [{at: 10m, fail: {on: {resolver: some}, for: 10m}}]}
  - {incident: few-questions, faults: [{at: 10m, fail: {on: {resolver: some}, share: 30%, for: 10m}}, {at: 10m, fail: {on: {resolver: some}, share: 50%, for: 10m}}]}
  - {incident: one-of-four, faults: [{at: 10m, fail: {on: {region: p/r, lb: some/2}, as: process, for: 10m}}]}
  - {incident: all-four, faults: [{at: 10m, fail: {on: {region: p/r, lb: some}, for: 10m}}]}
  - {incident: gray-lb, faults: [{at: 10m, fail: {on: {region: p/r, lb: others}, share: 25%, error-after: 1ms, for: 10m}}]}
  - {incident: processes, faults: [{at: 10m, lose-region: {region: p/r, as: process, for: 10m}}]}
  - {incident: machines, faults: [{at: 10m, lose-region: {region: p/r, for: 10m}}]}
designs:
  - design: it
    buyer: tenant
    serve: {here: [{region: p/r, capacity: 300%}]}
    tenant: {sending: [dns-answer], retrying: [never], balancing: [round-robin]}
    providers: {p: {healing: [overwrite]}}
  - design: pinned
    like: it
    tenant: {sending: [dns-answer], retrying: [never], balancing: [round-robin], connecting: [pinned-connection]}
`

// By hand: 20 a second of each population ask, of whom in the ten minutes of a fault a
// share fails that is one less the product of what each fault lets pass; of a name in
// four a quarter, by the share of users that have it; before and after nobody.
func TestFaultsOfAnLBAndOfResolversHitThoseAndNobodyElse(t *testing.T) {
	read, err := scenario.Read("selectors.yaml", []byte(selectors), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	w := steady(read)
	from, until := 10*time.Minute, 20*time.Minute
	for _, c := range []struct {
		incident, design string
		population       request.Population
		share            float64 // of those who ask meanwhile
		cause            request.Cause
		takes            time.Duration // until they know
	}{
		{"resolvers", "it", 0, 1, request.NameNotResolved, 0},
		{"few-questions", "it", 0, 1 - 0.7*0.5, request.NameNotResolved, 0},
		{"resolvers", "pinned", 0, 0, request.None, 0}, // who has a connection asks nobody
		{"one-of-four", "it", 0, 0.25, request.ServiceDown, 10 * time.Millisecond},
		{"all-four", "it", 0, 1, request.ServiceDown, 2 * time.Second},
		{"gray-lb", "it", 1, 0.25, request.ServerError, 11 * time.Millisecond},
		{"processes", "it", 0, 1, request.RegionDown, 10 * time.Millisecond},
		{"processes", "it", 1, 1, request.RegionDown, 10 * time.Millisecond},
		{"machines", "it", 0, 1, request.RegionDown, 2 * time.Second},
	} {
		asked, failed := 0., 0.
		for _, o := range selected(t, read, w, c.incident, c.design) {
			meanwhile := time.Duration(o.Arrived) >= from && time.Duration(o.Arrived) < until
			if meanwhile && o.Population == c.population {
				asked++
			}
			if o.Cause == request.None || c.design == "pinned" && o.Cause == c.cause {
				continue
			}
			if c.incident != "processes" && c.incident != "machines" {
				require.Equal(t, c.population, o.Population, "%s hits nobody else", c.incident)
			}
			if o.Cause != c.cause {
				continue
			}
			underWay := time.Duration(o.Arrived) < from && time.Duration(o.Arrived) > from-100*time.Millisecond
			require.True(t, meanwhile || underWay, "%s: %v", c.incident, o)
			if o.Population == c.population && meanwhile {
				failed++
				require.Equal(t, c.takes, o.Ended.Sub(o.Arrived), "%s: how long they wait", c.incident)
			}
		}
		assert.InDelta(t, 12_000, asked, 5*math.Sqrt(12_000))
		slack := 5 * math.Sqrt(asked*c.share*(1-c.share))
		if c.incident == "one-of-four" { // 500 users have one of four names each
			slack = asked * 5 * math.Sqrt(0.25*0.75/500)
		}
		if c.design == "pinned" { // some of 500 users ask for the first time
			slack = 250
		}
		assert.InDelta(t, asked*c.share, failed, slack+1e-9, "%s of %s", c.incident, c.design)
	}
}

func selected(t *testing.T, read *scenario.Scenario, w *Workload, incident, design string) []record.Settlement {
	c := world.Choice{Seed: 3}
	for i := range read.Incidents {
		if read.Incidents[i].Name == incident {
			c.Incident = &read.Incidents[i]
		}
	}
	for d := range read.Designs {
		if read.Designs[d].Name == design {
			c.Design = &read.Designs[d]
		}
	}
	return play(t, w, c).settled
}
