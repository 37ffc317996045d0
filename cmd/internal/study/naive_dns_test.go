package study

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// Answer implements policy.SteeringView.
func (n *naive) Answer(name id.Name) []float64 {
	before, shares := 0.0, []float64(nil)
	for _, sum := range n.names[name].ordered {
		shares, before = append(shares, sum-before), sum
	}
	return shares
}

// Utilisation implements policy.SteeringView; nobody here has metrics.
func (n *naive) Utilisation(id.Name, int) float64        { panic("the naive engine has no metrics") }
func (n *naive) Came(name id.Name, endpoint int) float64 { return n.Answer(name)[endpoint] } // no sketch asks for it

// Zones implements policy.SteeringView; nobody here probes zones.
func (n *naive) Zones(id.Region) int { panic("the naive engine has no probes of zones") }

// ZoneHealthy implements policy.SteeringView.
func (n *naive) ZoneHealthy(id.Region, id.Zone) bool {
	panic("the naive engine has no probes of zones")
}

// Shift implements policy.SteeringOrders.
func (n *naive) Shift(id.Region, id.Zone, bool) { panic("the naive engine shifts no zones") }

// Wake implements policy.SteeringOrders.
func (n *naive) Wake(after time.Duration) {
	who := n.calling
	n.after(after, sim.Change, func() {
		n.calling = who
		n.steering[who].(policy.Ticking).Tick(n, n)
	})
}

// Now implements policy.SteeringView.
func (n *naive) Now() sim.Time { return n.now }

// Names implements policy.SteeringView.
func (n *naive) Names() int { return len(n.names) }

// Endpoints implements policy.SteeringView.
func (n *naive) Endpoints(name id.Name) []policy.Endpoint { return n.names[name].endpoints }

// Healthy implements policy.SteeringView.
func (n *naive) Healthy(name id.Name, endpoint int) bool {
	return n.names[name].lbs[endpoint].check.healthy
}

// HealthyShare implements policy.SteeringView.
func (n *naive) HealthyShare(region id.Region) float64 {
	all, healthy := 0, 0
	for _, lb := range n.lbs {
		if lb.region.index == region {
			all++
			if lb.check.healthy {
				healthy++
			}
		}
	}
	if all == 0 {
		return 1
	}
	return float64(healthy) / float64(all)
}

// Publish implements policy.SteeringOrders.
func (n *naive) Publish(name id.Name, weights []float64) {
	some := slices.ContainsFunc(weights, func(w float64) bool { return w > 0 })
	answer, q := sums(weights), n.names[name]
	if !some || slices.Equal(answer, q.ordered) {
		return
	}
	q.ordered = answer
	if n.starting {
		q.answer = answer
		return
	}
	takes := n.design.Publish
	if n.routes().Used {
		takes = 0 // no API is asked
	}
	n.after(takes, sim.Change, func() {
		q.answer = answer
		n.route(q)
	})
}

// lists reports whether the answer that DNS gives now holds an endpoint.
func (q *naiveName) lists(endpoint int) bool {
	before := 0.0
	if endpoint > 0 {
		before = q.answer[endpoint-1]
	}
	return q.answer[endpoint] > before
}

// Promote implements policy.SteeringOrders.
func (n *naive) Promote(region id.Region) {
	for _, p := range n.regions[region].pools {
		if !p.ordered {
			p.ordered = true
			n.after(p.growsIn, sim.Change, func() { n.grow(p) })
		}
	}
}

// naiveResolver holds what it was last told: an endpoint for each name, and
// the zones of each region's LBs that were announced.
type naiveResolver struct {
	index, question int
	period          time.Duration
	lag             time.Duration // until a new answer has reached it, where clients go by routes
	endpoints       []int         // by name
	announced       [][]bool      // by region, zone
}

