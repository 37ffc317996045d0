package format

import "bytes"

// countsParser reads rows of a time and a number of requests, with or without
// a header of words. The intervals are as long as the smallest gap between two
// rows; an interval without a row had no request.
type countsParser struct {
	parseTime func(field []byte) (seconds int64, wrong string)
	local     *localClock
}

func newEpochCounts(of *reading) parser {
	return &countsParser{parseTime: parseEpoch, local: of.local}
}

func newPeriodCounts(of *reading) parser {
	p := &countsParser{local: of.local}
	p.parseTime = p.parsePeriod
	return p
}

// header takes a first line of two words for one.
func (p *countsParser) header(line []byte) (bool, Fault) {
	comma := bytes.IndexByte(line, ',')
	return comma > 0 && isWord(line[:comma]) && isWord(line[comma+1:]), Fault{}
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

func (p *countsParser) parse(line []byte, r *Record) Fault {
	comma := bytes.IndexByte(line, ',')
	if comma < 0 {
		return Fault{Column: len(line) + 1, Reason: "the comma and the number of requests are missing"}
	}
	seconds, wrong := p.parseTime(line[:comma])
	if wrong != "" {
		return Fault{Column: 1, Reason: wrong}
	}
	requests, ok := parseCount(bytes.TrimSuffix(line[comma+1:], []byte(".0")))
	if !ok {
		return Fault{Column: comma + 2, Reason: "the number of requests is not a whole number from 0 to 10^15"}
	}
	*r = Record{At: seconds * 1e9, Requests: requests, Duration: NoDuration, ZoneSeconds: int32(p.local.offsetAt(seconds))}
	return Fault{}
}

const year2200 = 7258118400 // seconds since 1970

func parseEpoch(field []byte) (int64, string) {
	n, ok := parseCount(field)
	if !ok || n >= year2200 {
		return 0, "the time is not a number of seconds since 1970, up to the year 2199"
	}
	return n, ""
}

const (
	wrongPeriod = "the time is not of the form 2006-01-02 15:04:05, years 1970 to 2199"
	neverShown  = "the clock of the time zone never showed this time: daylight saving skips it"
)

// parsePeriod reads 2006-01-02 15:04:05 of the local clock, or without seconds;
// a T may stand for the blank. With a Z behind it the time is UTC.
func (p *countsParser) parsePeriod(b []byte) (int64, string) {
	b, utc := bytes.CutSuffix(b, []byte{'Z'})
	if len(b) == len("2006-01-02 15:04") {
		var whole [len("2006-01-02 15:04:05")]byte
		b = append(append(whole[:0], b...), ":00"...)
	}
	seconds, ok := parsePeriod(b)
	if !ok {
		return 0, wrongPeriod
	}
	if !utc {
		if seconds, ok = p.local.utc(seconds); !ok {
			return 0, neverShown
		}
	}
	if seconds < 0 {
		return 0, wrongPeriod
	}
	return seconds, ""
}

// parsePeriod reads 2006-01-02 15:04:05 as seconds since 1970 of whatever
// clock it is of.
func parsePeriod(b []byte) (int64, bool) {
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
