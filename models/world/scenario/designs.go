package scenario

import (
	"slices"
	"time"

	"failsim/models/policy"
)

// designList reads the designs in their order: one that is like another takes
// from it what it does not give itself, so the other must stand earlier, and
// there can be no circle.
func (r *reader) designList(n node) []Design {
	later := map[string]bool{}
	if n.isList() {
		for _, item := range n.list("designs") {
			later[peek(item, "design")] = true
		}
	}
	return listOf("designs", func(n node) Design { return r.design(n, later) })(n)
}

func (r *reader) design(n node, all map[string]bool) Design {
	m := n.open("design")
	defer m.done()
	var like Design
	other, heir := m.ask("like")
	if heir {
		like = r.earlier(other, all)
	}
	d := Design{
		Name:     need(m, "design", r.designs.declared),
		About:    get(m, "about", text, like.About),
		Buyer:    inherit(m, "buyer", buyer, like.Buyer, heir),
		Serve:    inherit(m, "serve", r.serve, like.Serve, heir),
		Tenant:   inherit(m, "tenant", r.tenant, like.Tenant, heir),
		Provider: get(m, "providers", r.providerStrategies, like.Provider),
	}
	dns := inherit(m, "dns", dnsTimes, [2]time.Duration{like.TTL, like.Publish}, heir)
	d.TTL, d.Publish = dns[0], dns[1]
	if d.Name != "" {
		r.drafts[d.Name] = d
	}
	return d
}

// earlier reads the name of a design that has been read already.
func (r *reader) earlier(n node, all map[string]bool) Design {
	word, ok := n.scalar("the name of a design")
	switch {
	case !ok:
	case r.designs.has(word):
	case all[word]:
		n.refuse("design %q is not declared yet: a design is like one that stands before it%s", word, hint("", r.designs.words))
	default:
		n.refuse("unknown design %q%s", short(word), hint(word, r.designs.words))
	}
	return r.drafts[word]
}

func buyer(n node) policy.Owner {
	return policy.Owner(oneOf("buyer", string(policy.Tenant), string(policy.Provider))(n))
}

// dnsTimes returns the TTL and how long publishing takes.
func dnsTimes(n node) [2]time.Duration {
	m := n.open("dns")
	defer m.done()
	return [2]time.Duration{
		need(m, "ttl", positiveDuration),
		need(m, "publish", duration),
	}
}

// serve reads a list of endpoints for every place.
func (r *reader) serve(n node) map[string][]Endpoint {
	m := n.open("serve")
	serve := map[string][]Endpoint{}
	for _, place := range r.places.words {
		if r.exhausted() {
			break
		}
		serve[place] = need(m, place, r.endpoints)
	}
	m.done()
	return serve
}

// mostEndpoints is far above any design; a client remembers one in a byte.
const mostEndpoints = 100

func (r *reader) endpoints(n node) []Endpoint {
	before := len(r.problems)
	var nodes []node
	list := listOf("endpoints", func(n node) Endpoint {
		nodes = append(nodes, n)
		return r.endpoint(n)
	})(n)
	for i := range list {
		if list[i].Rank == 0 {
			list[i].Rank = i + 1
		}
	}
	if len(list) > mostEndpoints {
		n.refuse("a place has at most %d endpoints", mostEndpoints)
	} else if len(r.problems) == before {
		checkEndpoints(list, nodes)
	}
	return list
}

// checkEndpoints reports endpoints that do not go together.
func checkEndpoints(list []Endpoint, nodes []node) {
	for i, e := range list {
		same := func(o Endpoint) bool { return o.Region == e.Region }
		if slices.IndexFunc(list, same) < i {
			nodes[i].refuse("region %q stands twice in the list", e.Region)
		}
		if e.Rank < list[0].Rank {
			nodes[i].refuse("rank %d comes before rank %d of the first endpoint, which is home", e.Rank, list[0].Rank)
		}
		owner := slices.IndexFunc(list, func(o Endpoint) bool { return o.Region == e.Backends && o.Capacity > 0 })
		if owner < 0 {
			nodes[i].refuse("%s uses the backends of %s, which has no capacity in this list", e.Region, e.Backends)
		}
	}
}

func (r *reader) endpoint(n node) Endpoint {
	m := n.open("endpoint")
	defer m.done()
	e := Endpoint{
		Region:   need(m, "region", r.regions.reference),
		Capacity: get(m, "capacity", aboveNothing, 0),
		Rank:     get(m, "rank", positiveCount, 0),
		Weight:   get(m, "weight", positiveNumber, 1),
		GrowsTo:  get(m, "grows-to", aboveNothing, 0),
		GrowsIn:  get(m, "grows-in", duration, 0),
		Backends: get(m, "backends", r.regions.reference, ""),
	}
	if e.Backends == "" {
		e.Backends = e.Region
	}
	checkEndpoint(m, e)
	return e
}

var aboveNothing = that(share, "above 0%", func(s float64) bool { return s > 0 })

// checkEndpoint reports keys that do not go together.
func checkEndpoint(m *mapping, e Endpoint) {
	thin := e.Backends != e.Region
	switch {
	case m.broken:
	case !thin && !m.has("capacity"):
		m.refuse("missing in endpoint: capacity, or backends for a layer of LBs alone")
	case thin && m.has("capacity"):
		m.refuseAt("capacity", "an endpoint that uses the backends of %s has no capacity of its own", e.Backends)
	case m.has("grows-in") && !m.has("grows-to"):
		m.refuseAt("grows-in", `an endpoint that grows needs "grows-to" as well`)
	case m.has("grows-to") && e.GrowsTo <= e.Capacity:
		m.refuseAt("grows-to", "an endpoint of %s does not grow to %s", FormatShare(e.Capacity), FormatShare(e.GrowsTo))
	}
}
