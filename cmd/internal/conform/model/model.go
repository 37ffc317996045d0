// Package model plays requests before one LB in failsim, with everything said: when each
// comes, which strategies there are, which backends fail how and when. Its answers are
// compared with real code and real programs that get the same input.
//
// It leaves out all that stands around one LB: DNS, steering, control planes.
package model

import (
	"slices"
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

// Setup is what is played.
type Setup struct {
	Key               sim.Key
	Backends, Servers int // servers of all backends together
	QueueCapacity     int // for each server
	Distribution      distribution.Distribution
	Arrivals          []time.Duration
	Users             int
	Timeout, Patience time.Duration // of clients: an attempt, and all of them
	Retrying          policy.Retrying
	Balancing         policy.Balancing
	Filters           []policy.Filtering
	LBRetrying        []policy.LBRetrying
	Check             policy.Check // an interval of 0: no checks
	Faults            []Fault
}

// Fault is one of the first few backends, or of all: they are lost, as something,
// or gray.
type Fault struct {
	First       int
	From, Until time.Duration
	Lost        bool
	As          balancer.Death
	Gray        balancer.Gray
}

// Pick is a try at a backend.
type Pick struct {
	At      time.Duration
	Backend int
}

// run is a game under way.
type run struct {
	outcomes
	incoming
	setup   *Setup
	kernel  sim.Kernel
	plane   *balancer.DataPlane
	clients *client.Clients
	changer sim.Owner
	fates   []Fate
	picks   []Pick
}

// Play returns what becomes of each request, and each try of the LB.
func Play(s *Setup) ([]Fate, []Pick) {
	r := &run{setup: s, incoming: newIncoming(s.Arrivals), fates: make([]Fate, len(s.Arrivals))}
	r.settled = func(s *record.Settlement) { r.fates[r.numbers[s.Arrived]] = fateOf(s) }
	r.changer = r.kernel.Register(r)
	regions := &topology.Map{Regions: []topology.Region{{Name: "a/home", Zones: 1}}}
	limits := balancer.Limits{Burst: time.Hour, SurgeCapacity: 1, Check: s.Check}
	if limits.Check.Interval == 0 { // fewer probes than it takes will ever be sent
		limits.Check.ProbeTiming = policy.ProbeTiming{Interval: time.Hour, Timeout: max(1, s.Check.Timeout), Unhealthy: 1 << 30, Healthy: 1}
	}
	r.plane = balancer.New(&r.kernel, s.Key.Named("plane"), regions,
		[]balancer.LB{{Targets: true, Nodes: 1, NodePerSecond: 1e6}},
		[]balancer.PoolSpec{{Name: "pool", Zones: 1, Servers: s.Servers, PerZone: s.Backends, QueueCapacity: s.QueueCapacity}},
		limits, balancer.Service{Distribution: s.Distribution, Time: s.Key.Named("time"), Picks: s.Key.Named("plane").Named("balance"), Gray: s.Key.Named("gray")},
		r.watched(s.Balancing), s.Filters, r)
	r.plane.TryAgain(s.LBRetrying)
	for i, f := range s.Faults {
		r.kernel.Schedule(sim.Time(f.From), sim.Change, r.changer, sim.Event{Arg: uint64(2 * i)})
		r.kernel.Schedule(sim.Time(f.Until), sim.Change, r.changer, sim.Event{Arg: uint64(2*i + 1)})
	}
	r.send()
	end := sim.Time(s.Arrivals[len(s.Arrivals)-1] + s.Patience).Add(time.Hour)
	r.kernel.Run(end)
	r.clients.Settle(end)
	return r.fates, r.picks
}

// send builds the clients, of one name that has one endpoint.
func (r *run) send() {
	s := r.setup
	authority := dns.NewAuthority([]sim.Key{s.Key.Named("dns")}, [][]policy.Endpoint{{{Rank: 1, Weight: 1}}})
	zones := dns.NewZones(&r.kernel, s.Key.Named("zones"), &topology.Map{Regions: []topology.Region{{Name: "a/home", Zones: 1}}},
		policy.ProbeTiming{Interval: 1 << 60, Timeout: 1, Unhealthy: 1, Healthy: 1})
	rules := client.Rules{Rules: caller.Rules{Timeout: s.Timeout, Patience: s.Patience, Retrying: s.Retrying}, Where: byName{}}
	population := client.Population{Name: "web", Users: s.Users, Names: 1, RTT: []time.Duration{0},
		Resolvers: dns.NewResolvers(s.Key.Named("resolvers"), 1, time.Minute, nil), Rules: rules}
	r.clients = client.New(&r.kernel, s.Key.Named("clients"), []client.Population{population},
		[]client.Stream{{Key: s.Key.Named("stream"), Arrivals: r, Populations: []int{0}, Shares: []float64{1}}}, authority, zones, r.plane, r, r)
}

type byName struct{}

func (byName) Choose(*policy.Choice, policy.Prober) int { return policy.ByName }
func (byName) Failed(*policy.Choice, int)               {}
func (byName) HoldsList() bool                          { return false }

// Handle implements sim.Handler: a fault begins or ends.
func (r *run) Handle(now sim.Time, e sim.Event) {
	f, begins := r.setup.Faults[e.Arg/2], e.Arg%2 == 0
	part := balancer.Part{Zone: -1, First: f.First, Of: r.setup.Backends}
	if f.Lost {
		r.plane.LoseBackends(now, 0, part, f.As, begins)
	} else {
		r.plane.GrayBackends(now, 0, part, f.Gray, begins)
	}
}

// LB implements client.Directory.
func (*run) LB(id.Name, int) id.LB { return 0 }

// watcher notes whom a strategy picks.
type watcher struct {
	policy.Balancing
	run *run
}

func (w *watcher) Pick(t *policy.Targets, u uint64) id.Member {
	b := w.Balancing.Pick(t, u)
	w.run.picks = append(w.run.picks, Pick{time.Duration(w.run.kernel.Now()), int(b)})
	return b
}

// Of what a strategy may be besides, watchers hide nothing.
type (
	rememberer struct {
		watcher
		policy.Remembering
	}
	learner struct {
		rememberer
		policy.Learning
	}
)

func (r *run) watched(b policy.Balancing) policy.Balancing {
	w := watcher{b, r}
	remembering, remembers := b.(policy.Remembering)
	learning, learns := b.(policy.Learning)
	switch {
	case learns && remembers:
		return &learner{rememberer{w, remembering}, learning}
	case remembers:
		return &rememberer{w, remembering}
	case learns:
		panic("model: a strategy that learns remembers nothing")
	}
	return &w
}

// Every returns n instants, a gap apart, the first after one.
func Every(gap time.Duration, n int) []time.Duration {
	return slices.Collect(func(yield func(time.Duration) bool) {
		for i := range n {
			if !yield(time.Duration(i+1) * gap) {
				return
			}
		}
	})
}
