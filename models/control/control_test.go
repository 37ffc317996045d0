package control_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/control"
	"failsim/models/distribution"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/store"
	"failsim/models/topology"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ledger is a sink and a watcher that count.
type ledger struct {
	record.Sink
	damage  []record.Damage
	at      []sim.Time
	calls   map[record.Call][2]int // failed, well
	log     []call
	marks   []record.Mark
	failed  int
	harmed  int
	mended  int
	harmAt  []sim.Time
	harmWho []id.Record
}

func (l *ledger) Damaged(at sim.Time, d record.Damage) {
	l.at, l.damage = append(l.at, at), append(l.damage, d)
}
func (l *ledger) Called(batch []sim.Time, _ id.Region, c record.Call, ok bool) {
	n := l.calls[c]
	for _, at := range batch {
		l.log = append(l.log, call{at, c, ok})
		if ok {
			n[1]++
		} else {
			n[0]++
		}
	}
	l.calls[c] = n
}
func (l *ledger) Alarmed(sim.Time, record.Raised)               { l.marks = append(l.marks, record.Alarm) }
func (l *ledger) Marked(_ sim.Time, m record.Mark, _ id.Region) { l.marks = append(l.marks, m) }
func (l *ledger) CallFailed(sim.Time, id.Region)                { l.failed++ }
func (l *ledger) Held(now sim.Time, _ id.Region, lb id.Record, right bool) {
	if right {
		l.mended++
		return
	}
	l.harmed++
	l.harmAt, l.harmWho = append(l.harmAt, now), append(l.harmWho, lb)
}

// nobody watches the data plane.
type nobody struct{}

func (nobody) Reachable(sim.Time, id.LB, health.Condition)        {}
func (nobody) Lost(sim.Time, id.Backend, request.Cause, bool)     {}
func (nobody) Pick(t *policy.Targets, _ uint64) (index id.Member) { return t.Healthy[0] }

// says is a healing strategy with one opinion.
type says policy.Verdict

func (s says) OnRecord(policy.RecordView) policy.Verdict { return policy.Verdict(s) }

// looks is a healing strategy that does something at every look.
type looks struct {
	says
	every time.Duration
	watch func(v policy.PlaneView, o policy.PlaneOrders)
}

func (l looks) Period() time.Duration                          { return l.every }
func (l looks) Watch(v policy.PlaneView, o policy.PlaneOrders) { l.watch(v, o) }

// rig is a control plane over a fleet, of which the last record is the tenant's LB.
type rig struct {
	kernel sim.Kernel
	store  *store.Store
	data   *balancer.DataPlane
	plane  *control.Plane
	ledger ledger
}

// twelve is the world of elb-2012: touches of the rate with which the share
// of the published curve comes out.
func twelve() control.Spec {
	return control.Spec{TouchesPerHour: 0.0685, Workers: 1 << 16, Work: distribution.Constant(1), Alarm: time.Minute}
}

func newRig(fleet int, spec control.Spec, seed uint64, healing ...policy.Healing) *rig {
	return newRigOf([]control.Managed{{ID: sim.Mix(1), LB: 0, MinNodes: 2}}, fleet, spec, seed, healing...)
}

func newRigOf(own []control.Managed, fleet int, spec control.Spec, seed uint64, healing ...policy.Healing) *rig {
	r := &rig{store: store.New(fleet, time.Hour, 24*time.Hour)}
	r.ledger.calls = map[record.Call][2]int{}
	if spec.ScaleSamples == 0 {
		spec.ScaleSamples = 1
	}
	m := &topology.Map{Regions: []topology.Region{{Name: "a/one", Zones: 1}}}
	lbs := []balancer.LB{{Targets: true, Nodes: 4, NodePerSecond: 10}}
	pools := []balancer.PoolSpec{{Name: "pool", Zones: 1, Servers: 1000, PerZone: 1, Places: 1000}}
	key := sim.NewKey(seed, 0)
	r.data = balancer.New(&r.kernel, key, m, lbs, pools, balancer.Limits{Burst: time.Minute, SurgePlaces: 1e9,
		Check: policy.Check{ProbeTiming: policy.ProbeTiming{Interval: time.Minute, Timeout: time.Second, Unhealthy: 1, Healthy: 1}}},
		balancer.Service{Law: distribution.Constant(time.Millisecond)}, nobody{}, nil, nobody{})
	r.plane = control.New(&r.kernel, key.Named("plane"), spec, 0, r.store, r.data, own, healing, &r.ledger, &r.ledger)
	return r
}

func (r *rig) run(until time.Duration) {
	r.kernel.Run(sim.Time(until))
	r.plane.Settle(sim.Time(until))
}

func (r *rig) delete(share float64) {
	r.plane.Delete(r.kernel.Now(), sim.NewKey(1, 0).Named("deleted"), share)
}

