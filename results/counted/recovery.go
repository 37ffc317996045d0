package counted

import (
	"math"
	"time"

	"failsim/sim"
)

// State says what became of a population, or of a whole run, in an incident.
type State uint8

// The states.
const (
	NeverHarmed State = iota
	Recovered         // harmed, and well again before the end
	Censored          // harmed, and not well again by the end
)

// String returns the state's name as it stands in results.
func (s State) String() string {
	return [...]string{"never harmed", "recovered", "not recovered by the end"}[s]
}

// Recovery says whether a course of requests was harmed and when it was well
// again, in steps of one window.
//
// It was harmed if, from the onset on, more requests failed in some stretch
// than the objective allows and chance explains (harms). It has recovered at
// the first instant t at or after mitigation (Growth) from which availability
// over [t, t+hold] meets the objective with the backlog drained: requests that
// at t have waited for longer than the latency objective count as failures of
// the hold, however they end. Harm that begins after that is a relapse.
type Recovery struct {
	State    State
	Harmed   sim.Time      // when harm began; sim.Never if it never did
	Took     time.Duration // from onset to recovery, or to the end of the run if censored
	Relapses int           // how often it was harmed again after it had recovered
	// Finally is from onset to the last recovery, or to the end of the run if
	// the last harm did not end.
	Finally     time.Duration
	FinallyWell bool // whether the last harm ended; true if there was none
	// Metastable is for how long it was harmed though the trigger was gone; -1
	// if the trigger was there to the end.
	Metastable time.Duration
}

// GivenHarm returns the seconds to recover that quantiles use: NaN of a run that
// was never harmed, +Inf of one that had not recovered.
func (r *Recovery) GivenHarm() float64 {
	switch r.State {
	case NeverHarmed:
		return nan
	case Censored:
		return math.Inf(1)
	}
	return r.Took.Seconds()
}

// FinallyGivenHarm is GivenHarm of the last recovery.
func (r *Recovery) FinallyGivenHarm() float64 {
	last := *r
	last.Took = r.Finally
	if !r.FinallyWell {
		last.State = Censored
	}
	return last.GivenHarm()
}

// spell is a time of harm, from its begin to the recovery.
type spell struct{ from, until sim.Time }

// spells cuts the harm of a course into the times from harm to recovery. The
// last one may not have ended: then it lasts to the end of the run.
func spells(c *course, l *Layout) (list []spell, ended bool) {
	from := l.onsetWindow()
	for _, s := range harms(c, l, from) {
		if s.First < from {
			continue // what is left of harm that has been told
		}
		harm := c.firstFailure(s)
		begin := max(c.at(harm), l.Onset)
		well := nextWell(c, l, harm+1)
		if well < 0 {
			return append(list, spell{begin, sim.Time(l.Length)}), false
		}
		list = append(list, spell{begin, c.at(well)})
		from = well + holdWindows(l)
	}
	return list, true
}

// recoveryOf judges a course against the objectives of a layout. mitigated is
// the window of mitigation, -1 if there was none by the end; gone is when the
// trigger had gone, sim.Never if it had not by the end.
func recoveryOf(c *course, l *Layout, mitigated int, gone sim.Time) Recovery {
	r := Recovery{State: NeverHarmed, Harmed: sim.Never, FinallyWell: true, Metastable: -1}
	list, ended := spells(c, l)
	if gone != sim.Never {
		r.Metastable = 0
		for _, s := range list {
			r.Metastable += max(s.until.Sub(max(s.from, gone)), 0)
		}
	}
	if len(list) == 0 {
		return r
	}
	r.State, r.Harmed, r.FinallyWell = Censored, list[0].from, ended
	r.Took = l.Length - time.Duration(l.Onset)
	if mitigated >= 0 {
		harmed := int(r.Harmed/sim.Time(l.Window)) + 1 // a peak by chance may come before harm that lasts
		if well := nextWell(c, l, max(mitigated, harmed)); well >= 0 {
			r.State, r.Took = Recovered, c.at(well).Sub(l.Onset)
		}
	}
	r.Finally = r.Took
	for _, s := range list {
		if r.State == Recovered && s.from.Sub(l.Onset) >= r.Took {
			r.Relapses++
			r.Finally = s.until.Sub(l.Onset)
		}
	}
	r.FinallyWell = r.FinallyWell && r.State == Recovered
	return r
}

// nextWell returns the first window at or after from such that the windows of
// a hold from it on, or more of them if those are too few to tell, meet the
// objective with the backlog drained, or -1.
func nextWell(c *course, l *Layout, from int) int {
	need := largeEnough(l.Availability)
	for w := from; w+holdWindows(l) <= c.windows(); w++ {
		s := Span{w, max(w+holdWindows(l), c.reach(w, need))}
		if n, failed := c.count(s); n > 0 && !misses(n, failed+c.backlog(w), l.Availability) {
			return w
		}
	}
	return -1
}
