package format

import "bytes"

// lineFeed reads a format of lines.
type lineFeed struct {
	lines
	parser  parser
	of      Shape
	wraps   *peeler
	fixed   *positions // what --fields says by number, of a line that has no named columns
	passed  int64      // lines without data
	padding int64      // lines that begin with NULs
}

func (l *lineFeed) next(r *Record) (Fault, bool) {
	for l.lines.next() {
		line, f := l.peel()
		if f.Reason == "" && l.number == 1 {
			is, f := l.parser.header(line)
			if f.Reason != "" {
				l.err = &InputError{Line: 1, Column: f.Column, Reason: f.Reason}
				return Fault{}, false
			}
			if is {
				l.passed++
				continue
			}
		}
		if f.Reason == "" {
			f = l.judge(line, r)
		}
		if f.Reason != "" && f == aside {
			l.passed++
			continue
		}
		return f, true
	}
	if u, ok := l.parser.(interface{ unfinished() Fault }); ok { // a row of several lines
		f := u.unfinished()
		return f, f.Reason != ""
	}
	return Fault{}, false
}

// peel returns the line of the format: without the NULs that truncating a file
// under its writer leaves at the start of a line, and without its wrappers.
func (l *lineFeed) peel() ([]byte, Fault) {
	line := l.lines.line
	if len(line) > 0 && line[0] == 0 && !l.tooLong {
		if rest := bytes.TrimLeft(line, "\x00"); len(rest) > 0 {
			l.padding++
			line = rest
		}
	}
	if l.wraps == nil || l.tooLong {
		return line, Fault{}
	}
	return l.wraps.peel(line)
}

func (l *lineFeed) judge(line []byte, r *Record) Fault {
	switch {
	case l.tooLong:
		return Fault{Column: maxLine + 1, Reason: "the line is longer than 1 MiB"}
	case len(line) == 0:
		return Fault{Column: 1, Reason: "the line is empty"}
	case (l.nul || l.wraps != nil) && hasNUL(line):
		return Fault{Column: 1 + indexNUL(l.lines.line), Reason: "the line holds a NUL byte"}
	}
	f := l.parser.parse(line, r)
	if f.Reason == "" && l.fixed != nil {
		f = l.fixed.take(line, r)
	}
	if f.Reason == "" || f.Apart() || f == aside {
		return f
	}
	if kind := l.kindOf(line); kind != "" {
		return setAside(kind)
	}
	f.Column += len(l.lines.line) - len(line) // what was peeled off
	return f
}

// kindOf reports what a line is that is not of the format: of an application
// that writes where its access log goes, or nothing that is known.
func (l *lineFeed) kindOf(line []byte) string {
	if kind := l.wraps.kind(); kind != "" {
		return kind
	}
	return applicationLine(line)
}

func (l *lineFeed) line() int64 { return l.number }

func (l *lineFeed) headers() int64 { return l.passed }

func (l *lineFeed) failure() error { return l.err }

func (l *lineFeed) shape() Shape { return l.of }
