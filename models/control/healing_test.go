package control_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHealingDecidesWhatMissingStateMeans(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 10
	for _, c := range []struct {
		says            string
		healing         []policy.Healing
		harms, adopts   bool
		callsAreRefused bool
	}{
		{"nobody has an opinion: overwrite, as in 2012", nil, true, false, true},
		{"overwrite: the caller sees that something went wrong", []policy.Healing{says(policy.Overwrite)}, true, false, true},
		{"refuse: the caller sees an error", []policy.Healing{says(policy.Refuse)}, false, false, true},
		{"adopt: the caller sees nothing", []policy.Healing{says(policy.Adopt)}, false, true, false},
		{"the first opinion counts", []policy.Healing{says(policy.NoOpinion), says(policy.Refuse), says(policy.Overwrite)}, false, false, true},
	} {
		r := newRig(1000, spec, 1, c.healing...)
		r.delete(0.3)
		missing := r.store.Missing()
		r.run(5 * time.Hour)
		assert.Equal(t, c.harms, r.plane.Misconfigured() > 0, c.says)
		assert.Equal(t, c.callsAreRefused, r.ledger.calls[record.ManageOld][0] > 0, c.says)
		assert.Equal(t, c.callsAreRefused, r.ledger.failed > 0, "%s: and people may hear of it", c.says)
		if c.adopts {
			assert.Zero(t, r.store.Missing(), "%s: after fifty touches of each", c.says)
		} else {
			assert.Equal(t, missing, r.store.Missing(), c.says)
		}
	}
}

func TestAMisreadConfigurationDoesHarm(t *testing.T) {
	const fleet, misread = 20_000, 0.1
	spec := twelve()
	spec.TouchesPerHour, spec.Misread = 1, misread
	r := newRig(fleet, spec, 1, says(policy.Adopt))
	r.delete(1)
	r.run(30 * time.Hour)
	assert.InDelta(t, misread*fleet, r.plane.Misconfigured(), 4*math.Sqrt(fleet*misread*(1-misread)), "with the touch that adopts it")
	assert.Zero(t, r.store.Missing())
	for _, lb := range r.ledger.harmWho {
		require.Equal(t, store.Wrong, r.store.Read(lb), "and with authority")
	}
}

func TestReconcilingAdoptsAtItsPace(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 0
	const fleet, misread = 10_000, 0.02
	spec.Misread = misread
	r := newRig(fleet, spec, 1, looks{says(policy.NoOpinion), 5 * time.Minute, func(_ policy.PlaneView, o policy.PlaneOrders) { o.Reconcile(2) }})
	r.run(time.Minute)
	r.delete(0.25)
	missing := r.store.Missing()
	r.run(5 * time.Minute)
	assert.Equal(t, missing, r.store.Missing(), "not before the first look")
	for _, after := range []time.Duration{time.Second, time.Minute, 10 * time.Minute} {
		r.run(5*time.Minute + after)
		assert.Equal(t, missing-int(2*after.Seconds()), r.store.Missing(), "two a second; looks meanwhile change nothing: %v", after)
	}
	r.run(time.Hour)
	assert.Zero(t, r.store.Missing())
	assert.InDelta(t, misread*float64(missing), r.plane.Misconfigured(), 4*math.Sqrt(misread*float64(missing)), "what is misread does harm at once")
	before := r.kernel.Fired()
	r.run(2 * time.Hour)
	assert.Less(t, r.kernel.Fired()-before, uint64(100), "no pass without need")
}

func TestADamagedLBHasNothingToAdopt(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 1
	var adopting bool
	r := newRig(1000, spec, 1, looks{says(policy.NoOpinion), time.Minute, func(_ policy.PlaneView, o policy.PlaneOrders) {
		if adopting {
			o.Reconcile(100)
		}
	}})
	r.delete(0.5)
	r.run(time.Hour)
	assert.Positive(t, r.plane.Misconfigured())
	adopting = true
	r.run(2 * time.Hour)
	misconfigured := r.plane.Misconfigured()
	assert.Less(t, misconfigured, 400)
	assert.Equal(t, misconfigured, r.store.Missing(), "all others have a record again")
	r.plane.Merge(r.kernel.Now())
	r.run(20 * time.Hour)
	assert.Zero(t, r.plane.Misconfigured(), "with the records restored, the next touch of each mends it")
	assert.Equal(t, misconfigured, r.ledger.mended)
}
