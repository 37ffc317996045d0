package counted

import (
	"math"
	"time"
)

// Growth says how harm grew and shrank. Times are in seconds from the onset.
type Growth struct {
	Peak     float64 // the largest share of requests that failed in a peakStep
	PeakAt   float64 // when the worst peakStep begins to fail; NaN without harm
	HalfPeak float64 // like Mitigated, with half of the peak as the level
	// Mitigated is when harm begins to stay, for the hold, at or below the
	// larger of a tenth of the peak and what the objective allows. NaN without
	// harm; +Inf if the run did not see it.
	Mitigated float64
	// To95 and To99 are when 95 and 99 % of requests are answered again, and go on
	// to be for the hold; 0 if never fewer were, NaN without harm, +Inf if the run
	// did not see it.
	To95, To99 float64

	MitigatedIn int // the window of Mitigated; -1 if there is none
}

// peakStep is the length of the means whose largest is the peak.
const peakStep = 5 * time.Minute

// mitigatedShare is how much of its peak harm may keep when it is mitigated.
const mitigatedShare = 0.1

// enoughForPeak is how many requests a step must hold for its share of
// failures to count as a peak: the standard error is at most 5 points
// (assumption), 0.5/sqrt(100).
const enoughForPeak = 100

// growthOf finds the peak of harm in a course, and when harm had shrunk.
func growthOf(c *course, l *Layout) Growth {
	g := Growth{PeakAt: nan, Mitigated: nan, HalfPeak: nan, To95: nan, To99: nan, MitigatedIn: -1}
	need := min(enoughForPeak, largeEnough(l.Availability))
	var worst Span
	for first := l.onsetWindow(); first < c.windows(); first++ {
		s := c.step(first, need)
		n, failed := c.count(s)
		if full := float64(n) >= need && s.Last-first >= c.stepWindows(); !full && first > l.onsetWindow() {
			break // what is left is too little; the steps before hold it
		}
		if share := float64(failed) / float64(n); share > g.Peak {
			g.Peak, worst = share, s
		}
	}
	if g.Peak == 0 {
		return g
	}
	peak := c.firstFailure(worst)
	g.PeakAt = sinceOnset(c.at(peak), l)
	g.MitigatedIn = c.staysBelow(max(g.Peak*mitigatedShare, 1-l.Availability), peak, l)
	g.Mitigated = c.sinceOnset(g.MitigatedIn, l)
	g.HalfPeak = c.sinceOnset(c.staysBelow(max(g.Peak/2, 1-l.Availability), peak, l), l)
	back := func(answered float64) float64 {
		if misses := 1 - answered; g.Peak > misses {
			return c.sinceOnset(c.staysBelow(misses, peak, l), l)
		}
		return 0
	}
	g.To95, g.To99 = back(0.95), back(0.99)
	return g
}

// forgetHarm leaves nothing but the peak: what failed was within the objective.
func (g *Growth) forgetHarm() {
	g.PeakAt, g.Mitigated, g.HalfPeak, g.To95, g.To99 = nan, nan, nan, nan, nan
}

func (c *course) stepWindows() int { return max(int(peakStep/c.width), 1) }

// step returns the windows of a peakStep from one on, or more of them if those
// hold too few requests; fewer at the end of the run.
func (c *course) step(first int, need float64) Span {
	s := Span{first, min(first+c.stepWindows(), c.windows())}
	if n, _ := c.count(s); float64(n) < need {
		s.Last = max(s.Last, c.reach(first, need))
	}
	return s
}

// staysBelow returns the first window from one on from which, for the hold, no
// step has a larger share of failures than a level; -1 if the run saw none.
// Steps are joined until one failure alone does not exceed the level.
func (c *course) staysBelow(level float64, from int, l *Layout) int {
	need := largeEnough(1 - level)
	since := from
	for first := from; first < c.windows(); first++ {
		s := c.step(first, need)
		if n, failed := c.count(s); n == 0 || misses(n, failed, 1-level) {
			since = first + 1
			continue
		}
		if s.Last >= since+holdWindows(l) {
			return since
		}
	}
	return -1
}

// sinceOnset returns the seconds from the onset to a window, +Inf to one that
// the run did not see.
func (c *course) sinceOnset(window int, l *Layout) float64 {
	if window < 0 {
		return math.Inf(1)
	}
	return sinceOnset(c.at(window), l)
}
