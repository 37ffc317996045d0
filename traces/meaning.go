package traces

import (
	"bytes"
	"math"
	"strings"
	"time"

	"failsim/sim"
)

// meaning is what a column of a file with named ones says of a request.
type meaning uint8

const (
	meansTime meaning = iota
	meansClient
	meansClass
	meansBytes
	meansDuration
	meansStatus
	meansCount
	meanings // how many there are
)

// usualNames are what columns are usually called, in lower case and without
// what divides their words; the earlier is preferred.
var usualNames = [meanings][]string{
	meansTime: {"timestamp", "time", "ts", "datetime", "timeiso8601", "timelocal", "eventtime", "starttime", "starteddatetime", "msec",
		"epoch", "timeunix", "start", "date", "when", "period"},
	meansClient: {"client", "clientip", "clientid", "remoteaddr", "remoteip", "remotehost", "ip", "cip", "sourceip", "srcip",
		"request.clientip", "request.remoteip", "httprequest.remoteip", "userid", "user"},
	meansClass: {"class", "route", "endpoint", "operation", "method", "requestmethod", "httpmethod", "csmethod", "verb",
		"request.method", "httprequest.requestmethod"},
	meansBytes: {"bytes", "bytessent", "bodybytessent", "responsesize", "responsebytes", "size", "scbytes", "contentlength",
		"httprequest.responsesize"},
	meansDuration: {"duration", "latency", "requesttime", "responsetime", "elapsed", "took", "timetaken", "httprequest.latency"},
	meansStatus: {"status", "statuscode", "httpstatus", "responsecode", "scstatus", "code", "response",
		"httprequest.status"},
}

// rank returns how usual a name is for a meaning, 0 for the most, or -1.
func rank(m meaning, name string) int {
	plain := plainName(name)
	if m == meansDuration {
		plain, _ = cutUnit(name)
		plain = plainName(plain)
	}
	for i, usual := range usualNames[m] {
		if plain == usual {
			return i
		}
	}
	return -1
}

// plainName takes from a name what divides its words.
func plainName(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune("_- @()", r) {
			return -1
		}
		return r
	}, name))
}

// cutUnit takes off a name the unit that it ends in, and returns it; 0 is none.
// request_time, nginx's own, is in seconds.
func cutUnit(name string) (string, time.Duration) {
	for _, u := range []struct {
		ends []string
		unit time.Duration
	}{
		{[]string{"_ms", "Ms", "_millis", "Millis", "_milliseconds", "-ms", "(ms)", ".ms"}, time.Millisecond},
		{[]string{"_us", "Us", "_micros", "Micros", "_microseconds", "-us", "(us)", ".us"}, time.Microsecond},
		{[]string{"_ns", "Ns", "_nanos", "Nanos", "_nanoseconds", "-ns", "(ns)", ".ns"}, time.Nanosecond},
		{[]string{"_s", "_sec", "_secs", "_seconds", "Seconds", "-s", "(s)", ".s"}, time.Second},
	} {
		for _, end := range u.ends {
			if base, ok := strings.CutSuffix(name, end); ok && base != "" {
				return base, u.unit
			}
		}
	}
	if name == "request_time" || name == "upstream_response_time" {
		return name, time.Second
	}
	return name, 0
}

// chosen returns the name that the user gave a meaning, or "".
func (f *Fields) chosen(m meaning) string {
	return [meanings]string{f.Time, f.Client, f.Class, f.Bytes, f.Duration, f.Status, f.Count}[m]
}

// filler fills records from columns.
type filler struct {
	key          sim.Key
	classes      *classes
	clock        clock
	durationUnit int64 // ns; 0: a bare number says nothing
}

func newFiller(of *reading) filler {
	return filler{key: of.clientKey(), classes: of.classes, clock: clock{local: of.local, unit: int64(of.Fields.TimeUnit)},
		durationUnit: int64(of.Fields.DurationUnit)}
}

// fill takes in what a column says, or returns what is wrong with it. An empty
// field or "-" says nothing.
func (f *filler) fill(m meaning, b []byte, r *Record) (wrong string) {
	b = bytes.TrimSpace(b)
	if (len(b) == 0 || len(b) == 1 && b[0] == '-') && m != meansTime && m != meansCount {
		return ""
	}
	ok := true
	switch m {
	case meansTime:
		r.At, r.ZoneSeconds, wrong = f.clock.read(b)
		return wrong
	case meansClient:
		r.Client, r.HasClient = hashClient(f.key, firstAddress(b)), true
	case meansClass:
		r.Class = f.classes.named(b)
	case meansBytes:
		var n int64
		n, ok = parseCount(wholeNumber(b))
		wrong, r.Bytes = "the number of bytes is not a whole number from 0 to 10^15", uint64(n)
	case meansDuration:
		r.Duration, ok = f.duration(b)
		wrong = "the duration is not a number from 0 to 10^9 s"
	case meansStatus:
		r.Status, ok = parseHTTPStatus(wholeNumber(b))
		wrong = "the status is not a number from 100 to 599"
	case meansCount:
		r.Requests, ok = parseCount(wholeNumber(b))
		wrong = "the number of requests is not a whole number from 0 to 10^15"
	}
	if ok {
		return ""
	}
	return wrong
}

// wholeNumber takes off the decimals of a whole number, as tables write it.
func wholeNumber(b []byte) []byte { return bytes.TrimSuffix(b, []byte(".0")) }

// parseHTTPStatus reads a status; 0 is that of a request without an answer.
func parseHTTPStatus(b []byte) (uint16, bool) {
	if len(b) == 1 && b[0] == '0' {
		return 0, true
	}
	if len(b) != 3 || !digits(b) || b[0] < '1' || b[0] > '5' {
		return 0, false
	}
	return uint16(b[0]-'0')*100 + uint16(digits2(b[1:])), true
}

// firstAddress returns the client of a list of proxies (X-Forwarded-For).
func firstAddress(b []byte) []byte {
	if comma := bytes.IndexByte(b, ','); comma > 0 {
		return b[:comma]
	}
	return b
}

const maxDuration = 1e9 * second // some 30 years

// duration reads a number in the unit of its column, or one with a unit of its
// own: 12ms.
func (f *filler) duration(b []byte) (int64, bool) {
	if last := b[len(b)-1]; last == 's' {
		d, err := time.ParseDuration(string(b))
		return int64(d), err == nil && d >= 0 && d <= maxDuration
	}
	if f.durationUnit == 0 {
		n, ok := parseDecimal(b, 1)
		if !ok || n < 0 {
			return 0, false
		}
		return NoDuration, true
	}
	return parseDecimal(b, f.durationUnit)
}

// parseDecimal reads a number, decimals and exponents too, times a unit.
func parseDecimal(b []byte, unit int64) (int64, bool) {
	whole, fraction, _ := bytes.Cut(b, []byte{'.'})
	if n := len(whole); n == 0 || n > 15 || len(fraction) > 15 || !digits(whole) || !digits(fraction) {
		return parseFloat(b, unit)
	}
	n, _ := parseCount(whole)
	if n > maxDuration/unit {
		return 0, false
	}
	ns := n * unit
	x, scale := 0.0, float64(unit)
	for _, d := range fraction {
		scale /= 10
		x += float64(d-'0') * scale
	}
	ns += int64(math.Round(x))
	return ns, ns <= maxDuration
}
