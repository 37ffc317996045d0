package format

import (
	"bytes"
	"strings"
	"time"
)

// w3cParser reads the Extended Log File Format of the W3C, which IIS writes,
// and CloudFront's logs, which are such:
//
//	#Fields: date time s-ip cs-method cs-uri-stem ... sc-status time-taken
//	2002-05-02 17:42:15 172.22.255.255 GET /images/picture.jpg ... 200 42
//
// Directives begin with "#"; #Fields names the columns and may come again with
// others, as it does when a server restarts or its settings change. Times are
// in UTC, as the format says. time-taken is in seconds where it has decimals
// (the format, CloudFront) and in milliseconds where it has none (IIS).
type w3cParser struct {
	filler
	of      *reading
	tabs    bool // CloudFront's divider
	columns []w3cColumn
	needs   string // what #Fields lacks
	date    int64  // of #Date, in ns; for logs that have no column of dates
	class   string
}

// w3cColumn is what one column says.
type w3cColumn int

const (
	w3cNothing w3cColumn = iota
	w3cDate
	w3cTime
	w3cClient
	w3cForwarded
	w3cClass
	w3cStatus
	w3cBytes
	w3cTaken
)

var w3cColumns = map[string]w3cColumn{"date": w3cDate, "time": w3cTime, "c-ip": w3cClient, "cs-ip": w3cClient, "x-forwarded-for": w3cForwarded,
	"sc-status": w3cStatus, "sc-bytes": w3cBytes, "time-taken": w3cTaken}

// w3cMeanings are those of columns that Origins reports; the unit of a
// duration shows in its values.
var w3cMeanings = map[w3cColumn]meaning{w3cClient: meansClient, w3cForwarded: meansClient, w3cClass: meansClass, w3cStatus: meansStatus, w3cBytes: meansBytes}

func newW3C(of *reading) parser {
	p := &w3cParser{filler: newFiller(of), of: of, date: -1, class: "cs-method"}
	if c := of.Fields.Class; c != "" && c != "method" {
		p.class = c
	}
	return p
}

func (p *w3cParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *w3cParser) parse(line []byte, r *Record) Fault {
	if line0(line) == '#' {
		return p.directive(line)
	}
	if p.columns == nil {
		return Fault{Column: 1, Reason: "no directive #Fields says what the columns are"}
	}
	if p.needs != "" {
		return Fault{Column: 1, Reason: p.needs}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	at, date := 0, p.date
	for _, c := range p.columns {
		begin, end := p.field(line, at)
		if end < 0 {
			return Fault{Column: len(line) + 1, Reason: "the line has fewer fields than #Fields names"}
		}
		if c != w3cNothing {
			if wrong := p.take(c, line[begin:end], r, &date); wrong != "" {
				return Fault{Column: begin + 1, Reason: wrong}
			}
		}
		at = min(end+1, len(line))
		if end == len(line) {
			at = len(line) + 1
		}
	}
	if at < len(line) && (p.tabs || len(bytes.TrimLeft(line[at:], " \t")) > 0) {
		return Fault{Column: at + 1, Reason: "the line has more fields than #Fields names"}
	}
	r.At += date
	return Fault{}
}

// field returns where the next field begins and ends, or end < 0. CloudFront
// divides by single tabs, and a field may be empty; else white space of any
// length divides, as the draft of the W3C says, and quotes may hold some.
func (p *w3cParser) field(line []byte, at int) (begin, end int) {
	if at > len(line) {
		return at, -1
	}
	if p.tabs {
		if n := bytes.IndexByte(line[at:], '\t'); n >= 0 {
			return at, at + n
		}
		return at, len(line)
	}
	for at < len(line) && (line[at] == ' ' || line[at] == '\t') {
		at++
	}
	if at == len(line) {
		return at, -1
	}
	if line[at] == '"' {
		if past := pastQuoted(line, at); past > 0 {
			return at, past
		}
	}
	for end = at; end < len(line) && line[end] != ' ' && line[end] != '\t'; {
		end++
	}
	return at, end
}

// take fills in one field.
func (p *w3cParser) take(c w3cColumn, b []byte, r *Record, date *int64) string {
	switch c {
	case w3cDate:
		d, ok := parseDate(b)
		if !ok {
			return "the date is not of the form 2006-01-02, years 1970 to 2199"
		}
		*date = d
	case w3cTime:
		t, ok := parseTimeOfDay(b)
		if !ok {
			return "the time is not of the form 15:04:05"
		}
		r.At = t
	case w3cClient:
		return p.fill(meansClient, b, r)
	case w3cForwarded:
		return p.fill(meansForwarded, bytes.Trim(bytes.ReplaceAll(b, []byte{'+'}, []byte{' '}), `"`), r)
	case w3cClass:
		return p.fill(meansClass, b, r)
	case w3cStatus:
		return p.fill(meansStatus, b, r)
	case w3cBytes:
		return p.fill(meansBytes, b, r)
	case w3cTaken:
		p.durationUnit = int64(time.Millisecond)
		if bytes.IndexByte(b, '.') >= 0 || p.tabs {
			p.durationUnit = second
		}
		if s := &p.of.sources[meansDuration]; s.unit == "" {
			*s = source{"time-taken", unitName(time.Duration(p.durationUnit))}
		}
		return p.fill(meansDuration, b, r)
	}
	return ""
}

func (p *w3cParser) directive(line []byte) Fault {
	name, value, ok := bytes.Cut(line[1:], []byte{':'})
	value = bytes.TrimSpace(value)
	switch {
	case !ok || len(name) == 0 || bytes.IndexByte(name, ' ') >= 0:
		return Fault{Column: 1, Reason: "the line begins with # but is no directive"}
	case bytes.EqualFold(name, []byte("Fields")):
		p.fields(string(value))
	case bytes.EqualFold(name, []byte("Date")):
		if at, ok := parseFine(value); ok {
			p.date = at - at%int64(day)
		}
	}
	return aside
}

// fields takes in what #Fields says.
func (p *w3cParser) fields(names string) {
	p.columns, p.tabs, p.needs = []w3cColumn{}, false, "#Fields names no column time"
	dated := p.date >= 0
	for _, name := range strings.Fields(names) {
		c := w3cColumns[strings.ToLower(name)]
		switch {
		case strings.EqualFold(name, p.class):
			c = w3cClass
		case strings.EqualFold(name, "x-edge-location"):
			p.tabs = true
		}
		dated = dated || c == w3cDate
		if c == w3cTime {
			p.needs = ""
		}
		if m, ok := w3cMeanings[c]; ok {
			p.of.says(m, name, "")
		}
		p.columns = append(p.columns, c)
	}
	if p.needs == "" && !dated {
		p.needs = "neither #Fields nor #Date says the date"
	}
}

// parseDate reads 2006-01-02 as ns since 1970.
func parseDate(b []byte) (int64, bool) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	days, ok := civilDay(digits4(b), digits2(b[5:]), digits2(b[8:]))
	return days * int64(day), ok
}

// parseTimeOfDay reads 15:04:05, with decimals or not, in ns.
func parseTimeOfDay(b []byte) (int64, bool) {
	if len(b) < 8 || b[2] != ':' || b[5] != ':' {
		return 0, false
	}
	seconds, ok := clockSeconds(digits2(b), digits2(b[3:]), digits2(b[6:]))
	ns, rest, fine := decimals(b[8:])
	return seconds*second + ns, ok && fine && len(rest) == 0
}

const w3cStamps = "the draft of the W3C says when the transaction completed, IIS when the request was received in some versions and when it was logged in others: kept as it stands"

func nearW3C(line []byte) bool { return line0(line) == '#' }
