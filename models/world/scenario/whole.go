package scenario

import "failsim/models/file"

// scenario reads the sections in an order in which names are declared before
// they are used, which is not their order in the file.
func (r *reader) scenario(n file.Node) Scenario {
	m := n.Open("scenario")
	if at, ok := m.Ask(file.BaseKey, "the scenario on which this one builds: an embedded one by name, or a file beside this one; without, none: it says all itself"); ok {
		at.Expect("the name of a scenario or a file") // read before
	}
	s := Scenario{
		Name:       file.Need(m, "scenario", file.NameOf, "the name of the scenario, which its results bear"),
		About:      file.Get(m, "about", file.TextOf, "", "what it is about, in a line; without, nothing is said"),
		Start:      file.Or(m, "start", file.InstantOf, "2026-01-05T00:00:00Z", "when the run starts, with its offset from UTC: days and hours of traces follow from it; where a log is replayed and this is not given, the first fault meets the log's busiest hour", "a Monday at midnight"),
		AnyStart:   !m.Has("start"),
		Length:     file.Or(m, "length", file.PositiveDurationOf, "8h", "how long a run of an incident is, unless the incident says otherwise", "assumption: an outage and a margin"),
		Year:       file.Get(m, "year", year, defaultYear(), "what a year of operation is like, for failsim year; without, 365 days that are all alike"),
		Weight:     file.Get(m, "weight", atLeastOne, 1, "how many real requests one simulated request stands for: it scales rates, capacities and prices together", "one is exact"),
		Objectives: file.Need(m, "objectives", objectives, "what the tenant promises its users"),
		World:      file.Need(m, "world", r.world, "providers and locations of clients, how load balancers and control planes behave, and services that need each other"),
		Clients:    file.Or(m, "clients", r.everybody, "{overstay: [{share: 7%, hold: {lognormal: {median: 10m, sigma: 1}}}, {share: 1.5%, hold: {uniform: {low: 1h, high: 24h}}}, {share: 0.5%, hold: 3d}]}", "how clients behave that say nothing of their own", "assumptions, and resolvers that keep answers too long as measured (PAM 2023; Pang 2004)"),
		Workload:   file.Need(m, "workload", file.ListOf("populations", r.population), "the populations of users that send requests"),
		Service:    file.Or(m, "service", service, "{}", "what a request costs a server", "assumption"),
		Prices:     file.Get(m, "prices", r.prices, Prices{}, "list prices in USD; without them nothing is priced"),
		SLAs:       file.Get(m, "slas", slas, SLAs{}, "availabilities that providers promise for a month: they are not simulated, only compared with the result; without, nothing is compared"),
	}
	r.checkFleets(&s)
	s.Incidents = file.Need(m, "incidents", r.incidents(s.Length), "what goes wrong: every design is run against each incident")
	s.Designs = file.Need(m, "designs", r.designList, "the architectures that are compared")
	m.Done()
	s.Older = n.Older()
	return s
}

// checkFleets refuses a region whose fleet has no room for the tenant's LBs,
// which are members of it.
func (r *reader) checkFleets(s *Scenario) {
	names := s.World.LB.Other
	for _, p := range s.Workload {
		names += p.Names
	}
	for _, f := range r.fleets {
		if f.size > 0 && f.size < names {
			f.node.Refuse("a fleet of %d has no room for the tenant's %d LBs: names of all populations and load-balancers: other", f.size, names)
		}
	}
}

func slas(n file.Node) SLAs {
	m := n.Open("slas")
	defer m.Done()
	return SLAs{
		LoadBalancer: file.Need(m, "load-balancer", promise, "what is promised for a load balancer over several zones"),
		Servers:      file.Need(m, "servers", promise, "what is promised for servers over several zones"),
		DNS:          file.Need(m, "dns", promise, "what is promised for DNS"),
	}
}

var promise = file.That(file.ProbabilityOf, "above 0%", func(s float64) bool { return s > 0 })