// Exposure is p(1-e^{-rt}) while workflows are on: thinned Poisson touches of
// records whose state is gone (oracles controlplane.json, deleted_state).
func TestDamageFollowsTheCurveOfShareAndTouchRate(t *testing.T) {
	const fleet, share, touches = 20_000, 0.25, 0.0685
	r := newRig(fleet, twelve(), 1, says(policy.Overwrite))
	r.run(24 * time.Minute)
	assert.Zero(t, r.plane.Damaged())
	r.delete(share)
	assert.Zero(t, r.plane.Damaged(), "nothing breaks at once")
	for _, minutes := range []int{1, 30, 60, 120, 278, 600, 3000} {
		r.run(24*time.Minute + time.Duration(minutes)*time.Minute)
		expected := share * -math.Expm1(-touches*float64(minutes)/60)
		assert.InDelta(t, expected*fleet, r.plane.Damaged(), 4*math.Sqrt(fleet*expected*(1-expected)), "LBs damaged after %d min", minutes)
		if minutes == 278 {
			assert.InDelta(t, 0.068, float64(r.plane.Damaged())/fleet, 0.007, "as on 24 December 2012")
		}
	}
	assert.Equal(t, r.plane.Damaged(), r.ledger.harmed, "each is harmed once")
	last := r.ledger.damage[len(r.ledger.damage)-1]
	assert.Equal(t, record.Damage{Region: 0, Damaged: r.plane.Damaged(), Fleet: fleet, MissingState: r.store.Missing(), Own: 1,
		OwnDamaged: last.OwnDamaged}, last)
	assert.LessOrEqual(t, last.OwnDamaged, 1)
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
	harmed := r.plane.Damaged()
	assert.Positive(t, harmed)
	well := r.ledger.calls[record.ManageOld][1]
	r.plane.Set(r.kernel.Now(), control.ByPeople, true)
	r.run(2 * time.Hour)
	assert.Equal(t, harmed, r.plane.Damaged(), "also not what was under way")
	assert.Equal(t, well, r.ledger.calls[record.ManageOld][1], "every call on an old LB fails")
	created := r.ledger.calls[record.Create]
	assert.Zero(t, created[0])
	assert.Greater(t, created[1], 60, "but new LBs can be made")
	assert.Equal(t, created, r.ledger.calls[record.ManageNew], "and work")

	r.plane.Set(r.kernel.Now(), control.ByPeople, false)
	r.run(3 * time.Hour)
	assert.Greater(t, r.plane.Damaged(), harmed)
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
	harmed, missing, records := r.plane.Damaged(), r.store.Missing(), r.store.Len()
	well := r.ledger.calls[record.Create][1] + r.ledger.calls[record.ManageOld][1] + r.ledger.calls[record.ManageNew][1]
	failed := r.ledger.failed
	r.plane.SetDown(r.kernel.Now(), true)
	r.run(2 * time.Hour)
	assert.Equal(t, harmed, r.plane.Damaged())
	assert.Equal(t, missing, r.store.Missing(), "nor does it adopt anything")
	assert.Equal(t, records, r.store.Len())
	assert.Equal(t, well, r.ledger.calls[record.Create][1]+r.ledger.calls[record.ManageOld][1]+r.ledger.calls[record.ManageNew][1])
	assert.Equal(t, failed, r.ledger.failed, "nobody takes a lost region for a broken control plane")
	r.plane.SetDown(r.kernel.Now(), false)
	r.run(3 * time.Hour)
	assert.Less(t, r.store.Missing(), missing, "reconciling begins anew")
	assert.Greater(t, r.store.Len(), records)
}

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
		assert.Equal(t, c.harms, r.plane.Damaged() > 0, c.says)
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
	assert.InDelta(t, misread*fleet, r.plane.Damaged(), 4*math.Sqrt(fleet*misread*(1-misread)), "with the touch that adopts it")
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
	assert.InDelta(t, misread*float64(missing), r.plane.Damaged(), 4*math.Sqrt(misread*float64(missing)), "what is misread does harm at once")
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
	assert.Positive(t, r.plane.Damaged())
	adopting = true
	r.run(2 * time.Hour)
	damaged := r.plane.Damaged()
	assert.Less(t, damaged, 400)
	assert.Equal(t, damaged, r.store.Missing(), "all others have a record again")
	r.plane.Merge(r.kernel.Now())
	r.run(20 * time.Hour)
	assert.Zero(t, r.plane.Damaged(), "with the records restored, the next touch of each mends it")
	assert.Equal(t, damaged, r.ledger.mended)
}

func TestPeopleMendOneAfterTheOther(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 10
	r := newRig(100, spec, 1)
	r.delete(1)
	r.run(time.Hour)
	r.plane.Set(r.kernel.Now(), control.ByPeople, true)
	damaged := r.plane.Damaged()
	next, ok, steps := 90, true, 0
	for range damaged {
		next, ok = r.plane.MendOne(r.kernel.Now(), next)
		require.True(t, ok)
		steps++
		require.Equal(t, damaged-steps, r.plane.Damaged())
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
