package results

import (
	"math"

	"failsim/sim"
)

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
