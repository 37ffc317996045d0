package study

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"failsim/models/record"
	"failsim/models/world/scenario"
	"failsim/sim"
)

func TestRelationsOfWhatDoesNotHappen(t *testing.T) {
	relations(t, []relation{
		{"no faults and no lack of capacity mean availability 1", 15, func(r *trial) {
			a := r.run(r.steady(), 0, faultless)
			r.check(a.Availability == 1 && a.RetryAmplification == 1 && a.UserMinutesLost == 0 && a.Blast.Peak == 0 && len(a.damage) == 0,
				"availability %v, %v attempts, %v user-minutes lost", a.Availability, a.RetryAmplification, a.UserMinutesLost)
			r.check(a.BadRegions() == 0, "%d regions misconfigured", a.BadRegions())
		}},
		{"faults that begin after the end are none", 20, func(r *trial) {
			s := r.clone()
			s.people = nil
			for i := range s.faults {
				s.faults[i].at = s.length * (0.9 + 0.01*float64(i))
			}
			half := func(w *Workload) { w.length /= 2 }
			r.sameOutcomes(r.run(s, 0, half), r.run(s, 0, half, faultless))
		}},
		{"a fault where a design has nothing changes nothing for it", 20, func(r *trial) {
			s := r.clone()
			s.common = 0
			s.regions = append(s.regions, sketchRegion{"c", "elsewhere", 2, 40})
			for i := range s.places {
				s.places[i].rtt = append(s.places[i].rtt, 0.1)
			}
			// People are those of the provider at which the incident begins; a surge of demand begins nowhere.
			other, first := s.clone(), s.length*0.9
			for _, f := range s.faults {
				if f.kind != scenario.DemandSurge {
					first = min(first, f.at)
				}
			}
			for _, kind := range []string{scenario.LoseRegion, scenario.Gray} {
				what := "region: c/elsewhere"
				if kind == scenario.Gray {
					what += ", share: 50%, factor: 3"
				}
				other.faults = append(other.faults, sketchFault{at: r.dice.u(first, s.length), kind: kind, what: what, lasts: 20})
			}
			r.sameOutcomes(r.run(s, 0), r.run(other, 0))
		}},
		{"a place is untouched by what breaks at another's", 20, func(r *trial) {
			s := r.apart()
			a := r.run(s, 0)
			s.faults = append(s.faults, s.lose(0, s.length*0.2, s.length*0.3), s.deleteState(0, 0.1*s.length, 0.9))
			r.sameOutcomes(a.of("here"), r.run(s, 0).of("here"))
		}},
		{"more users elsewhere shift nobody's draws", 15, func(r *trial) {
			s := r.apart()
			a := r.run(s, 0)
			last := len(s.populations) - 1
			s.populations[last].users, s.populations[last].rate = 2*s.populations[last].users, 3*s.populations[last].rate
			r.sameOutcomes(a.of("here"), r.run(s, 0).of("here"))
		}},
		{"a population in front, served elsewhere, shifts nobody's outcome", 40, func(r *trial) {
			s := r.clone()
			s.regions = append(s.regions, sketchRegion{"c", "elsewhere", 2, 40})
			for i := range s.regions {
				s.regions[i].fleet += 40 // room for the LBs of whoever else comes
			}
			for i := range s.places {
				s.places[i].rtt = append(s.places[i].rtt, 0.1)
			}
			more := s.clone()
			far := slices.Repeat([]float64{1}, len(s.regions)) // or regions would be nearer to each other by way of it
			more.places = append([]sketchPlace{{"there", far}}, more.places...)
			more.populations = append([]sketchPopulation{{name: "first", place: "there", users: 20, names: 3, rate: 1}}, more.populations...)
			for i := range more.designs {
				more.designs[i].serve["there"] = []sketchEndpoint{{region: "c/elsewhere", capacity: 1.2, rank: 1, weight: 1}}
			}
			for d := range s.designs {
				r.sameOutcomes(r.run(s, d), r.run(more, d).withoutFirst())
			}
		}},
		{"with answers that live no time, failing over takes detection only", 20, func(r *trial) {
			s := r.steady().plain(0)
			at, d := s.length*0.3, &s.designs[0]
			s.overstay, s.check.unhealthy = nil, 1
			d.ttl, d.publish, d.steering, d.around, d.probes = 1e-9, 1e-9, "name", false, r.dice.probes(2, 8)
			for place, list := range d.serve {
				d.serve[place] = append(list, sketchEndpoint{region: s.regions[len(s.regions)-1].full(), capacity: 20, rank: 2, weight: 1})
			}
			a := r.run(s.only(s.lose(0, at, s.length*0.3)), 0)
			known := at + float64(d.probes.unhealthy)*d.probes.interval + d.probes.timeout
			before, after := 0, 0
			for _, o := range a.settled {
				switch when := o.Arrived.Seconds(); {
				case when > known:
					r.check(o.Good(), "%+v, though it was known at %v s", o, known)
					after++
				case when > at && !o.Good():
					before++
				}
			}
			r.check(after > 0 && (before > 0 || a.Requests.Arrived < 500), "%d lost before, %d asked after", before, after)
		}},
		{"a larger threshold never detects earlier", 20, func(r *trial) {
			s := r.steady().only(r.lose(0, r.length*0.3, r.length*0.5)).plain(0)
			d := &s.designs[0]
			d.steering, d.probes = "name", r.dice.probes(2, 12)
			for place, list := range d.serve {
				d.serve[place] = append(list, sketchEndpoint{region: s.regions[len(s.regions)-1].full(), capacity: 20, rank: 2, weight: 1})
			}
			last, slowest := time.Duration(0), sim.Time(0)
			for d.probes.unhealthy = 1; d.probes.unhealthy < 5; d.probes.unhealthy++ {
				a := r.run(s, 0)
				drained := a.marked[record.Drained]
				r.check(len(drained) > 0 && drained[0] > slowest, "threshold %d drains at %v, one lower at %v", d.probes.unhealthy, drained, slowest)
				detected := a.First[record.Alarm].Sub(a.layout.Onset)
				if took := a.Detection.Took; !math.IsNaN(took) {
					r.check(math.Round(took*1e9) >= float64(detected), "a name is detected after %v s, before the first alarm after %v", took, detected)
				}
				r.check(detected >= last, "threshold %d detects after %v, one lower after %v", d.probes.unhealthy, detected, last)
				slowest, last = drained[0], detected
			}
		}},
	})
}

