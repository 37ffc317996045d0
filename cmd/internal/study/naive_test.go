package study

import (
	"math"
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// naive is a second engine for whole scenarios, as plain as can be: a sorted
// list of events, and one event for everything that happens. Every hop of a
// request, every probe, every question of a resolver is one; nothing is
// computed ahead. It judges the real engine, so it shares with it only what
// says what is simulated: the scenario, arrivals, keys of draws, distributions, and
// strategies.
type naive struct {
	scenario *scenario.Scenario
	fixed    *topology.Map
	design   *scenario.Design
	key      sim.Key
	now      sim.Time
	events   []happening // the last comes first
	count    uint64

	names       []*naiveName
	lbs         []*naiveLB
	pools       []*naivePool
	regions     []*naiveRegion
	populations []*naivePopulation
	teams       []*naiveTeam
	crews       []*naiveCrew
	overdue     []func() // steps of crews whose time has come, while all are elsewhere

	balancing policy.Balancing
	steering  []policy.Steering
	calling   int  // the steering strategy that is called
	starting  bool // what it publishes has been the answer for ever

	settled []naiveOutcome
	damage  []misconfigured
}

type happening struct {
	at    sim.Time
	rank  sim.Rank
	count uint64
	do    func()
}

func (h happening) before(o happening) bool {
	if h.at != o.at {
		return h.at < o.at
	}
	if h.rank != o.rank {
		return h.rank < o.rank
	}
	return h.count < o.count
}

type naiveOutcome struct {
	record.Settlement
	undecided bool // between a wait that was too long and work that was
}

// misconfigured is how many LBs of a region hold no targets from an instant on.
type misconfigured struct {
	at     sim.Time
	region id.Region
	lbs    int
}

func (n *naive) at(when sim.Time, rank sim.Rank, do func()) {
	n.count++
	h := happening{when, rank, n.count, do}
	i, _ := slices.BinarySearchFunc(n.events, h, func(e, h happening) int {
		if h.before(e) {
			return -1
		}
		return 1
	})
	n.events = slices.Insert(n.events, i, h)
}

func (n *naive) after(d time.Duration, rank sim.Rank, do func()) { n.at(n.now.Add(d), rank, do) }

func (n *naive) run(until sim.Time) {
	for len(n.events) > 0 && n.events[len(n.events)-1].at <= until {
		h := n.events[len(n.events)-1]
		n.events = n.events[:len(n.events)-1]
		n.now = h.at
		h.do()
	}
}

type naiveName struct {
	index      id.Name
	number     int    // within its population
	id         uint64 // keys its draws
	population int
	lbs        []*naiveLB // by endpoint
	endpoints  []policy.Endpoint
	ordered    []float64 // the newest answer, as sums of weights; not known before it is published
	answer     []float64
	budget     policy.Budget
}

func newNaive(w *Workload, c world.Choice) *naive {
	n := &naive{scenario: w.Scenario, fixed: w.Fixed, design: c.Design, key: world.Root(c.Seed, c.Replication)}
	balancing := c.Design.Tenant[policy.BalancingSocket][0]
	n.balancing = balancing.Strategy.New(balancing.Values).(policy.Balancing)
	for _, s := range c.Design.Tenant[policy.SteeringSocket] {
		n.steering = append(n.steering, s.Strategy.New(s.Values).(policy.Steering))
	}
	for i := range n.fixed.Regions {
		n.regions = append(n.regions, n.newRegion(i))
	}
	n.build(w.Peaks)
	for _, r := range n.regions {
		n.startPlane(r)
	}
	n.startProbes()
	n.startTeam(c)
	n.startCrews(c)
	n.startFaults(c)
	return n
}

// build sizes what the tenant has by the peaks of its demand.
func (n *naive) build(peaks []float64) {
	spec := &n.scenario.World.LB
	type placed struct {
		place  id.Location
		region id.Region
	}
	pools := map[placed]*naivePool{}
	mean, _ := n.scenario.Service.Time.Mean()
	for p, place := range n.fixed.Locations {
		peak := 0.0
		for i, q := range n.scenario.Workload {
			if q.Location == place.Name {
				peak += peaks[i]
			}
		}
		for _, e := range n.design.Serve[place.Name] {
			if e.Capacity > 0 {
				pools[placed{id.Location(p), n.fixed.Region(e.Region)}] = n.newPool(place.Name, e, peak*mean.Seconds())
			}
		}
	}
	for i, q := range n.scenario.Workload {
		n.newPopulation(i, q)
		for k := range q.Names {
			name := &naiveName{index: id.Name(len(n.names)), number: k, id: uint64(sim.Key(0).Named(q.Name).At(uint64(k))), population: i}
			best := math.MaxInt
			for _, e := range n.design.Serve[q.Location] {
				best = min(best, e.Rank)
			}
			for j, e := range n.design.Serve[q.Location] {
				region, backends := n.fixed.Region(e.Region), n.fixed.Region(e.Backends)
				lb := &naiveLB{name: name, endpoint: j, region: n.regions[region], pool: pools[placed{n.fixed.Location(q.Location), backends}], targets: true, queue: n.newLBQueue(),
					nodes: spec.NodesAtPeak, perNode: peaks[i] / float64(q.Names) / (float64(spec.NodesAtPeak) * spec.Target)}
				if backends != region {
					lb.toPool = n.fixed.RTT[region][backends]
				}
				lb.least = min(n.fixed.Regions[region].Zones, spec.NodesAtPeak)
				if e.Rank > best {
					lb.least = spec.NodesAtPeak
					if e.Capacity > 0 {
						lb.least = max(1, int(math.Ceil(min(1, e.Capacity)*float64(spec.NodesAtPeak))))
					}
					lb.nodes = lb.least
				}
				name.lbs = append(name.lbs, lb)
				n.lbs = append(n.lbs, lb)
				name.endpoints = append(name.endpoints, policy.Endpoint{Region: region, Rank: e.Rank, Weight: e.Weight, RTT: n.fixed.Locations[n.fixed.Location(q.Location)].RTT[region]})
			}
			n.names = append(n.names, name)
			weights := make([]float64, len(name.endpoints))
			for j, e := range name.endpoints {
				if e.Rank == best {
					weights[j] = e.Weight
				}
			}
			name.ordered = sums(weights)
			name.answer = name.ordered
		}
	}
	for _, lb := range n.lbs {
		lb.region.managed = append(lb.region.managed, lb)
	}
	for _, r := range n.regions {
		r.lineUp()
	}
}

func sums(weights []float64) []float64 {
	total, run := 0.0, 0.0
	for _, w := range weights {
		total += w
	}
	list := make([]float64, len(weights))
	for i, w := range weights {
		run += w
		list[i] = run / total
	}
	return list
}

// startFaults has everything that breaks break at its time.
func (n *naive) startFaults(c world.Choice) {
	last := func(f scenario.Fault, begin, end func()) {
		n.at(sim.Time(f.At), sim.Change, begin)
		if f.For != nil {
			n.at(sim.Time(f.At).Add(f.For.Quantile(0.5)), sim.Change, end) // constant in what is drawn
		}
	}
	for _, f := range c.Incident.Faults {
		switch region := n.fixed.Region(f.Region); f.Kind {
		case scenario.DeleteState:
			n.at(sim.Time(f.At), sim.Change, func() { n.regions[region].deleteState(n, f.Share) })
		case scenario.LoseZone:
			lose := func(by int) func() {
				return func() { n.loseZone(n.regions[region], f, by) }
			}
			last(f, lose(1), lose(-1))
		case scenario.Fail:
			begin, end := n.failHosts(n.regions[region], f)
			last(f, begin, end)
		case scenario.OfLB:
			begin, end := n.failLBs(n.regions[region], f)
			last(f, begin, end)
		case scenario.LoseRegion:
			last(f, func() { n.lose(n.regions[region], request.RegionDown, f.As) }, func() { n.giveBack(n.regions[region], request.RegionDown, f.As) })
		case scenario.LoseProvider:
			for i, r := range n.regions {
				if n.fixed.Providers[n.fixed.Regions[i].Provider].Name == f.Provider {
					last(f, func() { n.lose(r, request.ProviderDown, f.As) }, func() { n.giveBack(r, request.ProviderDown, f.As) })
				}
			}
		case scenario.Gray:
			g := naiveGray{f.Share, max(1, f.Factor), f.ErrorAfter}
			r := n.regions[region]
			last(f, func() { r.grays = append(r.grays, g) }, func() { r.grays = slices.Delete(r.grays, slices.Index(r.grays, g), slices.Index(r.grays, g)+1) })
		}
	}
	n.startCommonMode(c)
}
