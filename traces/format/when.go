package format

import (
	"bytes"
	"math"
	"time"
)

const (
	wrongTime = "the time is not one that is known: RFC 3339, 2006-01-02 15:04:05, 02/Jan/2006:15:04:05 -0700, or a number since 1970, of the years 1970 to 2199"
	smallTime = "the time is too small a number to be since 1970; if it counts from the start of the trace, say in what: --fields time=COLUMN:ms"
)

// clock reads the times of columns, whose form is not known beforehand.
type clock struct {
	local *localClock
	// unit is what a number counts, in ns; 0 tells seconds, milliseconds,
	// microseconds and nanoseconds since 1970 apart by size.
	unit   int64
	stamp  clfStamp
	period periodStamp
	before readStamp
}

// readStamp is a text that was read, which states its zone, and what it says:
// many lines in a row have the same second.
type readStamp struct {
	text        [len("2006-01-02T15:04:05+00:00")]byte
	length      int
	at          int64
	zoneSeconds int32
}

// periodStamp reads 2006-01-02 15:04:05 and remembers the last one.
type periodStamp struct {
	text    [19]byte
	seconds int64
}

func (p *periodStamp) parse(text *[19]byte) (seconds int64, ok bool) {
	if *text == p.text {
		return p.seconds, true
	}
	if seconds, ok = parsePeriod(text[:]); ok {
		p.text, p.seconds = *text, seconds
	}
	return seconds, ok
}

// read returns ns since 1970 and how far the local clock is ahead, or what is
// wrong.
func (c *clock) read(b []byte) (at int64, zoneSeconds int32, wrong string) {
	var ok bool
	switch {
	case len(b) == 0:
		return 0, 0, "the time is missing"
	case len(b) >= 19 && b[4] == '-' || len(b) >= 19 && b[4] == '/':
		at, zoneSeconds, ok, wrong = c.iso(b)
	case len(b) >= stampLength && b[2] == '/' && bytes.IndexByte(b, ' ') > 0:
		if ok = c.stamp.read(b); ok {
			at, zoneSeconds = c.stamp.seconds*second+c.stamp.nanosecond, int32(c.stamp.zoneSeconds)
		}
	case len(b) >= len("02/Jan/2006:15:04:05") && b[2] == '/':
		at, zoneSeconds, ok, wrong = c.localStamp(b)
	case len(b) == len(httpDate) && b[3] == ',':
		if t, err := time.Parse(httpDate, string(b)); err == nil {
			at, ok = t.UnixNano(), t.Unix() >= 0 && t.Year() < 2200
		}
	default:
		if at, ok, wrong = c.number(b); ok {
			zoneSeconds = int32(c.local.offsetAt(at / second))
		}
	}
	if !ok && wrong == "" {
		wrong = wrongTime
	}
	return at, zoneSeconds, wrong
}

// httpDate is the form of dates in headers of HTTP, which VCL prints too.
const httpDate = "Mon, 02 Jan 2006 15:04:05 GMT"

// localStamp reads 02/Jan/2006:15:04:05, with decimals or not, of the local
// clock, as HAProxy writes it.
func (c *clock) localStamp(b []byte) (at int64, zoneSeconds int32, ok bool, wrong string) {
	const clock = len("02/Jan/2006:15:04:05")
	ns, rest, ok := decimals(b[clock:])
	var plain [stampLength]byte
	copy(plain[:], b[:clock])
	copy(plain[clock:], " +0000")
	seconds, _, fine := parseStamp(plain[:])
	if !ok || !fine || len(rest) > 0 {
		return 0, 0, false, ""
	}
	if seconds, ok = c.local.utc(seconds); !ok || seconds < 0 {
		return 0, 0, false, neverShown
	}
	return seconds*second + ns, int32(c.local.offsetAt(seconds)), true, ""
}

