package study

import (
	"fmt"
	"maps"
	"slices"

	"failsim/models/client"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/traces"
)

// dice draws one number after another from a key.
type dice struct {
	key   sim.Key
	count uint64
}

func (d *dice) n(of int) int { d.count++; return d.key.IntN(d.count, of) }

func (d *dice) u(low, high float64) float64 {
	d.count++
	return low + (high-low)*d.key.Float64(d.count)
}

func (d *dice) chance(p float64) bool { return d.u(0, 1) < p }

func oneOf[T any](d *dice, of ...T) T { return of[d.n(len(of))] }

// draw draws a small scenario: two providers, one or two places, a few names,
// demand between steady and overload, two designs, a few faults, and sometimes
// people. A run of it takes milliseconds. No two times in it are multiples of
// one another, so that events of one instant are rare.
func draw(seed uint64) *sketch {
	d := &dice{key: sim.NewKey(seed, 0).Named("sketch")}
	s := &sketch{seed: seed, unit: 1, start: "2012-12-24T12:00:00-08:00", length: d.u(200, 500), weight: 1, availability: oneOf(d, 0.9, 0.99, 0.999),
		hold: d.u(20, 60), objective: d.u(1, 5)}
	for i := range 1 + d.n(2) {
		s.regions = append(s.regions, sketchRegion{"a", fmt.Sprintf("r%d", i), 1 + d.n(3), 16 + d.n(30)})
	}
	for i := range 1 + d.n(2) {
		s.regions = append(s.regions, sketchRegion{"b", fmt.Sprintf("s%d", i), 1 + d.n(3), 16 + d.n(30)})
	}
	for i := range 1 + d.n(2) {
		place := sketchPlace{name: fmt.Sprintf("p%d", i)}
		for range s.regions {
			place.rtt = append(place.rtt, oneOf(d, d.u(0.005, 0.15), d.u(0.005, 0.15), d.u(0.1, 0.6)))
		}
		s.places = append(s.places, place)
	}
	for i, place := range s.places {
		for j := range 1 + d.n(2) {
			s.populations = append(s.populations, sketchPopulation{name: fmt.Sprintf("q%d%d", i, j), place: place.name, users: 5 + d.n(80), names: 1 + d.n(4), rate: d.u(0.3, 2.5)})
		}
	}
	s.drawNumbers(d)
	for range d.n(5) {
		s.faults = append(s.faults, s.drawFault(d))
	}
	if len(s.faults) == 0 { // a scenario has at least one
		s.faults = []sketchFault{{at: s.length * 0.999, kind: scenario.LoseZone, what: "region: " + s.regions[0].full() + ", zone: 0"}}
	}
	if d.chance(0.3) {
		s.drawPeople(d)
		s.people.teams = oneOf(&dice{key: d.key.Named("teams")}, 0, 1, 2, 3) // a draw of its own: those before keep theirs
	}
	for i := range 2 {
		s.designs = append(s.designs, s.drawDesign(d, fmt.Sprintf("d%d", i)))
	}
	return s
}

func (s *sketch) drawNumbers(d *dice) {
	s.serviceLow, s.serviceHigh = d.u(0.05, 0.2), d.u(0.3, 1)
	s.timeout = s.serviceHigh * d.u(1.2, 6)
	s.patience = s.timeout + d.u(0.1, 10)
	s.resolvers = 2 + d.n(20)
	if d.chance(0.5) {
		s.overstay = append(s.overstay, sketchOverstay{d.u(0, 0.4), d.u(20, 200)}, sketchOverstay{d.u(0, 0.1), 1000})
	}
	s.nodes, s.target, s.burst, s.surge = 1+d.n(6), oneOf(d, 0.3, 0.6, 0.9, d.u(0.3, 1)), d.u(0.5, 20), d.n(30)
	s.perZone, s.queueCapacity = 1+d.n(3), 1+d.n(8)
	s.check = d.probes(2, 8)
	s.touches, s.creations, s.misread = d.u(0, 0.02), d.u(0, 0.1), oneOf(d, 0, 0.3)
	s.workers, s.work = 1+d.n(6), [2]float64{d.u(0.5, 2), d.u(3, 9)}
	s.scaleEvery, s.scaleSamples, s.alarm = d.u(8, 40), 1+d.n(3), d.u(5, 30)
	s.snapshots = d.u(20, 100)
	s.common = oneOf(d, 0, 0.5)
}

func (d *dice) probes(low, high float64) sketchCheck {
	interval := d.u(low, high)
	return sketchCheck{interval: interval, timeout: d.u(0.05, 0.9) * interval, unhealthy: 1 + d.n(3), healthy: 1 + d.n(3)}
}

func (s *sketch) drawFault(d *dice) sketchFault {
	r := oneOf(d, s.regions...)
	f := sketchFault{at: d.u(0.05, 0.8) * s.length, lasts: d.u(2, 0.5*s.length)}
	if d.chance(0.1) {
		f.lasts = 0
	}
	switch f.kind = oneOf(d, scenario.DeleteState, scenario.LoseZone, scenario.LoseZone, scenario.LoseRegion, scenario.LoseProvider, scenario.Gray,
		scenario.Gray, scenario.DemandSurge); f.kind {
	case scenario.DeleteState:
		f.what, f.lasts = fmt.Sprintf("region: %s, share: %s", r.full(), percent(d.u(0.1, 1))), 0
	case scenario.LoseZone:
		f.what = fmt.Sprintf("region: %s, zone: %d", r.full(), d.n(r.zones))
	case scenario.LoseRegion:
		f.what = "region: " + r.full()
	case scenario.LoseProvider:
		f.what = "provider: " + r.provider
	case scenario.Gray:
		f.what = fmt.Sprintf("region: %s, share: %s, factor: %s", r.full(), percent(d.u(0, 0.6)), decimal(d.u(1, 3)))
		if d.chance(0.4) {
			f.after = oneOf(d, 1e-9, d.u(0, 0.1), d.u(0, 5))
		}
	case scenario.DemandSurge:
		f.what = "factor: " + decimal(d.u(1.2, 3))
		if d.chance(0.5) {
			f.what += ", population: " + s.populations[0].name
		}
	}
	return f
}

