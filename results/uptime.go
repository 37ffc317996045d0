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
