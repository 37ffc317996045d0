package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"time"

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
	s, all, err := file.ReadOn(bases.building(), name, content, edits, r.scenario)
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
	s := Scenario{
		Name:       file.Need(m, "scenario", file.NameOf),
		About:      file.Get(m, "about", file.TextOf, ""),
		Start:      file.Need(m, "start", file.InstantOf),
		Length:     file.Need(m, "length", file.PositiveDurationOf),
		Year:       file.Get(m, "year", year, defaultYear()),
		Weight:     file.Get(m, "weight", atLeastOne, 1),
		Objectives: file.Need(m, "objectives", objectives),
		World:      file.Need(m, "world", r.world),
		Clients:    file.Need(m, "clients", r.everybody),
		Workload:   file.Need(m, "workload", file.ListOf("populations", r.population)),
		Service:    file.Need(m, "service", service),
		Prices:     file.Get(m, "prices", prices, Prices{}),
		SLAs:       file.Get(m, "slas", slas, SLAs{}),
	}
	r.checkFleets(&s)
	s.Incidents = file.Need(m, "incidents", r.incidents(s.Length))
	s.Designs = file.Need(m, "designs", r.designList)
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

var atLeastOne = file.That(file.NumberOf, "at least 1", func(x float64) bool { return x >= 1 })

func slas(n file.Node) SLAs {
	m := n.Open("slas")
	defer m.Done()
	return SLAs{
		LoadBalancer: file.Need(m, "load-balancer", promise),
		Servers:      file.Need(m, "servers", promise),
		DNS:          file.Need(m, "dns", promise),
	}
}

var promise = file.That(file.ProbabilityOf, "above 0%", func(s float64) bool { return s > 0 })

func prices(n file.Node) Prices {
	m := n.Open("prices")
	defer m.Done()
	return Prices{
		LBHour:           file.Need(m, "load-balancer-hour", file.NumberOf),
		LBGB:             file.Need(m, "load-balancer-gb", file.NumberOf),
		ServerHour:       file.Need(m, "server-hour", file.NumberOf),
		EgressGB:         file.Need(m, "egress-gb", file.NumberOf),
		BetweenRegionsGB: file.Need(m, "between-regions-gb", file.NumberOf),
		DNSMillion:       file.Need(m, "dns-million", file.NumberOf),
		DNSCheckMonth:    file.Need(m, "dns-check-month", file.NumberOf),
		DNSQueriesPerTTL: file.Need(m, "dns-ttl-queries", file.NumberOf),
	}
}

// mostPatience is what the accounting of user-minutes rests on: a request
// spans at most two minutes of the clock.
const mostPatience = time.Minute