func (s *sketch) drawPeople(d *dice) {
	t := func() float64 { return d.u(3, 30) }
	s.people = &sketchPeople{notice: t(), misdiagnose: t(), find: t(), contain: t(), merge: t(), majority: t(), watch: t()}
	s.people.all = s.people.majority + t()
	if d.chance(0.5) {
		s.people.mend = d.u(0.02, 0.2)
	}
	for range 1 + d.n(2) {
		s.people.restores = append(s.people.restores, sketchRestore{t(), d.u(0.3, 1)})
	}
}

func (s *sketch) drawDesign(d *dice, name string) sketchDesign {
	g := sketchDesign{name: name, serve: map[string][]sketchEndpoint{}, ttl: d.u(2, 30), publish: d.u(0.1, 6), probeAfter: d.u(5, 40),
		base: d.u(0.05, 1), balancing: oneOf(d, "least-of-all", "least-request", "random", "round-robin", "{least-request: {pair: distinct}}"),
		healing: oneOf(d, "overwrite", "refuse-missing", "reconcile", "kill-switch"), period: d.u(5, 40)}
	kind := d.n(6)
	for _, place := range s.places {
		g.serve[place.name] = s.drawEndpoints(d, kind)
	}
	if kind > 0 && d.chance(0.85) {
		g.steering, g.around, g.probes = oneOf(d, "name", "name", "region"), d.chance(0.25), d.probes(2, 15)
	}
	if kind >= 3 && d.chance(0.6) {
		g.choosing = fmt.Sprintf("supported: %s, second-first: %s", percent(d.u(0.3, 1)), percent(d.u(0, 1)))
	}
	attempts := 1 + d.n(4)
	switch d.n(4) {
	case 0:
	case 1:
		g.retrying = fmt.Sprintf("attempts: %d, limit: none", attempts)
	case 2:
		g.retrying = fmt.Sprintf("attempts: %d, budget: %s, tokens: %d", attempts, percent(d.u(0, 1)), d.n(15))
	case 3:
		g.retrying = fmt.Sprintf("fixed attempts: %d", attempts)
	}
	return g
}

// drawEndpoints draws a posture: a single region, a standby, one that grows, a
// thin layer, or several that share the load.
func (s *sketch) drawEndpoints(d *dice, kind int) []sketchEndpoint {
	primary := d.n(len(s.regions))
	order := []int{primary}
	for i := range s.regions {
		if i != primary {
			order = append(order, i)
		}
	}
	var list []sketchEndpoint
	for rank, i := range order {
		e := sketchEndpoint{region: s.regions[i].full(), capacity: d.u(0.6, 2.5), rank: rank + 1, weight: d.u(0.5, 2)}
		if rank > 0 {
			switch kind {
			case 0:
				return list
			case 1:
				e.growsTo, e.growsIn = e.capacity*d.u(1.1, 3), d.u(5, 60)
			case 2:
				e.capacity, e.backends = 0, s.regions[primary].full()
			case 3, 4:
				e.rank = 1
			}
		}
		list = append(list, e)
	}
	return list
}

// clone returns a copy that can be changed.
func (s *sketch) clone() *sketch {
	c := *s
	c.regions, c.populations, c.faults = slices.Clone(s.regions), slices.Clone(s.populations), slices.Clone(s.faults)
	c.overstay, c.places, c.designs = slices.Clone(s.overstay), slices.Clone(s.places), slices.Clone(s.designs)
	for i := range c.places {
		c.places[i].rtt = slices.Clone(c.places[i].rtt)
	}
	for i := range c.designs {
		c.designs[i].serve, c.designs[i].clients = maps.Clone(c.designs[i].serve), maps.Clone(c.designs[i].clients)
		for place, list := range c.designs[i].serve {
			c.designs[i].serve[place] = slices.Clone(list)
		}
	}
	if s.people != nil {
		people := *s.people
		c.people = &people
	}
	return &c
}

// steady has the populations of a scenario ask at steady rates.
func steady(s *scenario.Scenario) *Workload {
	w := &Workload{Scenario: s, Fixed: world.Fixed(s), length: s.Length}
	for i, p := range s.Workload {
		perSecond := p.Trace.PerSecond / s.Weight
		w.Peaks, w.means, w.days = append(w.Peaks, perSecond), append(w.means, perSecond), append(w.days, perSecond)
		w.profiles, w.counted = append(w.profiles, traces.Steady()), append(w.counted, nil)
		w.streams = append(w.streams, stream{name: p.Name, profile: traces.Steady(), perSecond: perSecond, populations: []int{i}, shares: []float64{1}})
	}
	return w
}

// drain reads a stream to its end.
func drain(s client.Stream) []request.Arrival { return slices.Collect(request.All(s.Arrivals)) }
