package format

import (
	"bytes"
	"time"
)

// apacheTimed reads common and combined logs behind whose lines Apache wrote how
// long a request took. A whole number there may be of microseconds (%D),
// milliseconds (%{ms}T, and %D of Tomcat before version 10), seconds (%T) or bytes
// (%O), and nothing in it reports which: so those are read only by their name. Of
// %T/%D the two numbers tell, for one is the other in seconds.
type apacheTimed struct {
	parser
	unit int64 // ns; 0: of %T/%D
}

func newApacheTimed(of *reading, name string, unit time.Duration) parser {
	p := newCLF(of)
	of.hint = ""
	of.stamped = stamping{stampStart, apacheStamps}
	reported := unit
	if unit == 0 {
		reported = time.Microsecond
	}
	of.says(meansDuration, name+" at the end", unitName(reported))
	return apacheTimed{p, int64(unit)}
}

func newApacheD(of *reading) parser  { return newApacheTimed(of, "%D", time.Microsecond) }
func newApacheMS(of *reading) parser { return newApacheTimed(of, "%{ms}T", time.Millisecond) }
func newApacheT(of *reading) parser  { return newApacheTimed(of, "%T", time.Second) }
func newApacheTD(of *reading) parser { return newApacheTimed(of, "%T/%D", 0) }

func (p apacheTimed) parse(line []byte, r *Record) Fault {
	if f := p.parser.parse(line, r); f.Reason != "" {
		return f
	}
	tail := bytes.TrimRight(clfTail(line), " \t")
	word := tail[bytes.LastIndexByte(tail, ' ')+1:]
	column := len(bytes.TrimRight(line, " \t")) - len(word) + 1
	if p.unit > 0 {
		n, ok := parseCount(word)
		if !ok || n > maxDuration/p.unit {
			return Fault{Column: column, Reason: "no whole number that may be a duration stands at the end of the line"}
		}
		r.Duration = n * p.unit
		return Fault{}
	}
	seconds, micros, _ := bytes.Cut(word, []byte{'/'})
	s, ok := parseCount(seconds)
	us, okToo := parseCount(micros)
	if !ok || !okToo || s != us/1_000_000 || s > maxDuration/second {
		return Fault{Column: column, Reason: "%T/%D, the same time in seconds and in microseconds, does not stand at the end of the line"}
	}
	r.Duration = us * int64(time.Microsecond)
	return Fault{}
}
