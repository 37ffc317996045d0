package world

import (
	"slices"
	"time"

	"failsim/models/control"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/people"
	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// buildTeams puts teams to each provider at which an incident begins that
// people are planned for, as many as any of its incidents says. They work by the
// playbook of the incident that began last, as the design's operating strategies
// revise it and its gates delay it. The tenant's people only order capacity,
// which takes them the time that the posture says (steering.Promote).
func (w *World) buildTeams() {
	w.teams = make([]*people.Teams, len(w.planes))
	number := make([]int, len(w.fixed.Providers))
	for _, o := range w.choice.calendar() {
		if _, provider := o.at(w.fixed); provider >= 0 && o.Incident.People.Act(w.choice.Sampled) {
			number[provider] = max(number[provider], o.Incident.People.Teams)
		}
	}
	for _, o := range w.choice.calendar() {
		at, provider := o.at(w.fixed)
		if provider < 0 || !o.Incident.People.Act(w.choice.Sampled) {
			continue
		}
		regions := w.regionsOf(provider, true)
		team := w.teams[regions[0]]
		if team == nil {
			planes := make([]people.Plane, len(w.planes))
			for _, r := range regions {
				planes[r] = hands{w.planes[r], w, w.services, r}
			}
			team = people.New(&w.kernel, number[provider], planes, w.describe, w.sink)
			team.Watch = func(c *policy.When, do func(now sim.Time)) {
				w.services.when(&scenario.Condition{Service: c.Service, Share: c.Share, For: c.For})(do)
			}
		}
		team.Expect(sim.Time(at), w.playbook(o, provider), o.harmed(w.fixed, provider)...)
		for _, r := range regions {
			w.teams[r] = team
		}
	}
}

// playbook returns what a provider's people will do in an incident.
func (w *World) playbook(o Occurrence, provider int) policy.Playbook {
	p, key := &o.Incident.People, o.key(w.key).Named("people")
	book := policy.Playbook{Key: key, Steps: slices.Clone(p.Playbook), Reported: true}
	if plan := p.Plan(w.choice.Sampled); plan != nil {
		book = draw(key, plan).Playbook()
	}
	book.Draw = func(purpose string) float64 { return key.Named("revised").Named(purpose).Float64(0) }
	name := w.fixed.Providers[provider].Name
	for _, s := range strategies[policy.Operating](w.choice.Design.Provider[name][policy.OperatingSocket]) {
		s.Revise(&book)
	}
	_, delay := gates(w.choice.Design, name, policy.Change{At: w.scenario.Start.Add(o.At)})
	delayed(&book, delay)
	return book
}

// draw turns a plan of distributions into one of durations, keyed by phase.
func draw(key sim.Key, p *scenario.Plan) people.Plan {
	d := func(purpose string, l distribution.Distribution) time.Duration {
		if l == nil {
			return 0
		}
		return l.Quantile(key.Named(purpose).Float64(0))
	}
	plan := people.Plan{Notice: d("notice", p.Notice), Misdiagnose: d("misdiagnose", p.Misdiagnose), Find: d("find", p.Find),
		Contain: d("contain", p.Contain), MendPerHour: p.MendPerHour, Merge: d("merge", p.Merge), ReplaySpeed: p.ReplaySpeed,
		Majority: d("majority", p.Majority), All: d("all", p.All), Watch: d("watch", p.Watch)}
	for i, r := range p.Restores {
		takes, works := key.Named("restore-takes"), key.Named("restore-works")
		plan.Restores = append(plan.Restores, people.Restore{Takes: r.Takes.Quantile(takes.Float64(uint64(i))),
			Succeeds: works.Float64(uint64(i)) < r.Works})
	}
	return plan
}

// hands are what people can do in a region: in its control plane, and to services.
type hands struct {
	*control.Plane
	world    *World
	services *services
	region   id.Region
}

// Well implements people.Plane.
func (h hands) Well() bool { return h.services.well(h.region) }

// Pull implements people.Plane.
func (h hands) Pull(now sim.Time, s *policy.Step, over time.Duration) {
	if s.Do.OnRegion() {
		h.world.steering.evacuateAt(time.Duration(now), over, h.world.fixed.Region(s.On), s.Do == policy.Evacuate)
		return
	}
	h.services.pull(now, s, over)
}

// SwitchOff implements people.Plane. When people switch workflows on again,
// they take a machine's hand off the switch too: they know the cause.
func (h hands) SwitchOff(now sim.Time, off bool) {
	h.Set(now, control.ByPeople, off)
	if !off {
		h.Set(now, control.ByMachine, false)
	}
}

// CallFailed implements control.Watcher.
func (w *World) CallFailed(now sim.Time, region id.Region) { w.suspect(now, region) }

// Held implements control.Watcher.
func (w *World) Held(now sim.Time, region id.Region, record id.Record, right bool) {
	if !right {
		w.suspect(now, region)
	}
	if w.sink.Follows() {
		targets := "no targets"
		if right {
			targets = "its targets"
		}
		w.narrate(now, "%s: LB %d%s holds %s; %d LBs misconfigured", w.describe(region), record, w.whose(region, record), targets,
			w.planes[region].Misconfigured())
	}
}

// whose says which of the tenant's names an LB serves, if any.
func (w *World) whose(region id.Region, record id.Record) string {
	lb, own := w.planes[region].Own(record)
	if !own {
		return ""
	}
	return " of " + w.scenario.Workload[w.names[w.steering.nameOf[lb]].population].Name
}

// PeopleOf returns whose people see to an incident: the provider's that it says, or
// where it begins; -1 if nobody's.
func PeopleOf(m *topology.Map, i *scenario.Incident) int {
	_, provider := Occurrence{Incident: i}.at(m)
	return provider
}

// PeopleCanAct reports whether there can be anything for the people of an
// incident's provider to do: they mend LBs and their records, which only lost
// or old state harms, and see to services. Regions, zones and backends come back by
// themselves.
func PeopleCanAct(m *topology.Map, i *scenario.Incident) bool {
	provider := PeopleOf(m, i)
	if provider >= 0 && slices.ContainsFunc(i.People.Playbook, func(s policy.Step) bool { return s.Do.OnWorld() }) {
		return true
	}
	return provider >= 0 && slices.ContainsFunc(i.Faults, func(f scenario.Fault) bool {
		return (f.Kind == scenario.DeleteState || f.Kind == scenario.StaleState) && m.Regions[m.Region(f.Region)].Provider == provider
	})
}
