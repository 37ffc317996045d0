package client_test

import (
	"slices"
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/client"
	"failsim/models/distribution"
	"failsim/models/dns"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/sim"
)

// list is a trace of given arrivals.
type list struct {
	arrivals []request.Arrival
	err      error
}

func (l *list) Next(a []request.Arrival) int {
	n := copy(a, l.arrivals)
	l.arrivals = l.arrivals[n:]
	return n
}

func (l *list) Err() error { return l.err }

// every returns n arrivals, one each span from an instant on.
func every(span time.Duration, n int, from sim.Time) []request.Arrival {
	arrivals := make([]request.Arrival, n)
	for i := range arrivals {
		arrivals[i].At = from.Add(time.Duration(i) * span)
	}
	return arrivals
}

// tape is a sink that keeps everything.
type tape struct {
	record.Sink
	arrived int
	settled []record.Settlement
	wasted  time.Duration
	given   time.Duration // to servers, beside what settlements tell
}

func (t *tape) Answered(batch []record.Answered) {
	for i := range batch {
		t.arrived++
		t.settled = append(t.settled, batch[i].Settlement())
	}
}

func (t *tape) Arrived(request.Population, request.User, sim.Time) { t.arrived++ }
func (t *tape) Settled(s *record.Settlement)                       { t.settled = append(t.settled, *s) }
func (t *tape) Given(_ request.Population, work int64)             { t.given += time.Duration(work) }
func (t *tape) Wasted(_ request.Population, work int64)            { t.wasted += time.Duration(work) }

// tokenBucket retries after a wait while attempts and tokens last; every first
// attempt earns tokens.
type tokenBucket struct {
	attempts     int
	wait         time.Duration // doubled each time
	jitter       time.Duration
	start, earns float64
}

func (p tokenBucket) Sent(b *policy.Budget) {
	if !b.Opened {
		*b = policy.Budget{Tokens: p.start, Opened: true}
	}
	b.Tokens += p.earns
}

func (p tokenBucket) Again(r *policy.Retry, u float64) (time.Duration, bool) {
	if r.Attempt >= p.attempts || r.Budget.Tokens < 1 {
		return 0, false
	}
	r.Budget.Tokens--
	return p.wait<<(r.Attempt-1) + time.Duration(u*float64(p.jitter)), true
}

// once never retries.
var once = tokenBucket{attempts: 1}

// answered uses what DNS says.
type answered struct{}

func (answered) Choose(_ *policy.Choice, p policy.Prober) int { return p.Answer() }
func (answered) Failed(*policy.Choice, int)                   {}
func (answered) HoldsList() bool                              { return false }

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

// plan says what a rig is made of.
type plan struct {
	regions     []int // zones of each
	lbs         []balancer.LB
	pools       []balancer.PoolSpec
	limits      balancer.Limits
	lbRetrying  []policy.LBRetrying
	orders      float64 // share of requests that are not idempotent
	admitting   []policy.Admitting
	lbCalls     *caller.Rules    // nil: LBs pass attempts on
	balancing   policy.Balancing // nil: fewest
	service     distribution.Distribution
	names       int
	endpoints   []policy.Endpoint // of every name; LB number of an endpoint is its index
	ttl         time.Duration
	quiet       bool // nobody else asks resolvers for the names
	rules       client.Rules
	populations []client.Population // Resolvers, RTT and, where they have none of their own, rules are filled in
	shares      []float64
	rtt         time.Duration
	arrivals    []request.Arrival
}

// simple is one region of one zone, one backend of 4 servers that take 1 s
// each, and one user every 500 ms.
func simple() plan {
	return plan{
		regions: []int{1}, lbs: []balancer.LB{{Pool: 0, Targets: true, Nodes: 1, NodePerSecond: 1e6}},
		pools: []balancer.PoolSpec{{Name: "pool", Zones: 1, Servers: 4, PerZone: 1, QueueCapacity: 8}},
		limits: balancer.Limits{Burst: time.Minute, SurgeCapacity: 1000,
			Check: policy.Check{ProbeTiming: policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 5 * time.Second, Unhealthy: 2, Healthy: 10}}},
		service: distribution.Constant(time.Second), names: 1, endpoints: []policy.Endpoint{{Rank: 1, Weight: 1}}, ttl: time.Minute,
		rules:       client.Rules{Rules: caller.Rules{Timeout: 8 * time.Second, Patience: 45 * time.Second, Retrying: once}, Where: answered{}},
		populations: []client.Population{{Name: "tv", Users: 1000, Names: 1}}, shares: []float64{1},
		rtt: 30 * time.Millisecond, arrivals: every(500*time.Millisecond, 100, 1),
	}
}

