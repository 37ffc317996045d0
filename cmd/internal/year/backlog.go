package year

import (
	"slices"
	"time"

	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/sim/portable"
)

// A freeze does not undo changes: when it is over those that it held are made, and some
// are wrong. Errors among them are occurrences of their own, beside those that come at
// the usual rate, as often as under the design with the most of them; under others they
// are stopped. So all designs share one calendar, in which the usual ones are where they
// are without any freeze.

// arrival is an incident of a year.
type arrival struct {
	at      time.Duration
	kind    int
	backlog float64 // of world.Occurrence
}

// backlog is how many errors of an incident come for one, beyond that one.
type backlog struct {
	kind    int
	key     string
	perYear float64 // of the usual errors
	most    float64 // at any time
	more    func(at time.Duration) float64
}

// grain is how far apart the times are at which backlogs are looked for: less than any
// that matters lasts.
const grain = 10 * time.Minute

// findBacklogs looks for times of a year in which a design of the scenario has more errors
// than usual of some kinds of incidents.
func findBacklogs(s *scenario.Scenario, m *topology.Map, kinds []*scenario.Incident, perYear []float64) (list []backlog) {
	gated := slices.DeleteFunc(slices.Clone(s.Designs), func(d scenario.Design) bool {
		for _, of := range d.Provider {
			if len(of[policy.GatingSocket]) > 0 {
				return false
			}
		}
		return true
	})
	for k, i := range kinds {
		if len(gated) == 0 || !slices.ContainsFunc(i.Faults, func(f scenario.Fault) bool { return f.OperatorError() }) {
			continue
		}
		b := backlog{kind: k, key: "backlog/" + i.DrawKey(), perYear: perYear[k], more: func(at time.Duration) (more float64) {
			o := world.Occurrence{Incident: i, At: at - i.Faults[0].At}
			for d := range gated {
				more = max(more, o.ErrorsFor(s, m, &gated[d], 0)-1)
			}
			return more
		}}
		for at := time.Duration(0); at < s.Year.Length; at += grain {
			b.most = max(b.most, b.more(at))
		}
		if b.most > 0 {
			list = append(list, b)
		}
	}
	return list
}

// held draws the errors of a year's backlog: of so many as there are at most, those that
// the time of the year has.
func (b *backlog) held(key sim.Key, year time.Duration) (list []arrival) {
	key = key.Named(b.key)
	for at, n := time.Duration(0), uint64(0); ; n += 2 {
		at += time.Duration(-portable.Log(key.Float64(n)) / (b.perYear * b.most) * float64(year))
		if at >= year || at < 0 {
			return list
		}
		if more := min(b.most, b.more(at)); float64(key.Float64(n+1)*b.most) < more {
			list = append(list, arrival{at, b.kind, more})
		}
	}
}
