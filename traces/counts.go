package traces

import (
	"bytes"
	"time"
)

// countsParser reads rows of a time and a number of requests, with or without
// a header of words. The intervals are as long as the smallest gap between two
// rows; an interval without a row had no request.
type countsParser struct {
	parseTime   func(field []byte) (seconds int64, ok bool)
	wrongTime   string
	location    *time.Location
	zoneSeconds int
	zoneUntil   int64 // zoneSeconds holds in [zoneSince, zoneUntil)
	zoneSince   int64
}

func newEpochCounts(o Options) parser {
	return &countsParser{parseTime: parseEpoch, wrongTime: "the time is not a number of seconds since 1970, up to the year 2199", location: zoneOf(o)}
}

func newPeriodCounts(o Options) parser {
	return &countsParser{parseTime: parsePeriod, wrongTime: "the time is not of the form 2006-01-02 15:04:05, years 1970 to 2199", location: zoneOf(o)}
}

func zoneOf(o Options) *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}

// header takes a first line of two words for one.
func (p *countsParser) header(line []byte) bool {
	comma := bytes.IndexByte(line, ',')
	return comma > 0 && isWord(line[:comma]) && isWord(line[comma+1:])
}

func isWord(field []byte) bool {
	for _, c := range field {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '_' && c != ' ' {
				return false
			}
		}
	}
	return len(field) > 0
}

func (p *countsParser) parse(line []byte, r *record) fault {
	comma := bytes.IndexByte(line, ',')
	if comma < 0 {
		return fault{column: len(line) + 1, reason: "the comma and the number of requests are missing"}
	}
	seconds, ok := p.parseTime(line[:comma])
	if !ok {
		return fault{column: 1, reason: p.wrongTime}
	}
	requests, ok := parseCount(bytes.TrimSuffix(line[comma+1:], []byte(".0")))
	if !ok {
		return fault{column: comma + 2, reason: "the number of requests is not a whole number from 0 to 10^15"}
	}
	r.at, r.requests = seconds*1e9, requests
	r.zoneSeconds = p.zone(seconds)
	r.client, r.hasClient, r.bytes = 0, false, 0
	return fault{}
}

// zone returns how far the local clock was ahead of UTC at a time.
func (p *countsParser) zone(seconds int64) int {
	if seconds < p.zoneSince || seconds >= p.zoneUntil {
		t := time.Unix(seconds, 0).In(p.location)
		_, p.zoneSeconds = t.Zone()
		// Zones change at whole quarters of an hour.
		p.zoneSince = seconds - seconds%900
		p.zoneUntil = p.zoneSince + 900
	}
	return p.zoneSeconds
}

const year2200 = 7258118400 // seconds since 1970

func parseEpoch(field []byte) (int64, bool) {
	n, ok := parseCount(field)
	return n, ok && n < year2200
}

// parsePeriod reads 2006-01-02 15:04:05 in GMT; a T may stand for the blank
// and a Z may follow.
func parsePeriod(b []byte) (int64, bool) {
	if len(b) == 20 && b[19] == 'Z' {
		b = b[:19]
	}
	if len(b) != 19 || b[4] != '-' || b[7] != '-' || (b[10] != ' ' && b[10] != 'T') || b[13] != ':' || b[16] != ':' {
		return 0, false
	}
	date, ok := civilDay(digits4(b), digits2(b[5:]), digits2(b[8:]))
	if !ok {
		return 0, false
	}
	clock, ok := clockSeconds(digits2(b[11:]), digits2(b[14:]), digits2(b[17:]))
	return date*86400 + clock, ok
}
