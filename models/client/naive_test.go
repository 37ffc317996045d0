package client_test

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// naive is a second engine for the same walk, as plain as can be: a sorted
// list of events, and every hop an event. It shares with the real one what a
// resolver holds, what is drawn for whom, and the strategies; it has its own
// queues, time-outs, losses, retries and health checks.
type naive struct {
	*rig     // for its plan, DNS and draws; never run
	events   []event
	backends []*naiveBackend // by pool, then within it
	pools    [][]*naiveBackend
	zoneLost [][]int
	lost     []int
	cause    []request.Cause
	errors   []float64
	slow     []float64
	budgets  []policy.Budget
	outcomes map[sim.Time]outcome // by arrival
	count    uint64
	repeated map[policy.Failing]int // tries, by how the one before has failed
	held     int                    // that were not made, as their request may not be done twice
}

type event struct {
	at sim.Time
	do func(now sim.Time)
}

// outcome is what both engines must agree on.
type outcome struct {
	cause    request.Cause
	ended    sim.Time
	attempts int
	taken    int // attempts in a server's log
	served   int // of them, answered right
	given    int64
}

type naiveBackend struct {
	region           id.Region
	zone             id.Zone
	servers, places  int
	up, healthy      bool
	phase            sim.Time
	contradicting    int
	open             []int // by LB: what this one has sent it
	serving, waiting []*attempt
	held             []*attempt // answered, on the way to a distant LB
}

type naiveRequest struct {
	arrived, giveUp sim.Time
	client, draw    uint64
	name            id.Name
	resolver        int
	attempts        int
	taken, served   int
	given           int64
}

type attempt struct {
	request  *naiveRequest
	endpoint int
	backend  *naiveBackend // nil once it is not open there
	work     time.Duration
	sent     sim.Time
	patient  sim.Time
	started  bool
	start    sim.Time
	over     bool          // the client knows, or has hung up
	known    request.Cause // what a client that hangs up blames; None if it is for the wait
	silent   bool
	unheard  bool // there is no log

	// What an LB that tries again keeps.
	number int             // of the attempt within its request
	tried  []*naiveBackend // so far
	where  policy.Where    // for the next try
	again  bool            // there is one when this one has failed
	wait   time.Duration   // before that
}

func (n *naive) at(when sim.Time, do func(now sim.Time)) {
	i, _ := slices.BinarySearchFunc(n.events, when, func(e event, t sim.Time) int {
		if e.at <= t {
			return -1
		}
		return 1
	})
	n.events = slices.Insert(n.events, i, event{when, do})
}

func newNaive(r *rig) *naive {
	n := &naive{rig: r, lost: make([]int, len(r.regions)), cause: make([]request.Cause, len(r.regions)), errors: make([]float64, len(r.regions)),
		slow: make([]float64, len(r.regions)), budgets: make([]policy.Budget, r.names), outcomes: map[sim.Time]outcome{}, repeated: map[policy.Failing]int{}}
	for i, zones := range r.regions {
		n.zoneLost = append(n.zoneLost, make([]int, zones))
		n.slow[i] = 1
	}
	for _, p := range r.pools {
		var pool []*naiveBackend
		backends := min(p.Servers, p.Zones*p.PerZone)
		for i := range backends {
			servers := p.Servers / backends
			if i < p.Servers%backends {
				servers++
			}
			phase := r.key.Named("plane").Named(p.Name).At(uint64(i)).Named("phase").Float64(0)
			pool = append(pool, &naiveBackend{region: p.Region, zone: id.Zone(i % p.Zones), servers: servers, places: servers * p.QueueCapacity, up: true,
				open: make([]int, len(r.lbs)), healthy: true, phase: sim.Time(phase * float64(r.limits.Check.Interval))})
		}
		n.pools = append(n.pools, pool)
		n.backends = append(n.backends, pool...)
	}
	return n
}

func (n *naive) run(until sim.Time) {
	for _, b := range n.backends {
		n.at(b.phase, func(now sim.Time) { n.probe(now, b) })
	}
	for _, a := range n.arrivals {
		n.at(a.At, n.arrive)
	}
	for len(n.events) > 0 && n.events[0].at <= until {
		e := n.events[0]
		n.events = n.events[1:]
		e.do(e.at)
	}
}

// probe is one tick of a health check.
func (n *naive) probe(now sim.Time, b *naiveBackend) {
	check := n.limits.Check
	n.at(now.Add(check.Interval), func(now sim.Time) { n.probe(now, b) })
	if b.up {
		n.probed(b, true)
	} else {
		n.at(now.Add(check.Timeout), func(sim.Time) { n.probed(b, false) })
	}
}

func (n *naive) probed(b *naiveBackend, passed bool) {
	if passed == b.healthy {
		b.contradicting = 0
		return
	}
	b.contradicting++
	if passed && b.contradicting == n.limits.Check.Healthy || !passed && b.contradicting == n.limits.Check.Unhealthy {
		b.healthy, b.contradicting = passed, 0
	}
}

