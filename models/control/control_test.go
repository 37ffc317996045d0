package control_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/control"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Exposure is p(1-e^{-rt}) while workflows are on: thinned Poisson touches of
// records whose state is gone (oracles controlplane.json, deleted_state).
func TestDamageFollowsTheCurveOfShareAndTouchRate(t *testing.T) {
	const fleet, share, touches = 20_000, 0.25, 0.0685
	r := newRig(fleet, twelve(), 1, says(policy.Overwrite))
	r.run(24 * time.Minute)
	assert.Zero(t, r.plane.Misconfigured())
	r.delete(share)
	assert.Zero(t, r.plane.Misconfigured(), "nothing breaks at once")
	for _, minutes := range []int{1, 30, 60, 120, 278, 600, 3000} {
		r.run(24*time.Minute + time.Duration(minutes)*time.Minute)
		expected := share * -math.Expm1(-touches*float64(minutes)/60)
		assert.InDelta(t, expected*fleet, r.plane.Misconfigured(), 4*math.Sqrt(fleet*expected*(1-expected)), "LBs misconfigured after %d min", minutes)
		if minutes == 278 {
			assert.InDelta(t, 0.068, float64(r.plane.Misconfigured())/fleet, 0.007, "as on 24 December 2012")
		}
	}
	assert.Equal(t, r.plane.Misconfigured(), r.ledger.harmed, "each is harmed once")
	last := r.ledger.damage[len(r.ledger.damage)-1]
	assert.Equal(t, record.Fleet{Region: 0, Misconfigured: r.plane.Misconfigured(), LBs: fleet, MissingState: r.store.Missing(), Own: 1,
		OwnMisconfigured: last.OwnMisconfigured}, last)
	assert.LessOrEqual(t, last.OwnMisconfigured, 1)
}

func TestTouchesComeAtTheirRate(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour, spec.CreationsPerHour = 2, 60
	r := newRig(1000, spec, 1)
	r.run(10 * time.Hour)
	calls := r.ledger.calls
	assert.InDelta(t, 20_000, calls[record.ManageOld][1], 4*math.Sqrt(20_000))
	assert.InDelta(t, 600, calls[record.Create][1], 4*math.Sqrt(600))
	assert.Equal(t, calls[record.Create], calls[record.ManageNew], "a new LB is changed once")
	assert.Equal(t, 1000+calls[record.Create][1], r.store.Len())
	assert.Zero(t, r.ledger.harmed+r.ledger.failed)
}

func TestWorkflowsWaitForWorkers(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour, spec.Workers, spec.Work = 3600, 1, distribution.Constant(10*time.Minute)
	r := newRig(10, spec, 1)
	r.delete(1)
	r.run(35 * time.Minute)
	assert.Equal(t, 3, r.ledger.harmed, "one worker writes every ten minutes, whatever the demand")
}

func TestPausedWorkflowsWriteNothing(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour, spec.CreationsPerHour, spec.Work = 60, 60, distribution.Constant(5*time.Minute)
	r := newRig(1000, spec, 1)
	r.delete(0.5)
	r.run(10 * time.Minute)
	harmed := r.plane.Misconfigured()
	assert.Positive(t, harmed)
	well := r.ledger.calls[record.ManageOld][1]
	r.plane.Set(r.kernel.Now(), control.ByPeople, true)
	r.run(2 * time.Hour)
	assert.Equal(t, harmed, r.plane.Misconfigured(), "also not what was under way")
	assert.Equal(t, well, r.ledger.calls[record.ManageOld][1], "every call on an old LB fails")
	created := r.ledger.calls[record.Create]
	assert.Zero(t, created[0])
	assert.Greater(t, created[1], 60, "but new LBs can be made")
	assert.Equal(t, created, r.ledger.calls[record.ManageNew], "and work")

	r.plane.Set(r.kernel.Now(), control.ByPeople, false)
	r.run(3 * time.Hour)
	assert.Greater(t, r.plane.Misconfigured(), harmed)
	assert.Equal(t, []record.Mark{record.WorkflowsPaused, record.WorkflowsResumed}, r.ledger.marks)
}

func TestWorkflowsAreOffWhileAnyHandHoldsThemOff(t *testing.T) {
	r := newRig(10, twelve(), 1)
	for _, step := range []struct {
		by     control.Switch
		off    bool
		paused bool
	}{{control.ByMachine, true, true}, {control.ByPeople, true, true}, {control.ByMachine, false, true}, {control.ByMachine, true, true},
		{control.ByPeople, false, true}, {control.ByMachine, false, false}} {
		r.plane.Set(0, step.by, step.off)
		assert.Equal(t, step.paused, r.plane.Paused(), "%+v", step)
	}
	assert.Equal(t, []record.Mark{record.WorkflowsPaused, record.WorkflowsResumed}, r.ledger.marks)
}

