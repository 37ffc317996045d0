package results

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
// It was harmed if, from the onset on, some joined windows hold more failures
// than the objective allows. It has recovered at the first instant t after
// that harm began from which availability over [t, t+hold] meets the objective.
// Requests count where they arrived, so that this also says that no backlog
// from before t spoils what comes after.
type Recovery struct {
	State    State
	Harmed   sim.Time      // when harm began; sim.Never if it never did
	Took     time.Duration // from onset to recovery, or to the end of the run if censored
	Relapses int           // how often it was harmed again after it had recovered
	// Finally is from onset to the last recovery, or to the end of the run if
	// the last harm did not end.
	Finally     time.Duration
	FinallyWell bool // whether the last harm ended; true if there was none
}

// hair is what is granted to 1-objective, which has no exact float: 10 requests
// tell about an objective of 90 %, though 1/(1-0.9) is a little more than 10.
const hair = 1e-12

// largeEnough returns how many requests it takes to tell whether an objective
// is met: as many as allow one failure.
func largeEnough(objective float64) float64 { return (1 - hair) / (1 - objective) }

// misses tells whether more of n requests failed than an objective allows.
func misses(n, failed int64, objective float64) bool {
	return float64(failed) > float64(n)*(1-objective)*(1+hair)
}

// recoveryOf judges a course against the objectives of a layout.
func recoveryOf(c *course, l *Layout) Recovery {
	r := Recovery{State: NeverHarmed, Harmed: sim.Never, FinallyWell: true}
	onset := l.onsetWindow()
	harm := nextHarm(c, l, onset, onset)
	if harm < 0 {
		return r
	}
	r.Harmed = max(c.at(harm), l.Onset)
	end := l.Length - time.Duration(l.Onset)
	well := nextWell(c, l, harm+1)
	if well < 0 {
		r.State, r.Took, r.Finally, r.FinallyWell = Censored, end, end, false
		return r
	}
	r.State, r.Took = Recovered, c.at(well).Sub(l.Onset)
	r.Finally = r.Took
	for {
		if harm = nextHarm(c, l, onset, well+holdWindows(l)); harm < 0 {
			return r
		}
		r.Relapses++
		if well = nextWell(c, l, harm+1); well < 0 {
			r.Finally, r.FinallyWell = end, false
			return r
		}
		r.Finally = c.at(well).Sub(l.Onset)
	}
}

func holdWindows(l *Layout) int { return int((l.Hold + l.Window - 1) / l.Window) }

// nextHarm returns the first window with a failure of the first joined windows
// at or after from that miss the objective, or -1. Joining always begins at the
// onset.
func nextHarm(c *course, l *Layout, onset, from int) int {
	for _, s := range c.joined(onset, largeEnough(l.Availability)) {
		if s.first < from {
			continue
		}
		if n, failed := c.count(s); misses(n, failed, l.Availability) {
			for w := s.first; ; w++ {
				if _, f := c.count(span{w, w + 1}); f > 0 {
					return w
				}
			}
		}
	}
	return -1
}

// nextWell returns the first window at or after from such that the windows of
// a hold from it on, or more of them if those are too few to tell, meet the
// objective, or -1.
func nextWell(c *course, l *Layout, from int) int {
	need := largeEnough(l.Availability)
	for w := from; w+holdWindows(l) <= c.windows(); w++ {
		s := span{w, max(w+holdWindows(l), c.reach(w, need))}
		if n, failed := c.count(s); n > 0 && !misses(n, failed, l.Availability) {
			return w
		}
	}
	return -1
}

// Growth says how harm grew and shrank.
type Growth struct {
	Peak float64 // largest share of requests that failed in joined windows
	// Mitigated is from onset to the end of growth: the end of the first joined
	// windows whose share cannot be told from the peak. HalfPeak is from onset to when
	// the share falls to half of the peak and stays below. In seconds; NaN if
	// there was no harm, or none that halved.
	Mitigated, HalfPeak float64
}

// growthOf finds the peak of harm in a course. A plateau's highest point is an
// accident of sampling; two standard errors below it count as reaching it
// (assumption: the usual 95 %).
func growthOf(c *course, l *Layout) Growth {
	g := Growth{Mitigated: nan, HalfPeak: nan}
	spans := c.joined(l.onsetWindow(), largeEnough(l.Availability))
	peak := -1
	for i, s := range spans {
		if share := 1 - c.availability(s); share > g.Peak {
			g.Peak, peak = share, i
		}
	}
	if peak < 0 {
		return g
	}
	n, _ := c.count(spans[peak])
	reached := g.Peak - 2*math.Sqrt(g.Peak*(1-g.Peak)/float64(n))
	for i, s := range spans[:peak+1] {
		if i == peak || 1-c.availability(s) >= reached {
			g.Mitigated = sinceOnset(c.at(s.last), l)
			break
		}
	}
	for i := len(spans) - 1; i >= peak; i-- {
		if 1-c.availability(spans[i]) > g.Peak/2 {
			if i < len(spans)-1 {
				g.HalfPeak = sinceOnset(c.at(spans[i].last), l)
			}
			break
		}
	}
	return g
}

// sinceOnset returns the seconds from the onset to an instant, at least 0
// since the window of the onset begins before it.
func sinceOnset(at sim.Time, l *Layout) float64 { return max(at.Sub(l.Onset), 0).Seconds() }
