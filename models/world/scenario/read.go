package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"os"

	"failsim/models/file"
	"failsim/models/policy"
)

// Read reads a scenario. name is that of the file in messages, strategies are those
// that designs may use, and traces are the names of the embedded traces; if
// there are none, names of traces are not checked. The error is *file.Errors.
func Read(name string, content []byte, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	return ReadWith(nil, name, content, nil, strategies, traces...)
}

// ReadWith reads a scenario that may name presets, as if it said something else in
// places. SHA256 is of the bytes that it has, with those of its bases, and of the edits.
func ReadWith(presets Presets, name string, content []byte, edits []file.Edit, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	return ReadOn(BesideIt, presets, name, content, edits, strategies, traces...)
}

// ReadOn is ReadWith of a scenario whose bases are found in a way.
func ReadOn(bases Bases, presets Presets, name string, content []byte, edits []file.Edit, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	r := newReader(strategies, traces)
	r.presets = presets
	s, all, err := file.ReadOn(bases.building(strategies), name, content, edits, r.scenario)
	if err != nil {
		return nil, err
	}
	s.Text, s.Written = string(all), string(content)
	for _, e := range edits {
		all = append(all[:len(all):len(all)], "\n"+e.Path+"="+e.Value...)
	}
	sum := sha256.Sum256(all)
	s.SHA256 = hex.EncodeToString(sum[:])
	return &s, nil
}

// ReadFile reads the scenario in a file.
func ReadFile(path string, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Read(path, content, strategies, traces...)
}

// scenario reads the sections in an order in which names are declared before
// they are used, which is not their order in the file.
func (r *reader) scenario(n file.Node) Scenario {
	m := n.Open("scenario")
	if at, ok := m.Ask(file.BaseKey, "the scenario on which this one builds: an embedded one by name, or a file beside this one"); ok {
		at.Expect("the name of a scenario or a file") // read before
	}
	s := Scenario{
		Name:       file.Need(m, "scenario", file.NameOf, "the name of the scenario, which its results bear"),
		About:      file.Get(m, "about", file.TextOf, "", "what it is about, in a line"),
		Start:      file.Or(m, "start", file.InstantOf, "2026-01-05T00:00:00Z", "when the run starts, with its offset from UTC: days and hours of traces follow from it; where a log is replayed and this is not given, the first fault meets the log's busiest hour", "a Monday at midnight"),
		AnyStart:   !m.Has("start"),
		Length:     file.Or(m, "length", file.PositiveDurationOf, "8h", "how long a run of an incident is, unless the incident says otherwise", "assumption: an outage and a margin"),
		Year:       file.Get(m, "year", year, defaultYear(), "what a year of operation is like, for failsim year"),
		Weight:     file.Get(m, "weight", atLeastOne, 1, "how many real requests one simulated request stands for: it scales rates, capacities and prices together", "one is exact"),
		Objectives: file.Need(m, "objectives", objectives, "what the tenant promises its users"),
		World:      file.Need(m, "world", r.world, "providers and locations of clients, how load balancers and control planes behave, and services that need each other"),
		Clients:    file.Or(m, "clients", r.everybody, "{overstay: [{share: 7%, hold: {lognormal: {median: 10m, sigma: 1}}}, {share: 1.5%, hold: {uniform: {low: 1h, high: 24h}}}, {share: 0.5%, hold: 3d}]}", "how clients behave that say nothing of their own", "assumptions, and resolvers that keep answers too long as measured (PAM 2023; Pang 2004)"),
		Workload:   file.Need(m, "workload", file.ListOf("populations", r.population), "the populations of users that send requests"),
		Service:    file.Or(m, "service", service, "{}", "what a request costs a server", "assumption"),
		Prices:     file.Get(m, "prices", r.prices, Prices{}, "list prices in USD; without them nothing is priced"),
		SLAs:       file.Get(m, "slas", slas, SLAs{}, "availabilities that providers promise for a month: they are not simulated, only compared with the result"),
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
