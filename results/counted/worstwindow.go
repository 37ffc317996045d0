package counted

import (
	"time"
)

// WorstLengths are the windows: short ones show an outage that hits hard, long
// ones one that lasts. Each is a whole number of
// the one before, so that the figure never falls as windows grow: a long
// window is as good as the worst of the short ones in it, at least.
var WorstLengths = [...]time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	24 * time.Hour, 7 * 24 * time.Hour, 28 * 24 * time.Hour,
}

// WorstWindows are the smallest shares, over all windows of each of WorstLengths,
// of user-minutes in which users who asked got something good. NaN where the run
// is shorter.
//
// Looking at the worst window of each length is Hauer et al.'s (Meaningful
// Availability, NSDI 2020). Their user-uptime is not what is looked at: that is
// time, for each user from event to event, and would take an instant per user,
// read and written by every request. User-minutes say no more of a user who
// tried once in a long outage than that a minute was lost.
type WorstWindows [len(WorstLengths)]float64

func worstWindowsOf(asked, lost [][]uint32) WorstWindows {
	c := newCourse(time.Minute, len(asked[0]), asked, lost)
	var worst WorstWindows
	for i, length := range WorstLengths {
		worst[i] = nan
		minutes := int(length / time.Minute)
		for m := 0; m+minutes <= c.windows(); m++ {
			if a := c.availability(Span{m, m + minutes}); a == a && !(a >= worst[i]) {
				worst[i] = a
			}
		}
	}
	return worst
}
