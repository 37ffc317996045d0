package format

import "bytes"

// iisParser reads IIS's own format, which is older than its W3C one: fields
// divided by commas, with date and clock of the server's local time; time taken
// is in milliseconds.
//
//	192.0.2.1, -, 03/20/01, 7:55:20, W3SVC2, SERVER, 10.0.0.1, 4502, 163, 3223, 200, 0, GET, /DeptLogo.gif, -,
//
// Assumption: dates are month/day/year, as the format's documentation has them;
// a server of another locale writes them otherwise.
type iisParser struct {
	filler
	class requestClass
}

// iisMeanings are those of the fields; the date is read apart.
var iisMeanings = [...]int{int(meansClient), -1, -1, -1, -1, -1, -1, int(meansDuration), -1, int(meansBytes), int(meansStatus), -1, -1, -1}

const iisStamps = "IIS's documentation does not say: kept as it stands"

func newIIS(of *reading) parser {
	of.says(meansClient, "client IP address", "")
	of.says(meansDuration, "time taken", "ms")
	of.says(meansBytes, "bytes sent", "")
	of.says(meansStatus, "service status code", "")
	of.says(meansClass, "request type", "")
	p := &iisParser{filler: newFiller(of), class: newRequestClass(of)}
	p.durationUnit, p.strict = 1e6, true
	return p
}

func (p *iisParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *iisParser) parse(line []byte, r *Record) Fault {
	*r = Record{Requests: 1, Duration: NoDuration}
	var date, method, target []byte
	at := 0
	for i, m := range iisMeanings {
		end := bytes.IndexByte(line[at:], ',')
		if end < 0 {
			return Fault{Column: len(line) + 1, Reason: "the line has fewer fields than IIS's format, which has 15"}
		}
		field := bytes.TrimSpace(line[at : at+end])
		wrong := ""
		switch {
		case i == 2:
			date = field
		case i == 3:
			wrong = p.time(date, field, r)
		case i == 12:
			method = field
		case i == 13:
			target = field
		case m >= 0:
			wrong = p.fill(meaning(m), field, r)
		}
		if wrong != "" {
			return Fault{Column: at + 1, Reason: wrong}
		}
		at += end + 1
	}
	r.Class = p.class.parts(method, target)
	return Fault{}
}

// time reads 03/20/01 and 7:55:20.
func (p *iisParser) time(date, clock []byte, r *Record) (wrong string) {
	const form = "the time is not of the form 03/20/2001, 7:55:20 (month/day/year)"
	parts := bytes.Split(date, []byte{'/'})
	hours := bytes.Split(clock, []byte{':'})
	if len(parts) != 3 || len(hours) != 3 {
		return form
	}
	var n [6]int
	for i, part := range [][]byte{parts[2], parts[0], parts[1], hours[0], hours[1], hours[2]} {
		v, ok := parseCount(part)
		if !ok || v > 9999 {
			return form
		}
		n[i] = int(v)
	}
	if n[0] < 100 {
		if n[0] += 2000; n[0] >= 2070 {
			n[0] -= 100
		}
	}
	days, ok := civilDay(n[0], n[1], n[2])
	seconds, fits := clockSeconds(n[3], n[4], n[5])
	if !ok || !fits {
		return form
	}
	at, ok := p.clock.local.utc(days*86400 + seconds)
	if !ok || at < 0 {
		return neverShown
	}
	r.At, r.ZoneSeconds = at*second, int32(p.clock.local.offsetAt(at))
	return ""
}
