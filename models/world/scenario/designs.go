package scenario

import (
	"cmp"
	"slices"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
)

// designList reads the designs in their order: one that is like another takes
// from it what it does not give itself, so the other must stand earlier, and
// there can be no circle.
func (r *reader) designList(n file.Node) []Design {
	later := map[string]bool{}
	if n.IsList() {
		for _, item := range n.List("designs") {
			later[file.Peek(item, "design")] = true
		}
	}
	var list []Design
	for _, d := range file.ListOf("designs", func(n file.Node) Design { return r.design(n, later) })(n) {
		if !d.template {
			list = append(list, d)
		}
	}
	if len(list) == 0 && n.Sound() {
		n.Refuse("every design is a template: none is compared")
	}
	return list
}

func (r *reader) design(n file.Node, all map[string]bool) Design {
	m := n.Open("design")
	defer m.Done()
	var like Design
	other, heir := m.Ask("like", "the design above from which it takes what it does not say; without, none")
	if heir {
		like = r.earlier(other, all)
	}
	if !heir {
		like.Check = r.checks
	}
	uses := r.programs(m, &like)
	d := Design{
		Name:     file.Need(m, "design", r.designs.Declared, "the name of the design"),
		template: file.Get(m, file.TemplateKey, yes, false, "true for a design that is only there for others to be like, and is not compared"),
		About:    file.Get(m, "about", file.TextOf, like.About, "what it is, in a line; without, as the design that it is like"),
		Buyer:    file.Get(m, "buyer", buyer, cmp.Or(like.Buyer, policy.Tenant), "which party can buy it: the tenant, or only a provider; without, as the design that it is like, or the tenant: most are the tenant's"),
		Serve:    file.Inherit(m, "serve", r.serve, like.Serve, heir, "where the users of each location are served; without, as the design that it is like"),
		Clients:  file.Get(m, "clients", r.byPopulation(uses.clients), changedBy(uses.clients, like.Clients), "how clients of a population behave under this design; without, as the design that it is like, or as they do under all"),
		Provider: file.Get(m, "providers", r.providerStrategies, like.Provider, "what providers decide by under this design; without, as the design that it is like, or as in 2012"),
	}
	switch r.filled = uses.filled; {
	case !heir && !m.Has("tenant") && len(uses.filled) == 0:
		d.Tenant = file.Or(m, "tenant", r.tenant(d.Clients), "{}", "what the tenant decides by: strategies by socket; failsim list strategies names them")
	case m.Has("tenant") || len(uses.filled) == 0:
		d.Tenant = file.Inherit(m, "tenant", r.tenant(d.Clients), like.Tenant, heir)
	default:
		m.Ask("tenant")
		d.Tenant = uses.complete(like.Tenant)
		if lacks := r.lacking(d.Tenant, d.Clients); lacks != "" && !heir {
			m.Refuse("missing in design: tenant, with %s, of which its presets say nothing", lacks)
		}
		checkTogether(m, d.Tenant)
		r.checkReplicating(m, d.Tenant[policy.ReplicatingSocket])
	}
	r.filled = nil
	if heir && !m.Has("tenant") {
		r.checkInherited(m, &d)
	}
	names := usualDNS
	if heir {
		names = like.DNS
	}
	d.DNS = file.Get(m, "dns", dnsOf, names, "how long DNS answers live, and how many addresses they carry; without, as the design that it is like, or as its keys say", "see the keys")
	d.Check = file.Get(m, "check", checkLike(like.Check, "as its preset, the design that it is like, or world/load-balancers/check says"), like.Check, "how load balancers check their servers under this design; without, as its preset, the design that it is like, or world/load-balancers/check says")
	d.Calls = file.Get(m, "lb-calls", r.lbCalls, like.Calls, "how load balancers call their servers themselves, with a time-out, a retry budget, hedges or a breaker; without, they pass each request on, and try again as lb-retrying says")
	checkLBCalls(m, &d, uses.filled[policy.LBRetryingSocket])
	if !heir {
		like.Services, like.Queues, like.Herds = r.allServices, r.allQueues, r.allHerds
		like.Configurations = r.allConfigurations
	}
	d.Services = file.Get(m, "services", r.ownServices(like.Services), like.Services, "what the design does otherwise with services; without, as the world says, or the design that it is like")
	d.Queues = file.Get(m, "queues", r.ownQueues(like.Queues), like.Queues, "what the design does otherwise with queues; without, as the world says, or the design that it is like")
	d.Herds = file.Get(m, "herds", r.ownHerds(like.Herds), like.Herds, "what the design does otherwise with herds; without, as the world says, or the design that it is like")
	d.Configurations = file.Get(m, "configurations", r.ownConfigurations(like.Configurations), like.Configurations, "what the design does otherwise with configurations; without, as the world says, or the design that it is like")
	d.Operations = r.operations(m, like.Operations)
	d.Monitoring = file.Get(m, "monitoring", r.monitoring, like.Monitoring, "the checkers that probe for steering; without it, one checker that no fault can blind")
	checkMonitoring(m, &d)
	if d.Name != "" {
		r.drafts[d.Name] = d
	}
	return d
}

