package world

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// steps are in how many traffic moves that moves over a while.
const evacuationSteps = 10

// plan schedules the evacuations of a design before maintenance.
func (w *World) planEvacuations() {
	e := w.choice.Design.Operations.Evacuation
	if e == nil {
		return
	}
	for _, o := range w.choice.calendar() {
		for i, f := range o.Incident.Faults {
			if f.Kind != scenario.Maintenance {
				continue
			}
			region := w.fixed.Region(f.Region)
			w.steering.evacuateAt(max(0, o.At+f.At-e.Ahead), e.Over, region, true)
			if lasts := o.lasts(w.key, i); lasts > 0 {
				w.steering.evacuateAt(o.At+f.At+lasts+e.BackAfter, e.Over, region, false)
			}
		}
	}
}

// evacuateAt has traffic leave a region from an instant on, or come back.
func (s *steering) evacuateAt(at, over time.Duration, region id.Region, away bool) {
	if s.evacuations == nil {
		s.evacuations = &evacuations{s: s, kept: slices.Repeat([]float64{1}, len(s.w.fixed.Regions)), wanted: make([][]float64, len(s.w.names))}
	}
	steps := evacuationSteps
	if over == 0 {
		steps = 1
	}
	for k := range steps {
		left := k + 1
		if away {
			left = steps - 1 - k
		}
		arg := uint64(region)<<32 | uint64(left*evacuationSteps/steps)<<1
		if away && k == 0 {
			arg |= 1
		}
		s.w.kernel.Schedule(sim.Time(at+over*time.Duration(k)/time.Duration(steps)), sim.Change, s.owner, sim.Event{Kind: evacuated, Arg: arg})
	}
}

// evacuate has a region keep so much of its traffic.
func (s *steering) evacuate(now sim.Time, arg uint64) {
	e, region := s.evacuations, id.Region(arg>>32)
	s.now = now
	if arg&1 == 1 {
		s.promoteOthers(region)
	}
	e.kept[region] = float64(arg&0xffffffff>>1) / evacuationSteps
	s.w.narrate(now, "%s keeps %.3g %% of its traffic", s.w.fixed.Regions[region].Name, 100*e.kept[region])
	for n := range s.w.names {
		name := id.Name(n)
		if e.wanted[n] == nil {
			e.wanted[n] = slices.Clone(s.w.authority.Newest(name))
		}
		s.publish(name, e.masked(name, e.wanted[n]))
	}
}

// promoteOthers has standbys of a region grow.
func (s *steering) promoteOthers(region id.Region) {
	for r := range id.Region(len(s.w.fixed.Regions)) {
		if r != region {
			s.Promote(r)
		}
	}
}