// iso reads 2006-01-02T15:04:05, with decimals and a zone if there are any.
// Slashes may stand for dashes, and a blank for the T.
func (c *clock) iso(b []byte) (at int64, zoneSeconds int32, ok bool, wrong string) {
	if r := &c.before; string(b) == string(r.text[:r.length]) {
		return r.at, r.zoneSeconds, true, ""
	}
	var plain [19]byte
	copy(plain[:], b)
	if plain[4] == '/' && plain[7] == '/' {
		plain[4], plain[7] = '-', '-'
	}
	seconds, ok := c.period.parse(&plain)
	if !ok {
		return 0, 0, false, ""
	}
	rest := b[19:]
	ns, rest, ok := decimals(rest)
	if !ok {
		return 0, 0, false, ""
	}
	rest = bytes.TrimPrefix(rest, []byte{' '})
	switch {
	case len(rest) == 0:
		if seconds, ok = c.local.utc(seconds); !ok {
			return 0, 0, false, neverShown
		}
		return seconds*second + ns, int32(c.local.offsetAt(seconds)), seconds >= 0, ""
	case string(rest) == "Z", string(rest) == "z", string(rest) == "UTC", string(rest) == "+0000 UTC":
		at = seconds*second + ns
	default:
		zone, fine := zoneOffset(rest)
		seconds -= int64(zone)
		if !fine || seconds < 0 {
			return 0, 0, false, ""
		}
		at, zoneSeconds = seconds*second+ns, int32(zone)
	}
	if r := &c.before; len(b) <= len(r.text) {
		r.length, r.at, r.zoneSeconds = copy(r.text[:], b), at, zoneSeconds
	}
	return at, zoneSeconds, true, ""
}

// zoneOffset reads +05:30, +0530 or +05 in seconds.
func zoneOffset(b []byte) (seconds int, ok bool) {
	if len(b) < 3 || b[0] != '+' && b[0] != '-' {
		return 0, false
	}
	hours, minutes := digits2(b[1:]), 0
	switch {
	case len(b) == 5:
		minutes = digits2(b[3:])
	case len(b) == 6 && b[3] == ':':
		minutes = digits2(b[4:])
	case len(b) != 3:
		return 0, false
	}
	if hours < 0 || hours > 15 || minutes < 0 || minutes > 59 {
		return 0, false
	}
	seconds = hours*3600 + minutes*60
	if b[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// Numbers since 1970 are told apart by size: seconds from 1973 to 5138,
// milliseconds from 1973 to 5138, and so on.
const (
	leastSeconds = 1e8
	leastMillis  = 1e11
	leastMicros  = 1e14
	leastNanos   = 1e17
)

// number reads a number since 1970, exactly, with up to nine decimals; those
// beyond count for nothing.
func (c *clock) number(b []byte) (at int64, ok bool, wrong string) {
	whole, fraction := b, []byte(nil)
	if point := bytes.IndexByte(b, '.'); point >= 0 {
		whole, fraction = b[:point], b[point:]
	}
	if len(whole) == 0 || len(whole) > 19 || !digits(whole) {
		return 0, false, ""
	}
	n := uint64(0)
	for _, d := range whole {
		n = 10*n + uint64(d-'0')
	}
	if len(fraction) > len(".123456789") && digits(fraction[1:]) { // as floats are printed
		fraction = fraction[:len(".123456789")]
	}
	part, rest, ok := decimals(fraction)
	if !ok || len(rest) > 0 || n > math.MaxInt64 {
		return 0, false, ""
	}
	unit := c.unit
	if unit == 0 {
		switch {
		case n < leastSeconds:
			return 0, false, smallTime
		case n < leastMillis:
			unit = second
		case n < leastMicros:
			unit = int64(time.Millisecond)
		case n < leastNanos:
			unit = int64(time.Microsecond)
		default:
			unit = 1
		}
	}
	if n > uint64(year2200*second/unit) {
		return 0, false, ""
	}
	at = int64(n)*unit + part/(second/unit)
	return at, at < year2200*second, ""
}
