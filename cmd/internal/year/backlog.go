package year

import (
	"math"
	"time"

	"failsim/models/policy"
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

// backlog is how many errors of an incident come for one, beyond that one.
type backlog struct {
	kind int
	most float64 // at any time
	more func(at time.Duration) float64
}

// grain is how far apart the times are at which backlogs are looked for: less than any
// that matters lasts.
const grain = 10 * time.Minute

// findBacklogs looks for times of a year in which a design of the scenario has more errors
// than usual.
func (c *calendars) findBacklogs() {
	var gated []*scenario.Design
	for i := range c.scenario.Designs {
		for _, of := range c.scenario.Designs[i].Provider {
			if len(of[policy.GatingSocket]) > 0 {
				gated = append(gated, &c.scenario.Designs[i])
				break
			}
		}
	}
	for k, i := range c.kinds {
		b := backlog{kind: k, more: func(at time.Duration) (more float64) {
			o := world.Occurrence{Incident: i, At: at - i.Faults[0].At}
			for _, d := range gated {
				if p := o.ErrorsFor(c.scenario, c.fixed, d, 0); p > 1 {
					more = max(more, p-1)
				}
			}
			return more
		}}
		if len(gated) == 0 || math.IsNaN(world.Occurrence{Incident: i}.ErrorsFor(c.scenario, c.fixed, gated[0], 0)) {
			continue // no gates, or no operator error
		}
		for at := time.Duration(0); at < c.scenario.Year.Length; at += grain {
			b.most = max(b.most, b.more(at))
		}
		if b.most > 0 {
			c.backlogs = append(c.backlogs, b)
		}
	}
}

// arrival is an incident of a year.
type arrival struct {
	at      time.Duration
	kind    int
	backlog float64
}

// held draws the errors of a year's backlogs: of so many as there are at most, those that
// the time of the year has.
func (c *calendars) held(key sim.Key) (list []arrival) {
	for _, b := range c.backlogs {
		k := key.Named("backlog/" + c.kinds[b.kind].DrawKey())
		for at, n := time.Duration(0), uint64(0); ; n += 2 {
			at += time.Duration(-portable.Log(k.Float64(n)) / (c.perYear[b.kind] * b.most) * float64(c.scenario.Year.Length))
			if at >= c.scenario.Year.Length || at < 0 {
				break
			}
			if more := min(b.most, b.more(at)); float64(k.Float64(n+1)*b.most) < more {
				list = append(list, arrival{at, b.kind, more})
			}
		}
	}
	return list
}
