package scenario

import (
	"slices"
	"strings"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
)

// servers reads names of strategies of a socket; none is an empty list.
func (r *reader) servers(of policy.Socket) file.Parser[[]string] {
	var names []string
	for _, s := range r.strategies {
		if s.Socket == of {
			names = append(names, s.Name)
		}
	}
	return func(n file.Node) []string {
		if n.Is("none", "none") {
			return []string{}
		}
		return file.ListOf("strategies", file.OneOf("strategy of "+string(of), names...))(n)
	}
}

// declareBuiltIn declares the services that there always are.
func (r *reader) declareBuiltIn(n file.Node) {
	for _, region := range r.regions.All() {
		for _, what := range builtIn {
			r.services.Declare(n, region+"/"+what)
		}
	}
	r.services.Declare(n, DNSService)
}

// Everything returns all services as a design has them, the built-in ones first, with
// all that each needs.
func (s *Scenario) Everything(d *Design) []NamedService {
	var names []string
	for _, p := range s.World.Providers {
		for _, r := range p.Regions {
			for _, what := range builtIn {
				names = append(names, p.Name+"/"+r.Name+"/"+what)
			}
		}
	}
	all := everything(append(names, DNSService), d.Services)
	for i := range s.World.Data {
		all = append(all, s.World.Data[i].services()...)
	}
	for _, p := range s.Workload {
		for _, k := range p.Kinds {
			all = append(all, NamedService{Name: p.Name + "/" + k.Name, Needs: k.Needs})
		}
	}
	return all
}

// everything adds what is built in to what a file says.
func everything(names []string, said []NamedService) []NamedService {
	var all []NamedService
	for _, name := range names {
		is := NamedService{Name: name}
		if i := slices.IndexFunc(said, func(s NamedService) bool { return s.Name == name }); i >= 0 {
			is = said[i]
			is.Needs = slices.Clone(is.Needs)
		}
		region, what, _ := cutLast(name, "/")
		if is.Region = region; name == DNSService {
			is.Region = ""
		}
		if what == ControlPlaneService {
			is.Needs = append(is.Needs, Need{On: region + "/" + StateStoreService, Share: 1, Time: 1})
		}
		all = append(all, is)
	}
	for _, s := range said {
		if !slices.Contains(names, s.Name) {
			all = append(all, s)
		}
	}
	return all
}

// regionOf returns the region of a service, "" if it has none.
func (r *reader) regionOf(service string) string {
	if region, _, ok := cutLast(service, "/"); ok && r.regions.Has(region) {
		return region
	}
	return r.ofService[service]
}

// serviceList reads services of the user's own, and what built-in ones need. One may
// need another that stands below it, so their names are read first.
func (r *reader) serviceList(n file.Node) []NamedService {
	r.builtIn = slices.Clone(r.services.All())
	if n.IsList() {
		for _, item := range n.List("services") {
			if name := file.Peek(item, "service"); !slices.Contains(r.builtIn, name) && !strings.Contains(name, "/") {
				r.services.Declare(item, name)
			}
		}
	}
	r.allServices = r.ownServices(nil)(n)
	return r.allServices
}

// ownServices reads what a design does otherwise with services, and returns all of
// them; of the world, where nothing is said before.
func (r *reader) ownServices(like []NamedService) file.Parser[[]NamedService] {
	return func(n file.Node) []NamedService {
		var nodes []file.Node
		line := map[string]int{}
		said := file.ListOf("services", func(n file.Node) NamedService {
			nodes = append(nodes, n)
			before := n.Problems()
			s := r.namedService(n, like)
			if _, twice := line[s.Name]; twice || n.Problems() > before {
				r.unsound[s.Name] = true
			}
			if first, twice := line[s.Name]; twice && s.Name != "" && (like != nil || slices.Contains(r.builtIn, s.Name)) {
				n.Refuse("service %q stands here for the second time; the first is in %s", s.Name, n.In(first))
			}
			line[s.Name] = n.Line()
			return s
		})(n)
		list := slices.Clone(like)
		for _, s := range said {
			if i := slices.IndexFunc(list, func(is NamedService) bool { return is.Name == s.Name }); i >= 0 {
				list[i] = s
			} else {
				list = append(list, s)
			}
		}
		sound, all := n.Sound(), everything(r.builtIn, list)
		for i := range all {
			for d := range r.allData {
				r.allData[d].ready(&all[i])
			}
			if r.unsound[all[i].Name] { // what it needs may be meant otherwise
				all[i].Needs = nil
			}
		}
		if refuseCircles(all, said, nodes); sound {
			r.refuseCalls(all, said, nodes)
		}
		return list
	}
}

