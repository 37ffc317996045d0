package world

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// Occurrence is one time that an incident happens, in a run with several.
type Occurrence struct {
	Incident *scenario.Incident
	At       time.Duration // when its instant 0 is in the run
	// Number counts the occurrences of the same incident in a run: each has
	// chance of its own, and the first has that of a run without others.
	Number int
}

// key keys all draws of the occurrence.
func (o Occurrence) key(root sim.Key) sim.Key {
	key := root.Named("incident/" + o.Incident.Name)
	if o.Number > 0 {
		key = key.At(uint64(o.Number))
	}
	return key
}

// Span is when a fault begins and ends; sim.Never if it does not end by itself.
type Span struct{ From, Until sim.Time }

// Spans returns those of the occurrence's faults, in their order.
func (o Occurrence) Spans(seed uint64, replication int) (list []Span) {
	for i, f := range o.Incident.Faults {
		span := Span{sim.Time(o.At + f.At), sim.Never}
		if d := o.lasts(Root(seed, replication), i); d > 0 {
			span.Until = span.From.Add(d)
		}
		list = append(list, span)
	}
	return list
}

// Until returns when the last of its faults ends, those of what providers
// share included; ok is false if one never does by itself.
func (o Occurrence) Until(s *scenario.Scenario, m *topology.Map, seed uint64, replication int) (until time.Duration, ok bool) {
	root := Root(seed, replication)
	until, ok = o.At, true
	for i, f := range o.Incident.Faults {
		d := o.lasts(root, i)
		ok = ok && d > 0
		until = max(until, o.At+f.At+d)
	}
	if at, provider := o.origin(m); provider >= 0 && o.sharesFate(root, s) {
		until = max(until, at+o.sharedFor(root, s))
	}
	return until, ok
}

// SharesFate tells whether what providers share fails too, at designs that use
// the provider at which it begins.
func (o Occurrence) SharesFate(s *scenario.Scenario, seed uint64, replication int) bool {
	return o.sharesFate(Root(seed, replication), s)
}

// sharesFate tells whether what providers share fails too.
func (o Occurrence) sharesFate(root sim.Key, s *scenario.Scenario) bool {
	return o.Incident.FailsProvider() && o.key(root).Named("common-mode").Float64(0) < s.World.CommonMode.Share
}

// sharedFor returns how long what providers share fails.
func (o Occurrence) sharedFor(root sim.Key, s *scenario.Scenario) time.Duration {
	return s.World.CommonMode.For.Quantile(o.key(root).Named("common-mode").Float64(1))
}

// Touches tells whether anything of the occurrence can reach what a design
// uses: a run of a design that it does not touch is a run without it.
func (o Occurrence) Touches(s *scenario.Scenario, m *topology.Map, d *scenario.Design, seed uint64, replication int) bool {
	return joined(s, d) || o.touches(m, d, o.sharesFate(Root(seed, replication), s))
}

// CanTouch tells whether Touches says so in any replication.
func CanTouch(s *scenario.Scenario, m *topology.Map, d *scenario.Design, i *scenario.Incident) bool {
	return joined(s, d) || Occurrence{Incident: i}.touches(m, d, s.World.CommonMode.Share > 0 && i.FailsProvider())
}

// joined tells whether a design needs services: then what stands in a region that it
// does not serve from may reach it.
func joined(s *scenario.Scenario, d *scenario.Design) bool {
	kinds := slices.ContainsFunc(s.Workload, func(p scenario.Population) bool { return len(p.Kinds) > 0 })
	w := &s.World
	return kinds || monitored(d) || len(d.Services)+len(w.Queues)+len(w.Stocks)+len(w.Herds)+len(w.Configurations)+len(w.Data) > 0
}

// touches tells it where what providers share fails too, or does not.
func (o Occurrence) touches(m *topology.Map, d *scenario.Design, shared bool) bool {
	_, origin := o.origin(m)
	uses := func(region string) bool {
		r := m.Region(region)
		return shared && origin >= 0 && m.Regions[r].Provider == origin || slices.ContainsFunc(o.Incident.Faults, func(f scenario.Fault) bool {
			return f.Service+f.Herd+f.Configuration != "" || f.Region == "" && f.Provider == "" || f.Region == region || f.Provider != "" && m.Provider(f.Provider) == m.Regions[r].Provider
		})
	}
	for _, endpoints := range d.Serve {
		for _, e := range endpoints {
			if uses(e.Region) || uses(e.Backends) {
				return true
			}
		}
	}
	return false
}

// ErrorStopped tells whether the gates of a design stop the operator error that begins
// the occurrence, in a run that begins so long after the scenario's start. The draw
// is the same for every design.
func (o Occurrence) ErrorStopped(s *scenario.Scenario, m *topology.Map, d *scenario.Design, later time.Duration, seed uint64, replication int) bool {
	return o.key(Root(seed, replication)).Named("slip").Float64(0) >= o.errorPasses(s, m, d, later)
}

// FirstRestore returns which of an incident's attempts to restore, in a plan of
// its people, is the first that works in a replication, if they get to it:
// strategies may do better. It is the number of attempts if none does.
func FirstRestore(i *scenario.Incident, p *scenario.Plan, seed uint64, replication int) int {
	works := Occurrence{Incident: i}.key(Root(seed, replication)).Named("people").Named("restore-works")
	for k, r := range p.Restores {
		if works.Float64(uint64(k)) < r.Works {
			return k
		}
	}
	return len(p.Restores)
}

// at returns when it begins, and at which provider people see to it; -1 if at none.
func (o Occurrence) at(m *topology.Map) (time.Duration, int) {
	if of := o.Incident.People.Of; of != "" {
		return o.At + o.Incident.Faults[0].At, m.Provider(of)
	}
	return o.origin(m)
}

// origin returns when and at which provider it begins; -1 if at none.
func (o Occurrence) origin(m *topology.Map) (time.Duration, int) {
	for _, f := range o.Incident.Faults {
		if f.Region != "" {
			return o.At + f.At, m.Regions[m.Region(f.Region)].Provider
		}
		if f.Provider != "" {
			return o.At + f.At, m.Provider(f.Provider)
		}
	}
	return 0, -1
}

// harmed returns the regions of a provider that its faults name, in the map's
// order; if they name none, all of its regions, or its first alone where services
// fail, as nobody need see to them twice.
func (o Occurrence) harmed(m *topology.Map, provider int) (list []id.Region) {
	all := true
	for r := range id.Region(len(m.Regions)) {
		if m.Regions[r].Provider == provider && slices.ContainsFunc(o.Incident.Faults, func(f scenario.Fault) bool {
			return f.Region != "" && m.Region(f.Region) == r
		}) {
			list, all = append(list, r), false
		}
	}
	once := slices.ContainsFunc(o.Incident.Faults, func(f scenario.Fault) bool { return f.Service+f.Herd+f.Configuration != "" })
	for r := range id.Region(len(m.Regions)) {
		if all && m.Regions[r].Provider == provider && !(once && len(list) > 0) {
			list = append(list, r)
		}
	}
	return list
}

// calendar returns all that happens in the run: the calendar of its choice,
// or its one incident.
func (c *Choice) calendar() []Occurrence {
	if c.Calendar != nil {
		return c.Calendar
	}
	if c.Spared {
		return nil
	}
	return []Occurrence{{Incident: c.Incident}}
}
