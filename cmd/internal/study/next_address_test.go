package study

import (
	"math"
	"os"
	"strings"
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
	s, settled := addresses(t)
	for _, c := range []fatesOf{
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
		c.hold(t, s, settled)
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

const well = 130 * time.Millisecond // a round trip and the work

// fates are shares of requests that end so, by how long it takes.
type fates map[time.Duration]float64

// fatesOf are those of a population's requests of some time.
type fatesOf struct {
	population       string
	from, until      time.Duration // once LBs know which backends are lost
	answered, failed fates
}

// addresses plays the scenario, changed.
func addresses(t *testing.T, edits ...string) (*scenario.Scenario, []record.Settlement) {
	t.Helper()
	text, err := os.ReadFile("testdata/next-address.yaml")
	require.NoError(t, err)
	changed := strings.NewReplacer(edits...).Replace(string(text))
	require.True(t, len(edits) == 0 || changed != string(text))
	s, err := scenario.Read("next-address.yaml", []byte(changed), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	return s, play(t, steady(s), world.Choice{Design: &s.Designs[0], Incident: &s.Incidents[0], Seed: 1}).settled
}

// hold holds them against what became of all requests.
func (c fatesOf) hold(t *testing.T, s *scenario.Scenario, settled []record.Settlement) {
	t.Helper()
	answered, failed, n := fates{}, fates{}, 0.
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
		failed[took]++
		assert.Equal(t, request.ZoneDown, o.Cause, c.population)
	})
	for _, pair := range [][2]fates{{c.answered, answered}, {c.failed, failed}} {
		assert.Len(t, pair[1], len(pair[0]), "%s from %v: %v", c.population, c.from, pair[1])
		for took, share := range pair[0] {
			assert.InDelta(t, share, pair[1][took]/n, 4*math.Sqrt(share*(1-share)/n)+1e-9, "%s from %v: %v after %v", c.population, c.from, pair[1], took)
		}
	}
}

// The same zones are lost as processes: their hosts refuse, which a client knows a
// round trip later, and goes on, as curl, Go, Node and Python do. By hand: of three
// addresses in rotated order a third of clients has each first. With two lost, one
// third has none of these first, one has one, and one has both.
func TestWhoIsRefusedGoesOnAtOnceAsFarAsItHasAddresses(t *testing.T) {
	const round = 30 * time.Millisecond
	refusing := []string{"lose-zone: {", "lose-zone: {as: process, "}
	first, second := [2]time.Duration{6 * time.Minute, 14 * time.Minute}, [2]time.Duration{16 * time.Minute, 24 * time.Minute}
	for _, c := range []struct {
		what             string
		edits            []string
		population       string
		when             [2]time.Duration
		answered, failed fates
	}{
		{"as most do", refusing, "one-address", first, fates{well: 2. / 3, well + round: 1. / 3}, nil},
		{"as most do, of two that refuse", refusing, "one-address", second, fates{well: 1. / 3, well + round: 1. / 3, well + 2*round: 1. / 3}, nil},
		{"a wait for silence is no wait for this", refusing, "go", second, fates{well: 1. / 3, well + round: 1. / 3, well + 2*round: 1. / 3}, nil},
		{"some stay", append(refusing, "{after: 250ms}", "{after: 250ms, refused: never}"), "browsers", first, fates{well: 2. / 3}, fates{round: 1. / 3}},
		{"two addresses", append(refusing, "publish: 5s", "publish: 5s, addresses: 2"), "one-address", second,
			fates{well: 1. / 3, well + round: 1. / 3}, fates{2 * round: 1. / 3}},
		{"one address", append(refusing, "publish: 5s", "publish: 5s, addresses: 1"), "one-address", second, fates{well: 1. / 3}, fates{round: 2. / 3}},
		{"two nodes a zone", append(refusing, "publish: 5s", "publish: 5s, addresses: 6"), "one-address", second,
			fates{well: 1. / 3, well + round: 1. / 3, well + 2*round: 1. / 3}, nil},
		{"one address that is silent", []string{"publish: 5s", "publish: 5s, addresses: 1"}, "browsers", first, fates{well: 2. / 3}, fates{8 * time.Second: 1. / 3}},
		{"two addresses that are silent", []string{"publish: 5s", "publish: 5s, addresses: 2"}, "browsers", second,
			fates{well: 1. / 3, well + 250*time.Millisecond: 1. / 3}, fates{8 * time.Second: 1. / 3}},
	} {
		t.Run(c.what, func(t *testing.T) {
			s, settled := addresses(t, append([]string{"rate: 25/s", "rate: 8/s"}, c.edits...)...)
			fatesOf{c.population, c.when[0], c.when[1], c.answered, c.failed}.hold(t, s, settled)
		})
	}
}

// of goes through what became of a population's requests.
func of(s *scenario.Scenario, population string, settled []record.Settlement, each func(o *record.Settlement)) {
	for i := range settled {
		if s.Workload[settled[i].Population].Name == population {
			each(&settled[i])
		}
	}
}
