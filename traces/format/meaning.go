package format

import (
	"strings"
	"time"
)

// meaning is what a column says of a request.
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

// What a column may say besides, which makes up a meaning together with others.
const (
	meansDate         = meanings + iota // the day, of a time in two columns
	meansTimeOfDay                      // the clock, of such a time
	meansForwarded                      // a client that goes before another column's
	meansDurationPart                   // one of several durations that follow each other
	meansFlags                          // words that say how a response ended
	meansRow                            // what kind of row it is
	meansEnd                            // when the response ended
)

// alsoClass marks a column that is, besides, what the user takes for the class.
const alsoClass meaning = 0x40

// usualNames are what columns are usually called, in lower case and without
// what divides their words; the earlier is preferred.
var usualNames = [meanings][]string{
	meansTime: {"timestamp", "time", "ts", "datetime", "timeiso8601", "timelocal", "eventtime", "starttime", "starteddatetime", "msec",
		"epoch", "timeunix", "start", "date", "when", "period", "startedat", "requesttime", "requesttimeepoch"},
	meansClient: {"client", "clientip", "clientid", "remoteaddr", "remoteip", "remotehost", "clientaddress", "clientaddr", "ip", "cip", "sourceip", "srcip",
		"request.clientip", "request.remoteip", "httprequest.remoteip", "source.ip", "client.ip", "clienthost", "downstreamremoteaddress", "sourceaddress", "userid", "user"},
	meansClass: {"class", "route", "endpoint", "operation", "method", "requestmethod", "httpmethod", "csmethod", "verb", "requestverb",
		"request.method", "httprequest.requestmethod", "http.request.method", "request"},
	meansBytes: {"bytes", "bytessent", "bodybytessent", "sentbytes", "responsesize", "responsebytes", "responselength", "size", "scbytes", "contentlength",
		"httprequest.responsesize", "http.response.bytes", "http.response.body.bytes", "response.size"},
	meansDuration: {"duration", "latency", "requesttime", "responsetime", "elapsed", "elapsedtime", "took", "timetaken", "totaltime", "httprequest.latency", "event.duration"},
	meansStatus: {"status", "statuscode", "httpstatus", "httpstatuscode", "responsecode", "responsestatus", "scstatus", "elbstatuscode", "code", "response",
		"httprequest.status", "http.response.statuscode", "response.status"},
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

// nameUnits are what names of columns end in that say their unit.
var nameUnits = []struct {
	ends []string
	unit time.Duration
}{
	{[]string{"_ms", "Ms", "_millis", "Millis", "_milliseconds", "Milliseconds", "_msec", "MSec", "Msec", "MS", "-ms", "(ms)", " ms", ".ms"}, time.Millisecond},
	{[]string{"_us", "Us", "_micros", "Micros", "_microseconds", "Microseconds", "_usec", "USec", "Usec", "-us", "(us)", " us", ".us", "_µs", "(µs)"}, time.Microsecond},
	{[]string{"_ns", "Ns", "_nanos", "Nanos", "_nanoseconds", "Nanoseconds", "_nsec", "NSec", "-ns", "(ns)", " ns", ".ns"}, time.Nanosecond},
	{[]string{"_s", "_sec", "_secs", "_seconds", "Seconds", "Secs", "-s", "(s)", "-sec", ".s", " s"}, time.Second},
}

// namesOfUnit are columns whose unit their product says: those of nginx are in
// seconds, event.duration of the Elastic Common Schema in nanoseconds.
var namesOfUnit = map[string]time.Duration{"request_time": time.Second, "upstream_response_time": time.Second, "event.duration": time.Nanosecond}

// cutUnit takes off a name the unit that it ends in, and returns it; 0 is none.
func cutUnit(name string) (string, time.Duration) {
	if unit := namesOfUnit[name]; unit > 0 {
		return name, unit
	}
	for _, u := range nameUnits {
		for _, end := range u.ends {
			if base, ok := strings.CutSuffix(name, end); ok && base != "" {
				return base, u.unit
			}
		}
	}
	return name, namesOfUnit[lastName(name)]
}

// unitName is how a unit is told.
func unitName(unit time.Duration) string {
	for name, u := range units {
		if u == unit {
			return name
		}
	}
	return ""
}

// chosen returns the name that the user gave a meaning, or "".
func (f *Fields) chosen(m meaning) string {
	return [meanings]string{f.Time, f.Client, f.Class, f.Bytes, f.Duration, f.Status, f.Count}[m]
}

func lastName(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
