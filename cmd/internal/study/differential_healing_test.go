package study

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/world"
)

// What a provider's automation does of its own is played by the second engine, too,
// which goes through its LBs one by one and keeps no order of its own.
func TestHealingIsThatOfTheSecondEngine(t *testing.T) {
	for _, healing := range []string{
		"{fail-static: {horizon: 2m, pace: 1/s}}",
		"{blast-radius: {share: 60%, burst: 2}}, overwrite",
		"{last-known-good: {look: 10s, pace: 1/s, poisoned: 30%}}, overwrite",
		"overwrite, {soft-state: {heartbeat: 20s, pace: 2/s}}",
	} {
		damages := 0
		for seed := range scenarios(t, 12) {
			r := &trial{t: t, name: "healing", dice: dice{key: world.Root(seed, 1)}, sketch: draw(seed)}
			s := r.twoLosses(1 + int(seed%3))
			s.designs[0].healing = healing
			read, w := s.read(t)
			c := world.Choice{Design: &read.Designs[0], Incident: &read.Incidents[0], Seed: seed}
			real := play(t, w, c)
			agree(t, s, c, real, playNaively(t, w, c))
			damages += len(real.damage)
		}
		t.Log(healing, damages)
		assert.NotZero(t, damages, "%s: LBs are damaged and mended", healing)
	}
}
