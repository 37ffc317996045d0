package balancer_test

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/distribution"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/sim"
)

var check = policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 5 * time.Second, Unhealthy: 2, Healthy: 10}

// inTurn picks the healthy backends one after the other.
type inTurn struct{}

func (inTurn) Pick(t *policy.Targets, _ uint64) id.Member {
	*t.Cursor++
	return t.Healthy[int(*t.Cursor-1)%len(t.Healthy)]
}

// fewest picks the first healthy backend with the fewest open requests.
type fewest struct{}

func (fewest) Pick(t *policy.Targets, _ uint64) id.Member {
	best := t.Healthy[0]
	for _, b := range t.Healthy {
		if t.InFlight[b] < t.InFlight[best] {
			best = b
		}
	}
	return best
}

// loss is what a watcher heard of lost work.
type loss struct {
	backend id.Backend
	cause   request.Cause
	silent  bool
}

// rig is a data plane of two regions: LB 0 before pool 0 in region 0 (three
// zones, a backend in each), LB 1 in region 1 before pool 1, and LB 2 in
// region 1 before pool 0, 70 ms away.
type rig struct {
	filters []policy.Filtering
	kernel  sim.Kernel
	plane   *balancer.DataPlane
	losses  []loss
	probes  map[id.LB]health.Condition // by LB: what a probe would meet, as last told
}

func (r *rig) Reachable(_ sim.Time, lb id.LB, c health.Condition) { r.probes[lb] = c }

// Report implements caller.Waiting.
func (r *rig) Next(sim.Time, caller.Ticket)                  {}
func (r *rig) Report(sim.Time, caller.Ticket, caller.Answer) {}
func (r *rig) Wasted(request.Population, int64)              {}
func (r *rig) Given(request.Population, int64)               {}

func (r *rig) Lost(_ sim.Time, backend id.Backend, cause request.Cause, silent bool) {
	r.losses = append(r.losses, loss{backend, cause, silent})
}

const (
	primary, away = 0, 1 // regions
	work          = time.Second
)

func newRig(change func(lbs []balancer.LB, pools []balancer.PoolSpec, limits *balancer.Limits), balancing policy.Balancing, filters ...policy.Filtering) *rig {
	r := &rig{probes: map[id.LB]health.Condition{}, filters: filters}
	m := &topology.Map{Regions: []topology.Region{{Name: "a/home", Zones: 3}, {Name: "b/away", Zones: 3}}}
	lbs := []balancer.LB{
		{Region: primary, Pool: 0, Targets: true, Nodes: 1, NodePerSecond: 1000},
		{Region: away, Pool: 1, Targets: true, Nodes: 1, NodePerSecond: 1000},
		{Region: away, Pool: 0, Targets: true, Nodes: 1, NodePerSecond: 1000, ToPool: 70 * time.Millisecond},
	}
	pools := []balancer.PoolSpec{{Name: "home", Region: primary, Zones: 3, Servers: 6, PerZone: 1, QueueCapacity: 1000},
		{Name: "away", Region: away, Zones: 3, Servers: 3, PerZone: 1, QueueCapacity: 1000, Grown: 12}}
	limits := balancer.Limits{Burst: time.Minute, SurgeCapacity: 1024, Check: policy.Check{ProbeTiming: check}}
	if change != nil {
		change(lbs, pools, &limits)
	}
	r.build(m, lbs, pools, limits, balancing)
	return r
}

// newRigOf is a data plane of many LBs in one region.
func newRigOf(lbs []balancer.LB, pools []balancer.PoolSpec) *rig {
	r := &rig{probes: map[id.LB]health.Condition{}}
	r.build(&topology.Map{Regions: []topology.Region{{Name: "a/home", Zones: 1}}}, lbs, pools, balancer.Limits{Burst: time.Minute, SurgeCapacity: 1024, Check: policy.Check{ProbeTiming: check}}, inTurn{})
	return r
}

func (r *rig) build(m *topology.Map, lbs []balancer.LB, pools []balancer.PoolSpec, limits balancer.Limits, balancing policy.Balancing) {
	key := sim.NewKey(1, 0)
	service := balancer.Service{Distribution: distribution.Constant(work), Time: key.Named("time"), Picks: key.Named("balance"), Gray: key.Named("gray")}
	r.plane = balancer.New(&r.kernel, key, m, lbs, pools, limits, service, balancing, r.filters, r)
	r.plane.CalledBy(r, r, 1)
}

// send passes one attempt through an LB, at the kernel's time, and keeps it
// open until it is answered.
func (r *rig) send(lb id.LB, zone id.Zone, draw uint64) balancer.Answer {
	a := r.plane.Forward(r.kernel.Now(), r.plane.LB(lb), zone, draw)
	if a.Backend >= 0 {
		r.plane.Open(r.plane.LB(lb), a.Backend, a.At)
	}
	return a
}

// used returns the backends at which n attempts end up that are closed at once.
func (r *rig) used(lb id.LB, zone id.Zone, n int) map[id.Backend]int {
	counts := map[id.Backend]int{}
	for i := range n {
		a := r.plane.Forward(r.kernel.Now(), r.plane.LB(lb), zone, uint64(i))
		counts[a.Backend]++
	}
	return counts
}

func seconds(s float64) sim.Time { return sim.Time(sim.FromSeconds(s)) }
