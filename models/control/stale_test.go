package control_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/policy"
	"failsim/models/record"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusesOlder is a guard that compares versions.
type refusesOlder struct{ trustsRestores bool }

func (r refusesOlder) OnRecord(v policy.RecordView) policy.Verdict {
	if v.Older && !(r.trustsRestores && v.Restored) {
		return policy.Refuse
	}
	return policy.NoOpinion
}

// A record of some time ago is wrong if its LB was changed since, which it was with
// probability 1-e^{-r age}; and such a one does harm at its next touch.
func TestOldRecordsDoHarmUnlessTheirVersionIsLookedAt(t *testing.T) {
	const fleet, share, touches, age, played = 20_000, 0.5, 1.0, 1.5, 0.75 // hours
	spec := twelve()
	spec.TouchesPerHour = touches
	stale := share * -math.Expm1(-touches*age)
	touched := stale * -math.Expm1(-touches*played)
	within := func(p float64) float64 { return 4 * math.Sqrt(fleet*p*(1-p)) }
	for _, c := range []struct {
		says     string
		healing  []policy.Healing
		harmed   float64 // share of the fleet
		left     float64 // share of records that are still old
		refusals float64 // share of all calls
	}{
		{says: "written as they are", healing: []policy.Healing{says(policy.Overwrite)}, harmed: touched, left: stale - touched},
		{says: "refused", healing: []policy.Healing{refusesOlder{}}, left: stale, refusals: stale},
		{says: "the LB's own configuration is taken", healing: []policy.Healing{says(policy.Adopt)}, left: stale - touched},
	} {
		r := newRig(fleet, spec, 1, c.healing...)
		r.run(time.Hour)
		r.plane.Age(r.kernel.Now(), r.key().Named("stale"), share, time.Duration(age*float64(time.Hour)))
		assert.InDelta(t, stale*fleet, r.store.Stale(), within(stale), c.says)
		assert.Equal(t, r.store.Stale(), r.store.Wrong(), c.says)
		before := r.ledger.calls[record.ManageOld]
		r.run(time.Hour + time.Duration(played*float64(time.Hour)))
		assert.InDelta(t, c.harmed*fleet, r.plane.Misconfigured(), within(c.harmed), c.says)
		assert.InDelta(t, c.left*fleet, r.store.Stale(), within(c.left), c.says)
		failed := float64(r.ledger.calls[record.ManageOld][0] - before[0])
		expected := c.refusals * fleet * touches * played
		assert.InDelta(t, expected, failed, 4*math.Sqrt(expected)+within(c.refusals)*touches*played, c.says)

		harmed := r.plane.Misconfigured()
		r.plane.Refresh(r.kernel.Now())
		assert.Zero(t, r.store.Stale(), c.says)
		assert.Equal(t, harmed, r.store.Wrong(), "%s: what was written meanwhile has the latest version, and stays", c.says)
	}
}

// The hazard: what people restore is right, and has the versions of before the loss. The
// LBs that were broken since hold later ones.
func TestAGuardTakesWhatIsRestoredForStale(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 1
	for _, trusts := range []bool{false, true} {
		r := newRig(1000, spec, 1, refusesOlder{trusts})
		r.delete(0.5)
		r.run(time.Hour)
		broken := r.plane.Misconfigured()
		require.Greater(t, broken, 250, "of 500, at 1-1/e")
		r.plane.Merge(r.kernel.Now())
		require.Zero(t, r.store.Missing()+r.store.Wrong())
		r.run(20 * time.Hour)
		if trusts {
			assert.Zero(t, r.plane.Misconfigured(), "the next touch of each mends it")
			continue
		}
		assert.Equal(t, broken, r.plane.Misconfigured(), "no touch mends any")
		at, ok := 0, true
		for n := 0; ok; n++ {
			if at, ok = r.plane.MendOne(r.kernel.Now(), at); !ok {
				assert.Equal(t, broken, n, "until people write them")
			}
		}
		failed := r.ledger.calls[record.ManageOld][0]
		r.run(22 * time.Hour)
		assert.Equal(t, failed, r.ledger.calls[record.ManageOld][0], "then no call is refused any more")
	}
}

// A loop that compares takes the configuration of an LB for a record that is older.
func TestReconcilingAdoptsForOldRecords(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 1
	on := false
	r := newRig(1000, spec, 1, looks{says(policy.Refuse), time.Minute, func(_ policy.PlaneView, o policy.PlaneOrders) {
		if on {
			o.Reconcile(2)
		}
	}})
	r.plane.Age(r.kernel.Now(), r.key().Named("stale"), 1, time.Hour)
	stale := r.store.Stale()
	require.InDelta(t, 632, stale, 62, "1-1/e of a thousand")
	on = true
	r.run(time.Minute + 10*time.Second)
	assert.Equal(t, stale-20, r.store.Stale(), "two a second")
	r.run(time.Hour)
	assert.Zero(t, r.store.Stale()+r.plane.Misconfigured())
}