// BadRegions counts the regions whose fleets were misconfigured at any time.
func (r *run) BadRegions() (bad int) {
	for _, d := range r.Damage {
		if d.PeakShare > 0 {
			bad++
		}
	}
	return bad
}

// apart adds a place with one population and a provider of its own, which
// nothing in the drawn scenario touches, as the last of its kind but one.
func (s *sketch) apart() *sketch {
	c := s.clone()
	c.common = 0
	c.regions = append(c.regions, sketchRegion{"c", "elsewhere", 2, 40})
	for i := range c.places {
		c.places[i].rtt = append(c.places[i].rtt, 0.1)
	}
	place := sketchPlace{name: "here"}
	for i := range c.regions {
		place.rtt = append(place.rtt, 0.02+0.01*float64(i))
	}
	c.places = append([]sketchPlace{place}, c.places...)
	c.populations = append([]sketchPopulation{{name: "here", place: "here", users: 30, names: 2, rate: 1}}, c.populations...)
	for i := range c.regions {
		c.regions[i].fleet += 40 // room for the LBs of whoever else comes
	}
	for i := range c.designs {
		c.designs[i].serve["here"] = []sketchEndpoint{{region: "c/elsewhere", capacity: 0.9, rank: 1, weight: 1}}
	}
	c.designs[0].steering = strings.ReplaceAll(c.designs[0].steering, "region", "name")
	c.faults = append(c.faults, sketchFault{at: c.length * 0.4, kind: scenario.LoseZone, what: "region: c/elsewhere, zone: 1", lasts: c.length * 0.2})
	return c
}

// withoutFirst leaves out the first population, as if it were not there.
func (r *run) withoutFirst() *run {
	others := &run{tape: &tape{damage: r.damage}}
	for _, o := range r.settled {
		if o.Population > 0 {
			o.Population--
			others.settled = append(others.settled, o)
		}
	}
	return others
}

// of leaves the outcomes of one population.
func (r *run) of(population string) *run {
	only := &run{tape: &tape{}}
	for _, o := range r.settled {
		if r.workload.Scenario.Workload[o.Population].Name == population {
			only.settled = append(only.settled, o)
		}
	}
	if len(only.settled) == 0 {
		panic(fmt.Sprintf("no request of %s", population))
	}
	return only
}