func TestALostControlPlaneTakesNoCallsAndWritesNothing(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour, spec.CreationsPerHour, spec.Work = 1, 60, distribution.Constant(5*time.Minute)
	every := looks{says(policy.NoOpinion), time.Minute, func(_ policy.PlaneView, o policy.PlaneOrders) { o.Reconcile(0.2) }}
	r := newRig(1000, spec, 1, every)
	r.delete(0.5)
	r.run(10 * time.Minute)
	harmed, missing, records := r.plane.Misconfigured(), r.store.Missing(), r.store.Len()
	well := r.ledger.calls[record.Create][1] + r.ledger.calls[record.ManageOld][1] + r.ledger.calls[record.ManageNew][1]
	failed := r.ledger.failed
	r.plane.SetDown(r.kernel.Now(), true)
	r.run(2 * time.Hour)
	assert.Equal(t, harmed, r.plane.Misconfigured())
	assert.Equal(t, missing, r.store.Missing(), "nor does it adopt anything")
	assert.Equal(t, records, r.store.Len())
	assert.Equal(t, well, r.ledger.calls[record.Create][1]+r.ledger.calls[record.ManageOld][1]+r.ledger.calls[record.ManageNew][1])
	assert.Equal(t, failed, r.ledger.failed, "nobody takes a lost region for a broken control plane")
	r.plane.SetDown(r.kernel.Now(), false)
	r.run(3 * time.Hour)
	assert.Less(t, r.store.Missing(), missing, "reconciling begins anew")
	assert.Greater(t, r.store.Len(), records)
}

func TestPeopleMendOneAfterTheOther(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 10
	r := newRig(100, spec, 1)
	r.delete(1)
	r.run(time.Hour)
	r.plane.Set(r.kernel.Now(), control.ByPeople, true)
	misconfigured := r.plane.Misconfigured()
	next, ok, steps := 90, true, 0
	for range misconfigured {
		next, ok = r.plane.MendOne(r.kernel.Now(), next)
		require.True(t, ok)
		steps++
		require.Equal(t, misconfigured-steps, r.plane.Misconfigured())
	}
	same, ok := r.plane.MendOne(r.kernel.Now(), next)
	assert.False(t, ok)
	assert.Equal(t, next, same)
}

func TestAHarmedLBOfTheTenantAnswersWithErrors(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 10
	r := newRig(50, spec, 1)
	r.delete(1)
	r.run(2 * time.Hour)
	assert.False(t, r.data.LB(0).Targets)
	r.plane.Set(r.kernel.Now(), control.ByPeople, true)
	for range 50 {
		r.plane.MendOne(r.kernel.Now(), 0)
	}
	assert.True(t, r.data.LB(0).Targets)
}

func TestLBsAlarmAWhileAfterTheyAreHarmedOrMended(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour, spec.Alarm = 1, 2*time.Minute
	var r *rig
	most := 0
	r = newRig(50, spec, 1, looks{says(policy.NoOpinion), 30 * time.Second, func(v policy.PlaneView, _ policy.PlaneOrders) {
		want := 0
		for _, at := range r.ledger.harmAt {
			if at.Add(2*time.Minute) <= v.Now() {
				want++
			}
		}
		if r.ledger.mended == 0 {
			assert.Equal(t, want, v.AlarmedLBs(), "at %v", v.Now())
		}
		most = max(most, v.AlarmedLBs())
		if v.Now() > sim.Time(3*time.Hour+2*time.Minute) {
			assert.Zero(t, v.AlarmedLBs(), "two minutes after all were mended")
		}
	}})
	r.delete(1)
	r.run(3 * time.Hour)
	assert.Greater(t, most, 40)
	r.plane.Merge(r.kernel.Now())
	for next, ok := 0, true; ok; {
		next, ok = r.plane.MendOne(r.kernel.Now(), next)
	}
	r.run(4 * time.Hour)
}

func TestMachinesSeeTheCallsOfTheLastFiveMinutes(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 60
	var shares []float64
	r := newRig(1000, spec, 1, looks{says(policy.Refuse), time.Minute, func(v policy.PlaneView, _ policy.PlaneOrders) {
		share, calls := v.ErrorShare()
		if minute := int64(v.Now()) / 60e9; minute >= 5 {
			assert.InDelta(t, 4500, calls, 1000, "a thousand a minute, of the minute under way and the four before")
		}
		shares = append(shares, share)
	}})
	r.run(10 * time.Minute)
	r.delete(0.3)
	r.run(30 * time.Minute)
	for i, share := range shares {
		switch minute := i + 1; {
		case minute <= 10:
			assert.Zero(t, share, "minute %d", minute)
		case minute >= 16:
			assert.InDelta(t, 0.3, share, 0.06, "minute %d: the share whose record is missing", minute)
		}
	}
}