func (n *naive) arrive(now sim.Time) {
	user := request.User((n.key.Named("stream").Named("users").Uint64(n.count) >> 32) * uint64(n.populations[0].Users) >> 32)
	identity := n.key.Named("clients").Named(n.populations[0].Name).Named("clients").Uint64(uint64(user))
	scale := func(h uint64, of int) int { return int((h >> 32) * uint64(of) >> 32) }
	r := &naiveRequest{arrived: now, giveUp: now.Add(n.rules.Patience), client: identity, draw: uint64(n.key.Named("stream").Named("requests")) + n.count<<3,
		name: id.Name(scale(identity, n.names)), resolver: scale(identity<<32, n.populations[0].Resolvers.Len())}
	n.count++
	n.rules.Retrying.Sent(&n.budgets[r.name])
	n.send(now, r)
}

// send is a client's attempt, up to where somebody works on it or nobody will.
func (n *naive) send(now sim.Time, r *naiveRequest) {
	asked, question := n.populations[0].Resolvers.Asked(r.resolver, now)
	a := &attempt{request: r, sent: now, patient: min(now.Add(n.rules.Timeout), r.giveUp),
		endpoint: n.authority.Resolve(r.name, r.resolver, asked, question)}
	a.number = r.attempts
	r.attempts++
	n.at(a.patient, func(now sim.Time) { n.hangUp(now, a) })
	lb := &n.lbs[a.endpoint]
	zone, _ := n.zones.Pick(lb.Region, asked, r.client+question, 0)
	if n.lost[lb.Region] > 0 {
		a.silent, a.unheard, a.known = true, true, n.cause[lb.Region]
		return
	}
	if n.zoneLost[lb.Region][zone] > 0 {
		a.silent, a.unheard, a.known = true, true, request.ZoneDown
		return
	}
	n.try(now, a)
}

// try is an LB's try at a backend.
func (n *naive) try(now sim.Time, a *attempt) {
	lb := &n.lbs[a.endpoint]
	draw := a.request.draw + uint64(a.number)
	if len(a.tried) > 0 {
		if draw = sim.Mix(draw) + uint64(len(a.tried)); n.lost[lb.Region] > 0 {
			a.silent, a.unheard, a.known = true, true, n.cause[lb.Region]
			return
		}
	}
	b := n.pick(a)
	switch {
	case b == nil:
		n.answer(now, a, request.NoHealthyTarget)
	case !b.up:
		b.open[a.endpoint]++
		a.backend = b
		a.known = n.down(b)
		n.fails(now, a, b, policy.UnreachedTry)
		n.at(now.Add(n.limits.Check.Timeout), func(now sim.Time) { n.ends(now, a, a.known) })
	case len(b.serving) == b.servers && len(b.waiting) == b.places:
		n.fails(now, a, b, policy.RefusedTry)
		n.ends(now, a, request.OverloadPrimary)
	default:
		b.open[a.endpoint]++
		a.backend = b
		a.work = time.Duration(float64(n.service.Quantile(n.services().Time.Float64(draw))) * n.slow[b.region])
		b.waiting = append(b.waiting, a)
		spoilt := lb.Region != b.region && n.services().Gray.Named("layer").Float64(draw) < n.errors[lb.Region]
		if n.services().Gray.Float64(draw) < n.errors[b.region] || spoilt {
			a.known = request.ServerError
			n.fails(now, a, b, policy.ErredTry)
		} else {
			a.tried = append(a.tried, b)
		}
		n.next(now, b)
	}
}

// pick takes a backend of those that an LB calls healthy, and that it has not tried yet, if
// there are any; the last one again, if that is what it is to do.
func (n *naive) pick(a *attempt) *naiveBackend {
	if a.where == policy.SameBackend && len(a.tried) > 0 {
		return a.tried[len(a.tried)-1]
	}
	var best *naiveBackend
	for _, untried := range []bool{true, false} {
		for _, b := range n.pools[n.lbs[a.endpoint].Pool] {
			if b.healthy && !(untried && slices.Contains(a.tried, b)) && (best == nil || b.open[a.endpoint] < best.open[a.endpoint]) {
				best = b
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

func (n *naive) down(b *naiveBackend) request.Cause {
	if n.lost[b.region] > 0 {
		return n.cause[b.region]
	}
	return request.ZoneDown
}

// next starts who is first in line, if a server is free.
func (n *naive) next(now sim.Time, b *naiveBackend) {
	for len(b.serving) < b.servers && len(b.waiting) > 0 {
		a := b.waiting[0]
		b.waiting = b.waiting[1:]
		b.serving = append(b.serving, a)
		a.started, a.start = true, now
		n.at(now.Add(a.work), func(now sim.Time) {
			i := slices.Index(b.serving, a)
			if i < 0 {
				return // lost
			}
			b.serving = slices.Delete(b.serving, i, i+1)
			b.held = append(b.held, a)
			n.at(now.Add(n.lbs[a.endpoint].ToPool), func(now sim.Time) {
				if i := slices.Index(b.held, a); i >= 0 {
					b.held = slices.Delete(b.held, i, i+1)
					n.ends(now, a, a.known)
				}
			})
			n.next(now, b)
		})
	}
}
