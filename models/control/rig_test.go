package control_test

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/control"
	"failsim/models/distribution"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/store"
	"failsim/models/topology"
	"failsim/sim"
)

// ledger is a sink and a watcher that count.
type ledger struct {
	record.Sink
	damage  []record.Fleet
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

func (l *ledger) FleetChanged(at sim.Time, d record.Fleet) {
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
	pools := []balancer.PoolSpec{{Name: "pool", Zones: 1, Servers: 1000, PerZone: 1, QueueCapacity: 1000}}
	key := sim.NewKey(seed, 0)
	r.data = balancer.New(&r.kernel, key, m, lbs, pools, balancer.Limits{Burst: time.Minute, SurgeCapacity: 1e9,
		Check: policy.Check{ProbeTiming: policy.ProbeTiming{Interval: time.Minute, Timeout: time.Second, Unhealthy: 1, Healthy: 1}}},
		balancer.Service{Distribution: distribution.Constant(time.Millisecond)}, nobody{}, nil, nobody{})
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

func (r *rig) key() sim.Key { return sim.NewKey(1, 0) }