func (r *reader) namedService(n file.Node, like []NamedService) NamedService {
	m := n.Open("service")
	defer m.Done()
	if like != nil {
		m.Heir(asBefore)
	}
	own := true
	s := NamedService{Name: file.Need(m, "service", func(n file.Node) string {
		own = !slices.Contains(r.builtIn, n.Word())
		if own && like == nil && !strings.Contains(n.Word(), "/") && !n.Dry() {
			return file.NameOf(n)
		}
		return r.services.Reference(n)
	}, "the name of a service")}
	i := slices.IndexFunc(like, func(is NamedService) bool { return is.Name == s.Name })
	if i >= 0 {
		s = like[i]
	}
	if s.Region = file.Get(m, "region", r.regions.Reference, s.Region, "the region with which it is lost, as PROVIDER/REGION; without, none"); s.Region != "" && !own {
		m.RefuseAt("region", "%s is built in, so it is known where it stands", s.Name)
	}
	r.ofService[s.Name] = s.Region
	s.StartsIn = file.Get(m, "starts-in", file.DurationOf, s.StartsIn, "how long it takes to start once all is there that it needs")
	r.ready(m, &s, own)
	s.Lease = file.Get(m, "lease", r.lease, s.Lease, "by which one of several runs it: when it is gone another does once that is over; without, one alone runs it")
	if s.Lease != nil && !own {
		m.RefuseAt("lease", "%s is built in: a lease is of a service of your own", s.Name)
	}
	needs := func(n file.Node) []Need {
		if n.Is("none", "nothing") {
			return nil
		}
		return file.ListOf("needs", r.need)(n)
	}
	all, one := apart(s.Needs)
	all = file.Get(m, "needs", needs, all, "what it needs, none for nothing; without, nothing")
	one = file.Get(m, "either", file.ListOf("either", r.alternative), one, "services of which one is enough, at once: it fails only what all of them fail (a second DNS provider); without, none")
	if m.Has("either") && len(one) == 1 {
		m.RefuseAt("either", `one alone is what it "needs"`)
	}
	if s.Needs = slices.Concat(all, one); !own && i < 0 && s.Cache == nil && len(s.Needs) == 0 && s.StartsIn == 0 && m.Known() && n.Sound() {
		m.Refuse("%s is built in: say what it needs, or how long it takes to start", s.Name)
	}
	return s
}

// apart returns the needs that are each needed, and those of which one is enough.
func apart(needs []Need) (all, one []Need) {
	for _, n := range needs {
		if n.Either {
			one = append(one, n)
		} else {
			all = append(all, n)
		}
	}
	return all, one
}

func (r *reader) alternative(n file.Node) Need {
	return Need{On: r.services.Reference(n), Share: 1, Time: 1, Either: true}
}

// need reads a need: a name, which is needed at once, or a mapping.
func (r *reader) need(n file.Node) Need {
	need := Need{Share: 1, Time: 1, Calls: Calls{Timeout: usualCall}}
	if n.IsScalar() {
		need.On = r.services.Reference(n)
		return need
	}
	m := n.Open("need")
	defer m.Done()
	need.On = file.Need(m, "on", r.services.Reference, "the service that is needed")
	need.Cached = file.Get(m, "cached", file.PositiveDurationOf, 0, "how long it works on while that is down; without, each request needs it, unless it is needed to-start")
	need.ToStart = file.Get(m, "to-start", yes, false, "needed only to start: what runs goes on")
	need.Share = file.Get(m, "share", file.PositiveShareOf, 1, "the share of its requests that need it", "all")
	need.Time = file.Get(m, "time", file.ProbabilityOf, 1, "the share of a request's time that it waits for it", "all")
	if need.ErrorAfter = file.Get(m, "error-after", file.DurationOf, 0, "how long an error takes; without, as long as an answer"); m.Has("error-after") {
		need.ErrorAfter = max(1, need.ErrorAfter)
	}
	need.Timeout = file.Get(m, "timeout", callTimeout, usualCall, "of a service with servers: how long an attempt waits for its answer", "assumption: gRPC and Go's http.Client have none")
	need.Retrying = file.Get(m, "retrying", r.theOnly(policy.RetryingSocket), nil, "of a service with servers: when it is asked again; without, never")
	need.Sending = file.Get(m, "sending", r.beside, nil, "of a service with servers: when it is asked twice (hedged), or not at all (circuit-breaker); without, once each time")
	for _, key := range []string{"timeout", "retrying", "sending"} {
		if m.Has(key) {
			need.ofCall = key
		}
	}
	for _, key := range []string{"time", "error-after"} {
		if m.Has(key) {
			need.ofState = key
		}
	}
	if m.Has("cached") && m.Has("to-start") {
		m.RefuseAt("to-start", `a need is "cached" or "to-start"; what is cached is needed to start as well`)
	}
	for _, key := range []string{"share", "time", "error-after"} {
		if m.Has(key) && (m.Has("cached") || m.Has("to-start")) {
			m.RefuseAt(key, `%q is of what is needed at once: each request, or a share of them, waits for it`, key)
		}
	}
	return need
}

// usualCall is how long an attempt to ask a service waits: an assumption.
const usualCall = time.Second

// refuseCircles refuses services that need each other at once, of which none could
// ever answer.
func refuseCircles(all, said []NamedService, nodes []file.Node) {
	reported := map[string]bool{}
	for i, s := range said {
		if s.Name == "" {
			continue
		}
		circle := Circle(all, s.Name, (*Need).AtOnce)
		if len(circle) == 0 || reported[s.Name] {
			continue
		}
		for _, name := range circle {
			reported[name] = true
		}
		nodes[i].Refuse("services need each other at once, in a circle: %s; one of the needs must be cached: TIME or to-start: true",
			strings.Join(append(circle, s.Name), " needs "))
	}
}