// changedBy returns what presets make of clients, or what the design that this one
// is like does.
func changedBy(presets, like map[string]Clients) map[string]Clients {
	if presets != nil {
		return presets
	}
	return like
}

// checkInherited refuses a design that takes over its tenant's strategies from one
// whose populations have habits of their own that they do not have here.
func (r *reader) checkInherited(m *file.Mapping, d *Design) {
	for _, s := range sockets {
		if s.one && policy.OwnerOf(s.socket) == policy.Tenant && len(d.Tenant) > 0 && len(d.Tenant[s.socket]) == 0 && !r.ownedByAll(s.socket, d.Clients) {
			m.Refuse("%s is not decided: the design that this one is like leaves it to the populations, and not every population has its own here", s.socket)
		}
	}
}

// earlier reads the name of a design that has been read already.
func (r *reader) earlier(n file.Node, all map[string]bool) Design {
	word, ok := n.Scalar("the name of a design")
	switch {
	case !ok:
	case r.designs.Has(word):
	case all[word]:
		n.Refuse("design %q is not declared yet: a design is like one that stands before it%s", word, file.Hint("", r.designs.All()))
	default:
		n.Refuse("unknown design %q%s", file.Short(word), file.Hint(word, r.designs.All()))
	}
	return r.drafts[word]
}

func buyer(n file.Node) policy.Owner {
	return policy.Owner(file.OneOf("buyer", string(policy.Tenant), string(policy.Provider))(n))
}

// usualDNS is how names are answered by default.
var usualDNS = DNS{TTL: 60 * time.Second, Publish: 5 * time.Second}

// dnsOf reads how names are told.
func dnsOf(n file.Node) DNS {
	m := n.Open("dns")
	defer m.Done()
	return DNS{
		TTL:       file.Get(m, "ttl", file.PositiveDurationOf, usualDNS.TTL, "how long resolvers may hold an answer", "AWS alias records"),
		Publish:   file.Get(m, "publish", file.DurationOf, usualDNS.Publish, "how long a change takes to be served", "assumption: Route 53 publishes within seconds"),
		Addresses: file.Get(m, "addresses", addresses, 0, "how many addresses an answer carries of a load balancer; without, one a zone"),
	}
}

// addresses reads how many an answer carries: as many as fit into one that takes the
// DNS no second question, of 1,232 bytes at 16 for each.
var addresses = file.That(file.PositiveCountOf, "at most 64", func(n int) bool { return n <= 64 })

// serve reads a list of endpoints for every place.
func (r *reader) serve(n file.Node) map[string][]Endpoint {
	m := n.Open("serve")
	serve := map[string][]Endpoint{}
	for _, place := range r.locations.All() {
		if n.Exhausted() {
			break
		}
		serve[place] = file.Need(m, place, r.endpoints, "where the users of this location are served, the primary first")
	}
	m.Done()
	return serve
}