// route takes a name's new answer to every network, each in its own time, where
// clients go by routes.
func (n *naive) route(q *naiveName) {
	if !n.routes().Used {
		return
	}
	answer := q.answer
	for _, p := range n.populations {
		for _, r := range p.resolvers {
			n.after(r.lag, sim.Change, func() { r.endpoints[q.index] = n.drawn(q, answer, r) })
		}
	}
}

// routeZone takes what a zone's checks say to every network, where clients go by
// routes.
func (n *naive) routeZone(region id.Region, zone id.Zone) {
	if !n.routes().Used {
		return
	}
	healthy := n.regions[region].zones[zone].healthy
	for _, p := range n.populations {
		for _, r := range p.resolvers {
			n.after(r.lag, sim.Change, func() { r.announced[region][zone] = healthy })
		}
	}
}

func (n *naive) routes() policy.Routes {
	for _, s := range n.steering {
		if d, ok := s.(policy.Needing); ok && d.Needs().Routes.Used {
			return d.Needs().Routes
		}
	}
	return policy.Routes{}
}

// drawn is the endpoint of an answer that a resolver is told.
func (n *naive) drawn(q *naiveName, answer []float64, r *naiveResolver) int {
	u := n.key.Named("dns").At(q.id).Float64(sim.Mix(uint64(r.index)) + uint64(r.question))
	return slices.IndexFunc(answer, func(c float64) bool { return u < c || c >= 1 })
}

// newResolver makes a resolver that asks the moment its answer has run out.
func (n *naive) newResolver(p *naivePopulation, index int) *naiveResolver {
	key := n.key.Named("resolvers").Named(p.Name)
	if routes := n.routes(); routes.Used {
		r := &naiveResolver{index: index, question: -1, lag: time.Duration(key.Named("lag").Float64(uint64(index)) * float64(routes.Converge))}
		if key.Named("pinned").Float64(uint64(index)) < routes.Pinned {
			r.lag += time.Duration(key.Named("stays").Float64(uint64(index)) * float64(routes.PinnedFor))
		}
		n.at(0, sim.Completion, func() { n.resolve(r) }) // routes as they have been for ever
		return r
	}
	r := &naiveResolver{index: index, period: n.design.TTL, question: -1}
	u := key.Named("kind").Float64(uint64(index))
	for _, o := range p.habits.Overstay {
		if u < o.Share {
			r.period = max(r.period, o.Hold.Quantile(key.Named("hold").Float64(uint64(index))))
			break
		}
		u -= o.Share
	}
	first := time.Duration(key.Named("phase").Float64(uint64(index)) * float64(r.period))
	n.at(0, sim.Completion, func() { n.resolve(r) }) // what it was told before the start
	n.at(sim.Time(first), sim.Completion, func() { n.refresh(r) })
	return r
}

func (n *naive) refresh(r *naiveResolver) {
	n.after(r.period, sim.Completion, func() { n.refresh(r) })
	n.resolve(r)
}

func (n *naive) resolve(r *naiveResolver) {
	r.question++
	r.endpoints, r.announced = nil, nil
	for _, name := range n.names {
		r.endpoints = append(r.endpoints, n.drawn(name, name.answer, r))
	}
	for _, g := range n.regions {
		var announced []bool
		for _, c := range g.zones {
			announced = append(announced, c.healthy)
		}
		r.announced = append(r.announced, announced)
	}
}

// zones are where the announced addresses of an LB stand, in their order from a
// place of the client's own on; where none is announced, all are. Of that list they
// are as many as an answer carries, from the front again if it is shorter.
func (r *naiveResolver) zones(region id.Region, client uint64, carries int) (list []int) {
	n := len(r.announced[region])
	start := int((client + uint64(r.question)) % uint64(n))
	none := !slices.Contains(r.announced[region], true)
	for i := range n {
		if z := (start + i) % n; none || r.announced[region][z] {
			list = append(list, z)
		}
	}
	if carries > 0 {
		list = slices.Repeat(list, carries)[:carries]
	}
	return list
}
