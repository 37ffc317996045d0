package control_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"failsim/models/policy"
	"failsim/models/store"

	"github.com/stretchr/testify/assert"
)

func TestTheTenantsLBIsTouchedAndMendedLikeAnyOther(t *testing.T) {
	const fleet, rigs = 10, 2000
	touched, places := 0.0, make([]float64, fleet)
	for seed := range uint64(rigs) {
		spec := twelve()
		spec.TouchesPerHour = 1
		r := newRig(fleet, spec, seed, says(policy.Overwrite))
		r.delete(1)
		r.run(time.Hour)
		if slices.Contains(r.ledger.harmWho, fleet-1) {
			touched++
		}
		r.run(100 * time.Hour)
		place, next := 0, 0
		for ; r.store.Read(fleet-1) == store.Missing; place++ {
			next, _ = r.plane.MendOne(r.kernel.Now(), next)
		}
		places[place-1]++
	}
	share := -math.Expm1(-1)
	assert.InDelta(t, share, touched/rigs, 4*math.Sqrt(share*(1-share)/rigs), "at the rate of each LB")
	for place, n := range places {
		assert.InDelta(t, rigs/fleet, n, 4*math.Sqrt(rigs/fleet), "it is as often at place %d of the order as anywhere", place)
	}
}