// mostEndpoints is far above any design; a client remembers one in a byte.
const mostEndpoints = 100

func (r *reader) endpoints(n file.Node) []Endpoint {
	before := n.Problems()
	var nodes []file.Node
	list := file.ListOf("endpoints", func(n file.Node) Endpoint {
		nodes = append(nodes, n)
		return r.endpoint(n)
	})(n)
	for i := range list {
		if list[i].Rank == 0 {
			list[i].Rank = i + 1
		}
	}
	if len(list) > mostEndpoints {
		n.Refuse("a location has at most %d endpoints", mostEndpoints)
	} else if n.Problems() == before {
		checkEndpoints(list, nodes)
	}
	return list
}

// checkEndpoints reports endpoints that do not go together.
func checkEndpoints(list []Endpoint, nodes []file.Node) {
	for i, e := range list {
		same := func(o Endpoint) bool { return o.Region == e.Region }
		if slices.IndexFunc(list, same) < i {
			nodes[i].Refuse("region %q stands twice in the list", e.Region)
		}
		if e.Rank < list[0].Rank {
			nodes[i].Refuse("rank %d comes before rank %d of the first endpoint, the primary", e.Rank, list[0].Rank)
		}
		owner := slices.IndexFunc(list, func(o Endpoint) bool { return o.Region == e.Backends && o.Capacity > 0 })
		if owner < 0 {
			nodes[i].Refuse("%s uses the backends of %s, which has no capacity in this list", e.Region, e.Backends)
		}
	}
}

func (r *reader) endpoint(n file.Node) Endpoint {
	m := n.Open("endpoint")
	defer m.Done()
	e := Endpoint{
		Region:   file.Need(m, "region", r.regions.Reference, "the region, as PROVIDER/REGION"),
		Capacity: file.Get(m, "capacity", aboveNothing, 0, "its servers, as a share of the location's peak load; without, those of backends"),
		Rank:     file.Get(m, "rank", file.PositiveCountOf, 0, "which is used first: those of the lowest rank; by default its position"),
		Weight:   file.Get(m, "weight", file.PositiveNumberOf, 1, "its share of the traffic of its rank", "all alike"),
		GrowsTo:  file.Get(m, "grows-to", aboveNothing, 0, "what a standby grows to once it is used, as a share of the peak load; without, it does not grow"),
		GrowsIn:  file.Get(m, "grows-in", file.DurationOf, 0, "how long growing takes"),
		Orders:   file.Get(m, "orders", r.orders, nil, "what its scaling has to get first: units of a stock, and calls of an API, that others use too; without, nothing"),
		Backends: file.Get(m, "backends", r.regions.Reference, "", "the region whose servers it uses, for a layer of load balancers alone; without, its own"),
	}
	if e.Backends == "" {
		e.Backends = e.Region
	}
	checkEndpoint(m, e)
	return e
}

// checkEndpoint reports keys that do not go together.
func checkEndpoint(m *file.Mapping, e Endpoint) {
	thin := e.Backends != e.Region
	switch {
	case m.Broken():
	case !thin && !m.Has("capacity"):
		m.Refuse("missing in endpoint: capacity, or backends for a layer of LBs alone")
	case thin && m.Has("capacity"):
		m.RefuseAt("capacity", "an endpoint that uses the backends of %s has no capacity of its own", e.Backends)
	case m.Has("orders") && !m.Has("grows-to"):
		m.RefuseAt("orders", `nothing is ordered: an endpoint that grows has "grows-to"`)
	case m.Has("grows-in") && !m.Has("grows-to"):
		m.RefuseAt("grows-in", `an endpoint that grows needs "grows-to" as well`)
	case m.Has("grows-to") && e.GrowsTo <= e.Capacity:
		m.RefuseAt("grows-to", "an endpoint of %s does not grow to %s", file.FormatShare(e.Capacity), file.FormatShare(e.GrowsTo))
	}
}
