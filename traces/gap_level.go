package traces

import (
	"math"
	"slices"
	"time"
)

// level is how many requests tell a rate: to some 18 %. Assumption.
const level = 30

// falseGaps is the chance that a trace of Poisson arrivals shows a gap that is
// none, however many places it has for one.
const falseGaps = 1e-3

// rate is what one side of a gap says was to be expected.
type rate struct {
	perMinute  float64 // or per interval, if that is longer
	dispersion float64
}

// rateOf is that of the minutes beside a gap if they hold enough requests, else
// of as many minutes as do, back from the gap or on from it; at the start and
// the end of a trace there may be none, and then the gap cannot be judged.
func (g *gapFinder) rateOf(beside []int64, at, step int) (rate, bool) {
	sum := int64(0)
	for _, n := range beside {
		sum += n
	}
	if sum >= level {
		mean, dispersion := moments(beside)
		return rate{mean, dispersion}, true
	}
	return g.longRate(at, step)
}

// longRate goes from the minute beside a gap until it has counted enough
// requests. Both its ends are requests, so one of them is not counted: else
// a stretch that begins at a request would seem busier than it is. For arrivals
// whose gaps are independent, the variance of the gaps over the square of their
// mean is the index of dispersion in the long run.
func (g *gapFinder) longRate(at, step int) (rate, bool) {
	requests, squares, from := int64(0), 0.0, at
	for ; at >= 0 && at < len(g.all); at += step {
		if at != from {
			between := float64(max(g.all[at].At, g.all[at-step].At)-min(g.all[at].At, g.all[at-step].At)) / float64(g.width)
			squares += float64(between * between)
		}
		if requests += g.all[at].Requests; requests > level {
			break
		}
	}
	if at < 0 || at >= len(g.all) {
		return rate{}, false
	}
	gaps := float64(requests - 1)
	minutes := math.Abs(float64(g.all[at].At-g.all[from].At))/float64(g.width) + 1
	mean := minutes / gaps
	return rate{1 / mean, squares/gaps/(mean*mean) - 1}, true
}

// sameHours returns how many requests came in the same hours of other days of
// the trace, on average, or of other weeks if that is less; ok is false if
// there are no others.
func (g *gapFinder) sameHours(from, to int64) (requests float64, ok bool) {
	requests = math.Inf(1)
	first, end := g.all[0].At, g.all[len(g.all)-1].At+g.width
	for _, every := range []time.Duration{day, 7 * day} {
		sum, times := int64(0), 0
		for shift := (first - from) / int64(every) * int64(every); to+shift <= end; shift += int64(every) {
			if from+shift >= first && (to+shift <= from || from+shift >= to) {
				sum += g.requests(from+shift, to+shift)
				times++
			}
		}
		if times > 0 {
			requests, ok = min(requests, float64(sum)/float64(times)), true
		}
	}
	return requests, ok
}

func (g *gapFinder) requests(from, to int64) (sum int64) {
	for k := g.index(from); k < len(g.all) && g.all[k].At < to; k++ {
		sum += g.all[k].Requests
	}
	return sum
}

// index returns the first minute of the trace at or after a moment.
func (g *gapFinder) index(at int64) int {
	k, _ := slices.BinarySearchFunc(g.all, at, func(m Minute, at int64) int {
		switch {
		case m.At < at:
			return -1
		case m.At > at:
			return 1
		}
		return 0
	})
	return k
}

// moments returns the mean, and the variance in units of the mean: the index of
// dispersion, 1 for Poisson arrivals.
func moments(counts []int64) (mean, dispersion float64) {
	for _, n := range counts {
		mean += float64(n) / float64(len(counts))
	}
	for _, n := range counts {
		dispersion += (float64(n) - mean) * (float64(n) - mean) / mean / float64(len(counts)-1)
	}
	if mean == 0 || len(counts) < 2 {
		dispersion = 1
	}
	return mean, dispersion
}
