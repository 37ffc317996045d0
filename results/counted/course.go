package counted

import (
	"sort"
	"time"

	"failsim/sim"
)

// course is the course of some requests' outcomes over the windows of a run,
// as running totals, so that any stretch of it is counted at once.
type course struct {
	width   time.Duration
	settled []int64 // settled[w] is the sum over the windows before w
	failed  []int64
	overdue []int64 // by window, how many were overdue as it began; nil if unknown
}

// Span is a stretch of windows, from First up to but without Last.
type Span struct{ First, Last int }

// newCourse returns the course of columns of counts per window, added up.
func newCourse(width time.Duration, windows int, settled, failed [][]uint32) *course {
	c := &course{width: width, settled: make([]int64, windows+1), failed: make([]int64, windows+1)}
	for w := range windows {
		c.settled[w+1], c.failed[w+1] = c.settled[w], c.failed[w]
		for p := range settled {
			c.settled[w+1] += int64(settled[p][w])
			c.failed[w+1] += int64(failed[p][w])
		}
	}
	return c
}

// withOverdue adds columns of how many requests were overdue at the beginning
// of each window.
func (c *course) withOverdue(columns [][]uint32) *course {
	c.overdue = make([]int64, c.windows())
	for _, column := range columns {
		for w, n := range column {
			c.overdue[w] += int64(n)
		}
	}
	return c
}

// backlog returns how many requests were overdue as a window began.
func (c *course) backlog(w int) int64 {
	if c.overdue == nil {
		return 0
	}
	return c.overdue[w]
}

func (c *course) windows() int { return len(c.settled) - 1 }

// count returns the requests of a span that have an outcome, and how many of
// them failed.
func (c *course) count(s Span) (n, failed int64) {
	return c.settled[s.Last] - c.settled[s.First], c.failed[s.Last] - c.failed[s.First]
}

// availability returns the share of good requests in a span, NaN of none.
func (c *course) availability(s Span) float64 {
	n, failed := c.count(s)
	if n == 0 {
		return nan
	}
	return 1 - float64(failed)/float64(n)
}

// reach returns the end of the shortest span from first that holds at least
// need requests, or all windows if none does.
func (c *course) reach(first int, need float64) int {
	return first + sort.Search(c.windows()-first, func(k int) bool {
		return float64(c.settled[first+k]-c.settled[first]) >= need
	})
}

// joined cuts the windows from first on into spans that are just large enough
// to hold need requests. What is left at the end joins the last span.
func (c *course) joined(first int, need float64) []Span {
	var spans []Span
	for first < c.windows() {
		last := c.reach(first, need)
		if n, _ := c.count(Span{first, last}); float64(n) < need && len(spans) > 0 {
			spans[len(spans)-1].Last = last
			break
		}
		spans = append(spans, Span{first, last})
		first = last
	}
	return spans
}

// at returns the instant at which a window begins.
func (c *course) at(window int) sim.Time { return sim.Time(window) * sim.Time(c.width) }

// timeWeighted returns the mean of the availabilities of windows with traffic.
func (c *course) timeWeighted() float64 {
	sum, windows := 0.0, 0
	for w := range c.windows() {
		if a := c.availability(Span{w, w + 1}); a == a {
			sum += a
			windows++
		}
	}
	if windows == 0 {
		return nan
	}
	return sum / float64(windows)
}

// firstFailure returns the first window of a span in which something failed.
func (c *course) firstFailure(s Span) int {
	for w := s.First; w < s.Last; w++ {
		if _, failed := c.count(Span{w, w + 1}); failed > 0 {
			return w
		}
	}
	return s.Last
}
