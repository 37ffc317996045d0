package format

import (
	"fmt"
	"time"
)

// secondTime is how many seconds a log goes back at least when it comes to the
// second of two hours that the clock shows alike. Assumption: servers log at the
// end of a request, and few take a minute.
const secondTime = 60

// localClock turns times of a local clock, of formats that state no zone, into
// UTC, and reports how far the clock is ahead.
//
// A time that the clock shows twice, when daylight saving ends, is taken as
// the first, unless that lies further back than a minute before the
// latest time seen: then it is the second. So a log that runs through the hour
// is read right; one that is silent for most of the first hour may not be.
type localClock struct {
	location *time.Location

	// The offset holds for local times in [since, until).
	since, until int64
	offset       int64
	latest       int64
	// Twice counts the lines of an hour that the clock shows twice.
	twice int64
}

func newLocalClock(zone *time.Location) *localClock {
	if zone == nil {
		zone = time.UTC
	}
	return &localClock{location: zone}
}

// offsetAt returns how far the clock is ahead at a time in seconds since 1970.
func (c *localClock) offsetAt(utc int64) int64 {
	if local := utc + c.offset; local >= c.since && local < c.until {
		return c.offset
	}
	_, offset := time.Unix(utc, 0).In(c.location).Zone()
	c.hold(utc+int64(offset), int64(offset))
	return int64(offset)
}

// hold remembers an offset for the quarter of an hour around a local time, if
// no change of the clock is near. Zones change at whole quarters of an hour.
func (c *localClock) hold(local, offset int64) {
	const quarter, near = 900, 3 * 3600
	at := time.Unix(local-offset, 0)
	_, before := at.Add(-near * time.Second).In(c.location).Zone()
	_, after := at.Add(near * time.Second).In(c.location).Zone()
	if int64(before) != offset || int64(after) != offset {
		c.since, c.until = 0, 0
		return
	}
	c.since = local - local%quarter
	c.until, c.offset = c.since+quarter, offset
}

// utc turns seconds of the local clock since 1970-01-01 00:00:00 on it into
// seconds since 1970 UTC. ok is false if the clock never showed that time.
func (c *localClock) utc(local int64) (seconds int64, ok bool) {
	if local >= c.since && local < c.until {
		seconds = local - c.offset
		c.latest = max(c.latest, seconds)
		return seconds, true
	}
	// The offsets a day before and after hold every candidate: no zone
	// changes twice in two days.
	_, early := time.Unix(local, 0).Add(-day).In(c.location).Zone()
	_, late := time.Unix(local, 0).Add(day).In(c.location).Zone()
	first, second := local-int64(early), local-int64(late)
	isFirst, isSecond := c.shows(first, local), c.shows(second, local)
	switch {
	case isFirst && isSecond && first != second:
		c.twice++
		seconds = min(first, second)
		if c.latest-seconds > secondTime {
			seconds = max(first, second)
		}
	case isFirst:
		seconds = first
	case isSecond:
		seconds = second
	default:
		return 0, false
	}
	c.latest = max(c.latest, seconds)
	c.hold(local, local-seconds)
	return seconds, true
}

func (c *localClock) shows(utc, local int64) bool {
	_, offset := time.Unix(utc, 0).In(c.location).Zone()
	return utc+int64(offset) == local
}

// zoneNamed returns a fixed zone, called by its offset as logs write it.
func Zone(seconds int) *time.Location {
	if seconds == 0 {
		return time.UTC
	}
	sign, s := '+', seconds
	if s < 0 {
		sign, s = '-', -s
	}
	return time.FixedZone(fmt.Sprintf("%c%02d%02d", sign, s/3600, s%3600/60), seconds)
}
