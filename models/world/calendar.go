package world

import (
	"fmt"
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
	// Backlog, above 0, makes it one of the operator errors that come on top of the
	// usual ones, while changes that a freeze held are made: so many more for one, at
	// most, at that time. Gates let those of their own design happen.
	Backlog float64
}

// Root returns the key of all draws of a replication.
func Root(seed uint64, replication int) sim.Key { return sim.NewKey(seed, replication) }

// key keys all draws of the occurrence.
func (o Occurrence) key(root sim.Key) sim.Key {
	key := root.Named("incident/" + o.Incident.DrawKey())
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

// SharesFate reports whether a common-mode failure occurs, at designs that use the
// provider at which it begins.
func (o Occurrence) SharesFate(s *scenario.Scenario, seed uint64, replication int) bool {
	return o.sharesFate(Root(seed, replication), s)
}

// sharesFate reports whether a common-mode failure occurs.
func (o Occurrence) sharesFate(root sim.Key, s *scenario.Scenario) bool {
	return o.Incident.FailsProvider() && o.key(root).Named("common-mode").Float64(0) < s.World.CommonMode.Share
}

// sharedFor returns how long what providers share fails.
func (o Occurrence) sharedFor(root sim.Key, s *scenario.Scenario) time.Duration {
	return s.World.CommonMode.For.Quantile(o.key(root).Named("common-mode").Float64(1))
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

// origin returns when and at which provider it begins; -1 if at none. What is of no
// region, as a push or a service, is of the only provider, if there is but one.
func (o Occurrence) origin(m *topology.Map) (time.Duration, int) {
	for _, f := range o.Incident.Faults {
		if f.Region != "" {
			return o.At + f.At, m.Regions[m.Region(f.Region)].Provider
		}
		if f.Provider != "" {
			return o.At + f.At, m.Provider(f.Provider)
		}
	}
	if len(m.Providers) == 1 && len(o.Incident.Faults) > 0 {
		return o.At + o.Incident.Faults[0].At, 0
	}
	return 0, -1
}

// harmed returns the regions of a provider that its faults name, in the map's
// order; if they name none, all of its regions, or its first alone where services
// fail, as they need no second repair.
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

// faultKey keys the draws of fault i by what breaks, and which of its like it
// is: faults of other kinds or elsewhere change none of its draws.
func (o Occurrence) faultKey(root sim.Key, i int) sim.Key {
	faults := o.Incident.Faults
	what := func(f scenario.Fault) string {
		name := fmt.Sprintf("%s %s %s %d %s", f.Kind, f.Region, f.Provider, f.Zone, f.Population)
		if f.Service != "" {
			name += " " + f.Service
		}
		if f.Herd != "" {
			name += " " + f.Herd
		}
		if f.LB+f.Resolver != "" {
			name += " " + f.LB + f.Resolver
		}
		if f.Configuration != "" {
			name += " " + f.Configuration
		}
		if f.Of > 0 {
			name += fmt.Sprintf(" %d of %d", f.First, f.Of)
		}
		return name
	}
	like := uint64(0)
	for _, f := range faults[:i] {
		if what(f) == what(faults[i]) {
			like++
		}
	}
	return o.key(root).Named(what(faults[i])).At(like)
}

// lasts returns how long fault i lasts: 0 to the end.
func (o Occurrence) lasts(root sim.Key, i int) time.Duration {
	l := o.Incident.Faults[i].For
	if l == nil {
		return 0
	}
	return l.Quantile(o.faultKey(root, i).Named("lasts").Float64(0))
}