// rig is clients before a small data plane.
type rig struct {
	plan
	kernel    sim.Kernel
	key       sim.Key
	plane     *balancer.DataPlane
	zones     *dns.Zones
	authority *dns.Authority
	clients   *client.Clients
	tape      *tape
	trace     *list
	changes   []func(now sim.Time)
	changer   sim.Owner
}

// LB implements client.Directory.
func (r *rig) LB(_ id.Name, endpoint int) id.LB { return id.LB(endpoint) }

// Reachable implements balancer.Watcher.
func (r *rig) Reachable(sim.Time, id.LB, health.Condition) {}

// Handle implements sim.Handler: something changes.
func (r *rig) Handle(now sim.Time, e sim.Event) { r.changes[e.Arg](now) }

// at has something change at an instant.
func (r *rig) at(when sim.Time, change func(now sim.Time)) {
	r.changes = append(r.changes, change)
	r.kernel.Schedule(when, sim.Change, r.changer, sim.Event{Arg: uint64(len(r.changes) - 1)})
}

func build(p plan) *rig {
	sink := &tape{}
	r := buildFor(p, sink)
	r.tape = sink
	return r
}

func (p *plan) balances() policy.Balancing {
	if p.balancing != nil {
		return p.balancing
	}
	return fewest{}
}

// buildFor builds a rig that tells another sink.
func buildFor(p plan, sink record.Sink) *rig {
	r := &rig{plan: p, key: sim.NewKey(1, 0), trace: &list{arrivals: p.arrivals}}
	r.changer = r.kernel.Register(r)
	m := &topology.Map{}
	for i, zones := range p.regions {
		m.Regions = append(m.Regions, topology.Region{Name: string(rune('a' + i)), Zones: zones})
	}
	endpoints, picks := make([][]policy.Endpoint, p.names), make([]sim.Key, p.names)
	for i := range endpoints {
		endpoints[i], picks[i] = p.endpoints, r.key.Named("dns").At(uint64(i))
	}
	r.authority = dns.NewAuthority(picks, endpoints)
	r.zones = dns.NewZones(&r.kernel, r.key.Named("zones"), m, policy.ProbeTiming{Interval: 1 << 60, Timeout: 1, Unhealthy: 1, Healthy: 1})
	r.plane = balancer.New(&r.kernel, r.key.Named("plane"), m, slices.Clone(p.lbs), p.pools, p.limits, r.services(), p.balances(), nil, r)
	r.plane.TryAgain(p.lbRetrying)
	if p.orders > 0 {
		for lb := range id.LB(len(p.lbs)) {
			r.plane.SetKinds(0, lb, []balancer.Kind{{Share: p.orders, NonIdempotent: true}})
		}
	}
	if p.lbCalls != nil {
		r.plane.CallBackends(&r.kernel, r.key.Named("lb-calls"), *p.lbCalls, *p.lbCalls)
	}
	r.plane.Admit(&r.kernel, p.admitting, nil)
	populations := make([]client.Population, len(p.populations))
	all := make([]int, len(p.populations))
	for i, q := range p.populations {
		q.Resolvers = dns.NewResolvers(r.key.Named("resolvers"), 50, p.ttl, nil)
		if p.quiet {
			q.Resolvers.BeQuiet(p.names)
		}
		for range p.regions {
			q.RTT = append(q.RTT, p.rtt)
		}
		if q.Where == nil { // it has no habits of its own
			q.Rules = p.rules
		}
		populations[i], all[i] = q, i
	}
	r.populations = populations
	streams := []client.Stream{{Key: r.key.Named("stream"), Arrivals: r.trace, Populations: all, Shares: p.shares}}
	r.clients = client.New(&r.kernel, r.key.Named("clients"), populations, streams, r.authority, r.zones, r.plane, r, sink)
	return r
}

func (r *rig) services() balancer.Service {
	return balancer.Service{Distribution: r.service, Time: r.key.Named("time"), Picks: r.key.Named("plane").Named("balance"), Gray: r.key.Named("gray")}
}

// play runs a plan to the end of everybody's patience.
func play(p plan) *rig {
	r := build(p)
	r.finish()
	return r
}

func (r *rig) finish() { r.run(sim.Time(0).Add(100 * time.Hour)) }

// run goes on to an instant and settles what has ended.
func (r *rig) run(until sim.Time) {
	r.kernel.Run(until)
	r.clients.Settle(until)
}

// causes counts outcomes by cause.
func (t *tape) causes() map[request.Cause]int {
	counts := map[request.Cause]int{}
	for i := range t.settled {
		counts[t.settled[i].Cause]++
	}
	return counts
}

// attempts returns how often clients sent in all.
func (t *tape) attempts() int {
	n := 0
	for i := range t.settled {
		n += t.settled[i].Attempts
	}
	return n
}

func seconds(s float64) sim.Time { return sim.Time(sim.FromSeconds(s)) }
