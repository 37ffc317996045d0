package conform_test

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/client"
	"failsim/models/dns"
	"failsim/models/health"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/sim"
)

const users = 50 // of the one population

// modelled is failsim's side of a case: its clients, LB, checks and backends.
type modelled struct {
	record.Sink
	plan    *plan
	kernel  sim.Kernel
	plane   *balancer.DataPlane
	clients *client.Clients
	changer sim.Owner
	read    int // arrivals
	numbers map[sim.Time]int
	fates   []fate
}

// predict plays a case in failsim.
func predict(p *plan) []fate {
	m := &modelled{plan: p, numbers: map[sim.Time]int{}, fates: make([]fate, len(p.arrivals))}
	for i, at := range p.arrivals {
		m.numbers[sim.Time(at)] = i
	}
	m.changer = m.kernel.Register(m)
	regions := &topology.Map{Regions: []topology.Region{{Name: "a/home", Zones: 1}}}
	limits := balancer.Limits{Burst: time.Hour, SurgePlaces: 1, Check: policy.Check{ProbeTiming: p.check}}
	if !p.checked { // fewer probes than it takes will ever be sent
		limits.Check.Unhealthy = 1 << 30
	}
	m.plane = balancer.New(&m.kernel, p.key.Named("plane"), regions,
		[]balancer.LB{{Targets: true, Nodes: 1, NodePerSecond: 1e6}},
		[]balancer.PoolSpec{{Name: "pool", Zones: 1, Servers: p.servers, PerZone: p.backends, Places: p.places}},
		limits, balancer.Service{Law: p.law, Time: p.key.Named("time"), Gray: p.key.Named("gray")},
		p.balancing.make().(policy.Balancing), p.makeFilters(), m)
	m.fail()
	m.send()
	end := sim.Time(p.arrivals[len(p.arrivals)-1] + p.patience).Add(time.Hour)
	m.kernel.Run(end)
	m.clients.Settle(end)
	return m.fates
}

// send builds the clients, of one name that has one endpoint.
func (m *modelled) send() {
	p := m.plan
	authority := dns.NewAuthority([]sim.Key{p.key.Named("dns")}, [][]policy.Endpoint{{{Rank: 1, Weight: 1}}})
	zones := dns.NewZones(&m.kernel, p.key.Named("zones"), &topology.Map{Regions: []topology.Region{{Name: "a/home", Zones: 1}}},
		policy.ProbeTiming{Interval: 1 << 60, Timeout: 1, Unhealthy: 1, Healthy: 1})
	rules := client.Rules{Rules: caller.Rules{Timeout: p.timeout, Patience: p.patience, Retrying: p.retrying.make().(policy.Retrying)}, Where: byName{}}
	population := client.Population{Name: "web", Users: users, Names: 1, RTT: []time.Duration{0},
		Resolvers: dns.NewResolvers(p.key.Named("resolvers"), 1, time.Minute, nil), Rules: rules}
	m.clients = client.New(&m.kernel, p.key.Named("clients"), []client.Population{population},
		[]client.Stream{{Key: p.key.Named("stream"), Arrivals: m, Populations: []int{0}, Shares: []float64{1}}}, authority, zones, m.plane, m, m)
}

type byName struct{}

func (byName) Choose(*policy.Choice, policy.Prober) int { return policy.ByName }
func (byName) Failed(*policy.Choice, int)               {}
func (byName) HoldsList() bool                          { return false }

// fail schedules the faults: event 2i begins the i-th, 2i+1 ends it.
func (m *modelled) fail() {
	for i, f := range m.plan.faults {
		m.kernel.Schedule(sim.Time(f.from), sim.Change, m.changer, sim.Event{Arg: uint64(2 * i)})
		m.kernel.Schedule(sim.Time(f.until), sim.Change, m.changer, sim.Event{Arg: uint64(2*i + 1)})
	}
}

// Handle implements sim.Handler: a fault begins or ends.
func (m *modelled) Handle(now sim.Time, e sim.Event) {
	f, begins := m.plan.faults[e.Arg/2], e.Arg%2 == 0
	part := balancer.Part{Zone: -1, First: f.backends, Of: m.plan.backends}
	switch f.kind {
	case lost:
		m.plane.LoseBackends(now, 0, part, balancer.Mixed, begins)
	case dies:
		m.plane.LoseBackends(now, 0, part, balancer.Process, begins)
	case vanishes:
		m.plane.LoseBackends(now, 0, part, balancer.Machine, begins)
	default:
		m.plane.GrayBackends(now, 0, part, f.gray, begins)
	}
}

// Next implements request.Arrivals.
func (m *modelled) Next(a []request.Arrival) (n int) {
	for ; n < len(a) && m.read < len(m.plan.arrivals); n++ {
		a[n] = request.Arrival{At: sim.Time(m.plan.arrivals[m.read])}
		m.read++
	}
	return n
}

// Err implements request.Arrivals.
func (*modelled) Err() error { return nil }

// LB implements client.Directory.
func (*modelled) LB(int, int) int { return 0 }

// Reachable implements balancer.Watcher.
func (*modelled) Reachable(sim.Time, int, health.Condition) {}

// Lost implements balancer.Watcher.
func (m *modelled) Lost(now sim.Time, backend int, cause request.Cause, silent bool) {
	m.clients.Lost(now, backend, cause, silent)
}

// Answered implements record.Sink.
func (m *modelled) Answered(batch []record.Answered) {
	for i := range batch {
		s := batch[i].Settlement()
		m.Settled(&s)
	}
}

// Settled implements record.Sink.
func (m *modelled) Settled(s *record.Settlement) {
	m.fates[m.numbers[s.Arrived]] = fate{s.Good(), s.Attempts, s.Ended.Sub(s.Arrived)}
}

// Arrived implements record.Sink.
func (*modelled) Arrived(request.Population, request.User, sim.Time) {}

// Wasted implements record.Sink.
func (*modelled) Wasted(request.Population, int64) {}
