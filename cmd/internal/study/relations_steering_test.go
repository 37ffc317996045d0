package study

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/record"
	"failsim/models/world"
	"failsim/sim"
)

// steerers are steering strategies with parameters of their own, all times in
// the sketch's.
func (s *sketch) steerers(d *dice) []string {
	t := func(low, high float64) string { return s.time(d.u(low, high)) }
	return []string{
		"nearest-healthy: {hysteresis: 0%",
		"geography: {otherwise: next",
		"weighted-answer: {checks: probes",
		"anycast: {converge: " + t(0, 40),
		fmt.Sprintf("fixed-address: {converge: %s, connected: %d%%, lasts: %s", t(0, 10), 10*d.n(10), t(1, 90)),
		"two-dns-providers: {apart: " + t(1, 30) + ", scope: name",
		fmt.Sprintf("manual-switch: {scope: name, notice: %s, decide: %s, act: %s, steady: %s", t(0.5, 9), t(0.5, 9), t(0.5, 9), t(5, 60)),
		fmt.Sprintf("dns-failover: {scope: name, hold-down: %s", t(5, 120)),
		fmt.Sprintf("dns-failover: {scope: name, floor: %d%%", 20*(1+d.n(4))),
	}
}

// The second engine takes answers and routes to clients by events, one a network
// or a question: a lag that counts from the wrong instant, a wake that comes twice
// or an answer of the start that is late would show as requests that go elsewhere.
func TestSteeringOfEveryKindIsThatOfTheSecondEngine(t *testing.T) {
	away := map[string]int{}
	for seed := range scenarios(t, 45) {
		s := draw(seed + 500).distinct()
		dice := &dice{key: sim.NewKey(seed, 0).Named("steering")}
		for i := range s.designs {
			d := &s.designs[i]
			all := s.steerers(dice)
			d.steers = all[(int(seed)+i)%len(all)]
			if d.steering == "" {
				d.steering, d.probes = "name", dice.probes(2, 12)
			}
			d.around = false
		}
		read, w := s.read(t)
		for i := range read.Designs {
			c := world.Choice{Design: &read.Designs[i], Incident: &read.Incidents[0], Seed: seed}
			real, simple := play(t, w, c), playNaively(t, w, c)
			agree(t, s, c, real, simple)
			kind, _, _ := strings.Cut(s.designs[i].steers, ":")
			away[kind] += len(slices.DeleteFunc(slices.Clone(real.settled), func(o record.Settlement) bool { return !o.FailedOver }))
		}
	}
	for _, kind := range []string{"nearest-healthy", "geography", "weighted-answer", "anycast", "fixed-address", "two-dns-providers", "manual-switch", "dns-failover"} {
		assert.Positive(t, away[kind], "requests that %s sent away from home", kind)
	}
}
