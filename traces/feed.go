package traces

import "failsim/sim"

// feed reads a trace record by record, in the order of the file. Formats of
// lines share one, with a parser each; a format of another shape brings its
// own.
type feed interface {
	// next fills r with the next record, or says what is wrong with it. At
	// the end, or on an error, which failure then returns, it reports false.
	next(r *Record) (fault, bool)
	// line is the number, from 1, of the line (or row) that next last read.
	line() int64
	// headers is how many lines that hold no data next has passed.
	headers() int64
	failure() error
	shape() shape
}

// shape is what the records of a trace have in common.
type shape struct {
	// counts tells that a record is an interval with a number of requests,
	// not one request. Such records must ascend.
	counts bool
	// fine tells that stamps are finer than a second, so that requests are
	// played when they say and not spread.
	fine bool
	// interval is the width of the intervals in ns; 0 if only the records tell.
	interval int64
}

// reading is what one run through a trace knows from the start.
type reading struct {
	Options
	classes *classes
	local   *localClock
}

func newReading(o Options, c *classes) *reading {
	return &reading{Options: o, classes: c, local: newLocalClock(o.Zone)}
}

// clientKey is the key of the hashes of clients.
func (of *reading) clientKey() sim.Key { return of.Key.Named("client") }

// lineFeed reads a format of lines.
type lineFeed struct {
	lines
	parser parser
	of     shape
	passed int64 // lines without data
}

func (l *lineFeed) next(r *Record) (fault, bool) {
	for l.lines.next() {
		if l.number == 1 {
			is, f := l.parser.header(l.lines.line)
			if f.reason != "" {
				l.err = &InputError{Line: 1, Column: f.column, Reason: f.reason}
				return fault{}, false
			}
			if is {
				l.passed++
				continue
			}
		}
		f := l.judge(r)
		if f.reason != "" && f == aside {
			l.passed++
			continue
		}
		return f, true
	}
	return fault{}, false
}

func (l *lineFeed) judge(r *Record) fault {
	line := l.lines.line
	switch {
	case l.tooLong:
		return fault{column: maxLine + 1, reason: "the line is longer than 1 MiB"}
	case len(line) == 0:
		return fault{column: 1, reason: "the line is empty"}
	case hasNUL(line):
		return fault{column: 1 + indexNUL(line), reason: "the line holds a NUL byte"}
	}
	return l.parser.parse(line, r)
}

func (l *lineFeed) line() int64    { return l.number }
func (l *lineFeed) headers() int64 { return l.passed }
func (l *lineFeed) failure() error { return l.err }
func (l *lineFeed) shape() shape   { return l.of }
