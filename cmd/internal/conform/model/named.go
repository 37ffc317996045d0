package model

import (
	"cmp"
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/client"
	"failsim/models/distribution"
	"failsim/models/dns"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/topology"
	"failsim/sim"
)

// Named is one client that goes by a name, which points to the first of a few LBs. Each has
// servers enough, which take a millisecond if nothing else is said.
type Named struct {
	Key       sim.Key
	Takes     time.Duration
	LBs       int
	Addresses int // of each LB, one a zone; 0: one. Of more, the servers are elsewhere
	Resolvers *dns.Resolvers
	Rules     client.Rules // Where and, if it is nil, Retrying are filled in
	Arrivals  []time.Duration
	Changes   []Change
}

// Change is something that happens.
type Change struct {
	At time.Duration
	Do func(now sim.Time, w *Around)
}

// Around is what a client has around it.
type Around struct {
	Kernel    *sim.Kernel
	Authority *dns.Authority
	Plane     *balancer.DataPlane
	Clients   *client.Clients
}

// LoseLB implements fault.AddressMover.
func (w *Around) LoseLB(now sim.Time, lb id.LB, as balancer.Death, lost bool) {
	w.Plane.LoseLB(now, lb, as, lost)
}

// MoveAddress implements fault.AddressMover.
func (w *Around) MoveAddress(now sim.Time, lb id.LB) { w.Plane.MoveLB(now, lb) }

// Cut implements fault.AddressMover.
func (w *Around) Cut(now sim.Time, lb id.LB) { w.Clients.Cut(now, lb) }

// Seen is what became of a request, as the client saw it, and which LB it went to.
type Seen struct {
	Fate
	LB int
}

// named is a game under way.
type named struct {
	outcomes
	Around
	incoming
	kernel  sim.Kernel
	changes []Change
	seen    []Seen
}

// Play returns what becomes of each request.
func (n *Named) Play() []Seen {
	g := &named{incoming: newIncoming(n.Arrivals), changes: n.Changes, seen: make([]Seen, len(n.Arrivals))}
	g.settled = g.note
	m := &topology.Map{}
	var endpoints []policy.Endpoint
	var lbs []balancer.LB
	var pools []balancer.PoolSpec
	addresses := max(1, n.Addresses)
	for i := range n.LBs {
		m.Regions = append(m.Regions, topology.Region{Name: string(rune('a' + i)), Zones: addresses})
		endpoints = append(endpoints, policy.Endpoint{Region: id.Region(i), Rank: 1 + i, Weight: 1})
		lbs = append(lbs, balancer.LB{Region: id.Region(i), Pool: i, Targets: true, Nodes: addresses, NodePerSecond: 1e6})
		pools = append(pools, balancer.PoolSpec{Name: string(rune('a' + i)), Region: id.Region(i), Zones: 1, Servers: 64, PerZone: 1, QueueCapacity: 64})
	}
	if addresses > 1 {
		m.Regions = append(m.Regions, topology.Region{Name: "servers", Zones: 1})
		for i := range pools {
			pools[i].Region = id.Region(n.LBs)
		}
	}
	g.Kernel = &g.kernel
	g.Authority = dns.NewAuthority([]sim.Key{n.Key.Named("dns")}, [][]policy.Endpoint{endpoints})
	timing := policy.ProbeTiming{Interval: 1 << 60, Timeout: 1, Unhealthy: 1, Healthy: 1}
	zones := dns.NewZones(&g.kernel, n.Key.Named("zones"), m, timing)
	service := balancer.Service{Distribution: distribution.Constant(cmp.Or(n.Takes, time.Millisecond)), Time: n.Key.Named("time"), Picks: n.Key.Named("balance"), Gray: n.Key.Named("gray")}
	g.Plane = balancer.New(&g.kernel, n.Key.Named("plane"), m, lbs, pools, balancer.Limits{Burst: time.Hour, SurgeCapacity: 1, Check: policy.Check{ProbeTiming: timing}}, service, first{}, nil, g)
	rules := n.Rules
	if rules.Where = (byName{}); rules.Retrying == nil {
		rules.Retrying = once{}
	}
	population := client.Population{Name: "web", Users: 1, Names: 1, RTT: make([]time.Duration, n.LBs), Resolvers: n.Resolvers, Rules: rules}
	g.Clients = client.New(&g.kernel, n.Key.Named("clients"), []client.Population{population},
		[]client.Stream{{Key: n.Key.Named("stream"), Arrivals: g, Populations: []int{0}, Shares: []float64{1}}}, g.Authority, zones, g.Plane, g, g)
	changer := g.kernel.Register(g)
	for i, c := range n.Changes {
		g.kernel.Schedule(sim.Time(c.At), sim.Change, changer, sim.Event{Arg: uint64(i)})
	}
	end := sim.Time(n.Arrivals[len(n.Arrivals)-1] + rules.Patience).Add(time.Hour)
	g.kernel.Run(end)
	g.Clients.Settle(end)
	return g.seen
}

// first picks the first backend; there is one.
type first struct{}

func (first) Pick(t *policy.Targets, _ uint64) id.Member { return t.Healthy[0] }

// once is a client that does not try again.
type once struct{}

func (once) Sent(*policy.Budget)                                {}
func (once) Again(*policy.Retry, float64) (time.Duration, bool) { return 0, false }

// Handle implements sim.Handler: something happens.
func (g *named) Handle(now sim.Time, e sim.Event) { g.changes[e.Arg].Do(now, &g.Around) }

// LB implements client.Directory.
func (*named) LB(_ id.Name, endpoint int) id.LB { return id.LB(endpoint) }

// note files what has become of a request.
func (g *named) note(s *record.Settlement) {
	one := Seen{Fate: fateOf(s)}
	if s.FailedOver {
		one.LB = 1
	}
	g.seen[g.numbers[s.Arrived]] = one
}

// Times are time-outs of a client that waits for an answer as long as for an attempt.
func Times(timeout time.Duration) caller.Rules {
	return caller.Rules{Timeout: timeout, Patience: timeout}
}
