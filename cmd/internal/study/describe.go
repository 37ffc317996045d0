package study

import (
	"math"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/sim"
)

// Layout says what runs of an incident have in common.
func (w *Workload) Layout(i *scenario.Incident) counted.Layout {
	s := w.Scenario
	l := counted.Layout{Start: w.start, Length: min(i.Length, w.length), Onset: sim.Never, Availability: s.Objectives.Availability,
		Recovery: s.Objectives.Recovery, Hold: s.Objectives.Hold, Latency: s.Objectives.Latency, Patience: s.LongestPatience(),
		Weight: s.Weight, LostRecords: s.Objectives.LostRecords, LostSpan: s.Objectives.LostSpan, Day: w.dayBefore()}
	for _, p := range s.Workload {
		l.Populations = append(l.Populations, p.Name)
		l.UsersPerPopulation = append(l.UsersPerPopulation, p.Users)
		l.NamesPerPopulation = append(l.NamesPerPopulation, p.Names)
	}
	for _, d := range s.World.Data {
		l.Data = append(l.Data, d.Name)
	}
	for _, r := range w.Fixed.Regions {
		l.Regions = append(l.Regions, r.Name)
	}
	for _, f := range i.Faults {
		l.Onset = min(l.Onset, sim.Time(f.At))
		if f.When == nil { // when a condition is met differs from run to run
			l.Events = append(l.Events, sim.Time(f.At))
			if lasts, same := f.For.(distribution.Constant); same {
				l.Events = append(l.Events, sim.Time(f.At+time.Duration(lasts)))
			}
		}
		if f.OperatorError() {
			l.Momentary = append(l.Momentary, sim.Time(f.At))
		}
	}
	return l
}

// Describe prices a design. What only a provider could do has no price.
func (w *Workload) Describe(d *scenario.Design, i *scenario.Incident) results.Design {
	r := results.Design{Name: d.Name, About: d.About, Buyer: string(d.Buyer), CostPerHour: math.NaN(), CostPerFailoverHour: math.NaN(),
		Priced: "not priced: only a provider could do it", ErrorPasses: world.ErrorPasses(w.Scenario, w.Fixed, d, i),
		Paper: w.onPaper(d, i)}
	r.OutOfReach = !(r.ErrorPasses < 1) && !world.CanTouch(w.Scenario, w.Fixed, d, i)
	pools := world.Postures(w.Scenario, w.Fixed, d, w.Peaks, w.burst)
	r.Headroom, r.Servers = results.Headroom(world.HeadroomOf(w.Scenario, d, i, w.loaded(pools, min(i.Length, w.length)))), servers(pools)
	r.ServesPerSecond = w.serves()
	if d.Buyer == policy.Tenant {
		bill := world.Cost(w.Scenario, w.Fixed, d, w.real(w.Peaks), w.real(w.means), w.burst*w.Scenario.Weight)
		r.CostPerHour, r.CostPerFailoverHour, r.Priced = bill.PerHour, bill.PerFailoverHour, ""
	}
	return r
}

func (w *Workload) real(simulated []float64) []float64 {
	list := make([]float64, len(simulated))
	for i, x := range simulated {
		list[i] = x * w.Scenario.Weight
	}
	return list
}
