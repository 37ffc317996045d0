package study

import (
	"os"
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

// Of three zones one is lost, then two, and nothing answers there. A third of the
// clients was told each first: those wait for one silent address, or for two.
func TestWhoTriesTheNextAddressWaitsAndWhoDoesNotIsLost(t *testing.T) {
	text, err := os.ReadFile("testdata/next-address.yaml")
	require.NoError(t, err)
	s, err := scenario.Read("next-address.yaml", text, strategies.All(), traces.Names()...)
	require.NoError(t, err)
	settled := play(t, steady(s), world.Choice{Design: &s.Designs[0], Incident: &s.Incidents[0], Seed: 1}).settled
	const well = 130 * time.Millisecond  // a round trip and the work
	type fates map[time.Duration]float64 // by how long it takes, the share that ends so
	for _, c := range []struct {
		population        string
		from, until       time.Duration // once LBs know which backends are lost
		answered, expired fates
	}{
		{"one-address", 6 * time.Minute, 14 * time.Minute, fates{well: 2. / 3}, fates{8 * time.Second: 1. / 3}},
		{"one-address", 16 * time.Minute, 24 * time.Minute, fates{well: 1. / 3}, fates{8 * time.Second: 2. / 3}},
		{"browsers", 6 * time.Minute, 14 * time.Minute, fates{well: 2. / 3, well + 250*time.Millisecond: 1. / 3}, nil},
		{"browsers", 16 * time.Minute, 24 * time.Minute,
			fates{well: 1. / 3, well + 250*time.Millisecond: 1. / 3, well + 500*time.Millisecond: 1. / 3}, nil},
		{"go", 6 * time.Minute, 14 * time.Minute, fates{well: 2. / 3, well + 10*time.Second: 1. / 3}, nil},
		{"go", 16 * time.Minute, 24 * time.Minute, fates{well: 1. / 3, well + 10*time.Second: 1. / 3, well + 20*time.Second: 1. / 3}, nil},
		{"go-hurried", 6 * time.Minute, 14 * time.Minute, fates{well: 2. / 3}, fates{8 * time.Second: 1. / 3}},
		{"obeying", 7 * time.Minute, 14 * time.Minute, fates{well: 1}, nil},
	} {
		answered, expired, n := fates{}, fates{}, 0.
		of(s, c.population, settled, func(o *record.Settlement) {
			if arrived := time.Duration(o.Arrived); arrived < c.from || arrived >= c.until {
				return
			}
			n++
			took := o.Ended.Sub(o.Arrived).Round(time.Millisecond)
			if o.Good() {
				answered[took]++
				return
			}
			expired[took]++
			assert.Equal(t, request.ZoneDown, o.Cause, c.population)
		})
		for _, pair := range [][2]fates{{c.answered, answered}, {c.expired, expired}} {
			assert.Len(t, pair[1], len(pair[0]), "%s from %v: %v", c.population, c.from, pair[1])
			for took, share := range pair[0] {
				assert.InDelta(t, share, pair[1][took]/n, 0.02, "%s from %v: %v after %v", c.population, c.from, pair[1], took)
			}
		}
	}
	// DNS withdraws the address after half an interval, three more and a time-out, and resolvers ask half a TTL
	// later: 5 + 30 + 1 + 30 s, in which a third of 25 requests a second reaches no node. The phase of the checks is drawn.
	lost := 0.
	of(s, "obeying", settled, func(o *record.Settlement) {
		if o.Taken == 0 && time.Duration(o.Arrived) < 10*time.Minute {
			lost++
		}
	})
	assert.InDelta(t, 25./3*66, lost, 25./3*5+4*24)
}

// of goes through what became of a population's requests.
func of(s *scenario.Scenario, population string, settled []record.Settlement, each func(o *record.Settlement)) {
	for i := range settled {
		if s.Workload[settled[i].Population].Name == population {
			each(&settled[i])
		}
	}
}
