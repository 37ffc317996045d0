package world

import (
	"math"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/store"
	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// ErrorPasses returns the probability that the operator error which begins an incident
// gets through the gates of its provider: all must let it pass. It is NaN for
// an incident that begins with anything else. Runs are given that it passed.
func ErrorPasses(s *scenario.Scenario, m *topology.Map, d *scenario.Design, i *scenario.Incident) float64 {
	return Occurrence{Incident: i}.errorPasses(s, m, d, 0)
}

// errorKey keys the draws of operator errors. It is the word that they had first: another
// would draw other errors.
const errorKey = "slip"

// ErrorStopped reports whether the gates of a design stop the operator error that begins
// the occurrence, in a run that begins so long after the scenario's start. The draw
// is the same for every design.
func (o Occurrence) ErrorStopped(s *scenario.Scenario, m *topology.Map, d *scenario.Design, later time.Duration, seed uint64, replication int) bool {
	u, passes := o.key(Root(seed, replication)).Named(errorKey).Float64(0), o.ErrorsFor(s, m, d, later)
	if o.Backlog > 0 {
		return float64(u*o.Backlog) >= passes-1
	}
	return u >= passes
}

// errorPasses is ErrorPasses for a run that begins so long after the scenario's start: of
// the errors that a freeze held and lets go, a run has one.
func (o Occurrence) errorPasses(s *scenario.Scenario, m *topology.Map, d *scenario.Design, later time.Duration) float64 {
	return min(1, o.ErrorsFor(s, m, d, later))
}

// ErrorsFor returns how many operator errors get through the gates of a design for one
// that is made at that time of a usual year: above 1 where changes that a freeze held are
// made. It is NaN for an incident that begins with anything else.
func (o Occurrence) ErrorsFor(s *scenario.Scenario, m *topology.Map, d *scenario.Design, later time.Duration) float64 {
	for _, f := range o.Incident.Faults {
		if f.OperatorError() {
			change := policy.Change{At: s.Start.Add(later + o.At + f.At), OnPurpose: f.OnPurpose}
			p, _ := gates(d, m.Providers[m.Regions[m.Region(f.Region)].Provider].Name, change)
			return p
		}
	}
	return math.NaN()
}

// gates returns how many operator errors pass every gate of a provider for one, and by
// how much they delay each change.
func gates(d *scenario.Design, provider string, c policy.Change) (passes float64, delay time.Duration) {
	passes = 1
	for _, gate := range strategies[policy.Gating](d.Provider[provider][policy.GatingSocket]) {
		share, wait := gate.Passes(c)
		passes *= share
		delay += wait
	}
	return passes, delay
}

// operatorError is a deletion of records by a person, as far as the gates of the
// provider let it go at once.
type operatorError struct {
	w      *World
	region id.Region
	share  float64
	part   store.Part
}

// deleteState deletes records of a region. Where a part goes first, the rest follows
// unless an alarm stops it.
func (w *World) deleteState(now sim.Time, region id.Region, share float64) {
	l := policy.Limit{}
	provider := w.fixed.Providers[w.fixed.Regions[region].Provider].Name
	for _, gate := range of[policy.Limiting](strategies[any](w.choice.Design.Provider[provider][policy.GatingSocket])) {
		l = l.And(gate.Limits())
	}
	key := w.key.Named("region/" + w.fixed.Regions[region].Name).Named(errorKey)
	s := operatorError{w: w, region: region, share: share, part: store.Part{Key: key.Named("cells"), Of: l.Cells}}
	if l.Cells > 1 {
		s.part.Which = key.Named("cell").IntN(0, l.Cells)
	}
	if l.Most > 0 {
		s.share = min(s.share, l.Most)
	}
	if l.First == 0 {
		s.hit(now, 1)
		return
	}
	s.hit(now, l.First)
	lost := key.Named("verdict").Float64(0) < l.Lost
	w.later(now.Add(l.Watch), func(now sim.Time) {
		if lost || !w.planes[region].Alarmed() {
			s.hit(now, 1)
		} else {
			w.narrate(now, "%s: the change stops at its first part: an LB has an alarm", w.describe(region))
		}
	})
}

// hit deletes a part of what the operator error would, and what it has deleted before.
func (s *operatorError) hit(now sim.Time, part float64) {
	deleted := s.w.key.Named("region/" + s.w.fixed.Regions[s.region].Name).Named("deleted")
	s.w.planes[s.region].DeleteOf(now, deleted, part*s.share, s.part)
}

// later has something done at an instant: for what happens a few times in a run.
func (w *World) later(at sim.Time, do func(now sim.Time)) {
	w.kernel.Schedule(at, sim.Change, w.kernel.Register(once(do)), sim.Event{})
}

type once func(now sim.Time)

// Handle implements sim.Handler.
func (do once) Handle(now sim.Time, _ sim.Event) { do(now) }

// delayed puts a playbook under gates: switching workflows off or on, each
// attempt to restore and re-enabling are changes too, however urgent.
func delayed(b *policy.Playbook, delay time.Duration) {
	for i := range b.Steps {
		if s := &b.Steps[i]; s.Do.Changes() {
			s.Delay += delay
		}
	}
}
