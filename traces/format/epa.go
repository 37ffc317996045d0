package format

import "time"

// epaParser reads the log of the EPA's server, of the Internet Traffic Archive:
//
//	host [29:23:53:25] "GET /Software.html HTTP/1.0" 200 1497
//
// A time is day of the month and clock, without month, year or zone. The trace
// is of August 1995 at Research Triangle Park, so that is what it is taken
// for, 4 hours behind UTC unless a zone is given; a day that is lower than the
// one before it is of the next month.
type epaParser struct {
	rest  clfParser
	local *localClock
	month time.Time // the first of the month of the line before
	day   int       // of the line before
}

func newEPA(of *reading) parser {
	p := &epaParser{rest: *newCLF(of).(*clfParser), local: of.local, month: time.Date(1995, 8, 1, 0, 0, 0, 0, time.UTC)}
	if of.Zone == nil {
		p.local = newLocalClock(Zone(-4 * 3600))
	}
	return p
}

func (p *epaParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *epaParser) parse(line []byte, r *Record) Fault {
	host := fieldEnd(line, 0)
	if host == 0 || host+len(" [29:23:53:25]") > len(line) || line[host+1] != '[' {
		return Fault{Column: min(host, len(line)) + 1, Reason: "the host and the time in brackets are missing"}
	}
	stamp := line[host+2 : host+13]
	clock, ok := parseTimeOfDay(stamp[3:])
	today := digits2(stamp)
	if !ok || stamp[2] != ':' || line[host+13] != ']' || today < 1 || today > 31 {
		return Fault{Column: host + 3, Reason: "the time is not of the form 02:15:04:05, day of the month and clock"}
	}
	month := p.month
	if today < p.day-1 { // the day before is a line out of order
		month = month.AddDate(0, 1, 0)
	}
	seconds, ok := p.local.utc(month.AddDate(0, 0, today-1).Unix() + clock/second)
	if !ok {
		return Fault{Column: host + 3, Reason: neverShown}
	}
	if f := p.rest.parseRest(line, host+14, r); f.Reason != "" {
		return f
	}
	if !takeClient(p.rest.key, line[:host], r) {
		return Fault{Column: 1, Reason: wrongClient}
	}
	r.At, r.ZoneSeconds = seconds*second, int32(p.local.offsetAt(seconds))
	p.month, p.day = month, max(today, 1)
	return Fault{}
}
