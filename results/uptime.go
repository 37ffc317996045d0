package results

import (
	"time"
)

// uptimeLengths are the windows of windowed user-uptime: short ones show an
// outage that hits hard, long ones one that lasts. Each is a whole number of
// the one before, so that the figure never falls as windows grow: a long
// window is as good as the worst of the short ones in it, at least.
var uptimeLengths = [...]time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	24 * time.Hour, 7 * 24 * time.Hour, 28 * 24 * time.Hour,
}

// Uptimes are the worst user-uptimes of a run, by uptimeLengths: the smallest
// share, over all windows of that length, of user-minutes in which users who
// asked got something good (Hauer et al., Meaningful Availability, NSDI 2020).
// NaN where the run is shorter.
type Uptimes [len(uptimeLengths)]float64

func uptimesOf(asked, lost [][]uint32) Uptimes {
	c := newCourse(time.Minute, len(asked[0]), asked, lost)
	var worst Uptimes
	for i, length := range uptimeLengths {
		worst[i] = nan
		minutes := int(length / time.Minute)
		for m := 0; m+minutes <= c.windows(); m++ {
			if a := c.availability(span{m, m + minutes}); a == a && !(a >= worst[i]) {
				worst[i] = a
			}
		}
	}
	return worst
}

// burnAlert is an alert on how fast the error budget burns: over a long window,
// so that it matters, and over a short one, so that it still does.
type burnAlert struct {
	rate        float64
	long, short time.Duration
}

// burnAlerts are those of the Site Reliability Workbook (Google, 2018), ch. 5,
// table 5-8.
var burnAlerts = [...]burnAlert{
	{14.4, time.Hour, 5 * time.Minute},
	{6, 6 * time.Hour, 30 * time.Minute},
	{1, 3 * 24 * time.Hour, 6 * time.Hour},
}

// Burns are the seconds from the onset to when each of burnAlerts would have
// told someone who saw what users see; NaN if it never would.
type Burns [len(burnAlerts)]float64

func burnsOf(c *course, l *Layout) Burns {
	var first Burns
	for i, alert := range burnAlerts {
		first[i] = nan
		for w := l.onsetWindow() + 1; w <= c.windows(); w++ {
			if burns(c, l, w, alert.long, alert.rate) && burns(c, l, w, alert.short, alert.rate) {
				first[i] = sinceOnset(c.at(w), l)
				break
			}
		}
	}
	return first
}

// burns tells whether the budget burnt at a rate over the span that ends with
// a window; a run that has not lasted as long counts from its start.
func burns(c *course, l *Layout, end int, length time.Duration, rate float64) bool {
	first := max(end-int((length+l.Window-1)/l.Window), 0)
	n, failed := c.count(span{first, end})
	return n > 0 && float64(failed) >= rate*(1-l.Availability)*float64(n)*(1-hair)
}
