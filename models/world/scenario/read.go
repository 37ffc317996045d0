package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"time"

	"failsim/models/policy"
)

// Read reads a scenario. File is its name in messages, strategies are those
// that designs may use, and traces are the names of the embedded traces; if
// there are none, names of traces are not checked. The error is *Errors.
func Read(file string, content []byte, strategies []policy.Strategy, traces ...string) (*Scenario, error) {
	r := newReader(file, content)
	r.strategies, r.traces = strategies, traces
	var s Scenario
	if root, ok := r.load(content); ok {
		s = r.scenario(root)
	}
	if len(r.problems) > 0 {
		return nil, &Errors{Problems: sorted(r.problems)}
	}
	sum := sha256.Sum256(content)
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
func (r *reader) scenario(n node) Scenario {
	m := n.open("scenario")
	s := Scenario{
		Name:       need(m, "scenario", name),
		About:      get(m, "about", text, ""),
		Start:      need(m, "start", instant),
		Length:     need(m, "length", positiveDuration),
		Year:       get(m, "year", year, defaultYear()),
		Weight:     get(m, "weight", atLeastOne, 1),
		Objectives: need(m, "objectives", objectives),
		World:      need(m, "world", r.world),
		Workload:   need(m, "workload", listOf("populations", r.population)),
		Clients:    need(m, "clients", clients),
		Service:    need(m, "service", service),
		Prices:     get(m, "prices", prices, Prices{}),
		SLAs:       get(m, "slas", slas, SLAs{}),
	}
	r.checkFleets(&s)
	s.Incidents = need(m, "incidents", r.incidents(s.Length))
	s.Designs = need(m, "designs", r.designList)
	m.done()
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
			f.node.refuse("a fleet of %d has no room for the tenant's %d LBs: names of all populations and load-balancers: other", f.size, names)
		}
	}
}

var atLeastOne = that(number, "at least 1", func(x float64) bool { return x >= 1 })

func objectives(n node) Objectives {
	m := n.open("objectives")
	defer m.done()
	return Objectives{
		Availability: need(m, "availability", properShare),
		Latency:      need(m, "latency", positiveDuration),
		Recovery:     need(m, "recovery", positiveDuration),
		Hold:         need(m, "hold", positiveDuration),
		LostRecords:  get(m, "lost-records", count, 0),
	}
}

func slas(n node) SLAs {
	m := n.open("slas")
	defer m.done()
	return SLAs{
		LoadBalancer: need(m, "load-balancer", promise),
		Servers:      need(m, "servers", promise),
		DNS:          need(m, "dns", promise),
	}
}

var promise = that(probability, "above 0%", func(s float64) bool { return s > 0 })

func prices(n node) Prices {
	m := n.open("prices")
	defer m.done()
	return Prices{
		LBHour:           need(m, "load-balancer-hour", number),
		LBGB:             need(m, "load-balancer-gb", number),
		ServerHour:       need(m, "server-hour", number),
		EgressGB:         need(m, "egress-gb", number),
		BetweenRegionsGB: need(m, "between-regions-gb", number),
		DNSMillion:       need(m, "dns-million", number),
		DNSCheckMonth:    need(m, "dns-check-month", number),
		DNSQueriesPerTTL: need(m, "dns-ttl-queries", number),
	}
}

// mostPatience is what the accounting of user-minutes rests on: a request
// spans at most two minutes of the clock.
const mostPatience = time.Minute
