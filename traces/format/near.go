package format

import (
	"bytes"
	"fmt"
	"strings"
)

// noFormat says why none of the first lines is of a known format. If they are
// plainly meant to be of one, it says what that one finds wrong; and it makes a
// worked example of the user's own line where it can: what its columns are
// called, or at which words a time, an address and a status stand. What stands
// in them is not told.
func (s *firstLines) noFormat(lines [][]byte, wraps wrapping) error {
	line, number := firstLine(lines)
	switch {
	case s.read == 0:
		return &InputError{Reason: emptyFile, Err: ErrNoRequests}
	case line == nil && s.hasBinary():
		return &InputError{Reason: "the file holds binary data, not a trace"}
	case line == nil:
		return &InputError{Reason: "the file holds nothing but empty lines"}
	}
	if kind := onlyMessages(lines); kind != "" {
		return &InputError{Reason: "the file holds messages of a program, not requests: " + kind, Err: ErrNoRequests}
	}
	if reason := summaryOf(lines); reason != "" {
		return &InputError{Reason: reason, Err: ErrNoRequests}
	}
	inside := ""
	if len(wraps) > 0 {
		inside = " (inside " + strings.Join(wraps.names(), ", ") + ")"
	}
	for i := range formats {
		f := &formats[i]
		if f.near == nil || !f.near(line) {
			continue
		}
		if reason := s.reasonOf(f, lines); reason.Reason != "" {
			return &InputError{Line: number, Column: max(reason.Column, 1), Reason: fmt.Sprintf("the line is nearly of the format %s%s, but %s%s", f.name, inside, reason.Reason, s.example(line))}
		}
	}
	if hasNUL(line) {
		return &InputError{Reason: "the file holds binary data, not a trace"}
	}
	return &InputError{Line: number, Column: 1, Reason: fmt.Sprintf(
		"none of the first %d lines is of a known trace format%s%s; failsim list formats describes each", s.read, inside, s.example(line))}
}

// emptyFile is the reason of a file without a byte.
const emptyFile = "the file is empty"

func firstLine(lines [][]byte) (line []byte, number int64) {
	for i, l := range lines {
		if len(l) > 0 && applicationLine(l) == "" {
			return l, int64(i + 1)
		}
	}
	for i, l := range lines {
		if len(l) > 0 {
			return l, int64(i + 1)
		}
	}
	return nil, 0
}

// onlyMessages returns the kind of the messages if the lines are nothing else.
func onlyMessages(lines [][]byte) (kind string) {
	for _, l := range lines {
		if len(l) == 0 {
			continue
		}
		if kind = applicationLine(l); kind == "" {
			return ""
		}
	}
	return kind
}

func (s *firstLines) hasBinary() bool {
	for _, l := range s.lines {
		if len(l) == 0 || hasNUL(l) {
			return true
		}
	}
	return false
}

// reasonOf returns what a format finds wrong with the lines.
func (s *firstLines) reasonOf(f *format, lines [][]byte) Fault {
	o := s.options
	if f.accepts(&o) != nil {
		o.Fields = Fields{}
	}
	of := readingOf(o, NewClasses())
	of.sample = lines
	p := f.parser(of)
	var first Fault
	for i, line := range lines {
		if len(line) == 0 { // which no parser is given
			continue
		}
		if i == 0 {
			if _, wrong := p.header(line); wrong.Reason != "" {
				return wrong
			}
		}
		var r Record
		if wrong := p.parse(line, &r); first.Reason == "" && wrong != aside {
			first = wrong
		}
	}
	return first
}

// example proposes flags for a line.
func (s *firstLines) example(line []byte) string {
	if s.options.Fields != (Fields{}) {
		return ""
	}
	var pairs []string
	if line0(line) == '{' {
		pairs = exampleOfJSON(line)
	} else {
		pairs = exampleOfWords(line)
	}
	if len(pairs) == 0 && line0(line) == '{' {
		return ""
	}
	if len(pairs) == 0 {
		return "; --pattern says by names of groups what the parts of a line are, --log-format takes the server's own"
	}
	return "; by what stands in it: --fields " + strings.Join(pairs, ",")
}

// looks are what values look like that may have a meaning.
type looks struct{ time, client, status, duration, request string }

func (l *looks) pairs() (pairs []string) {
	if l.time == "" {
		return nil
	}
	pairs = append(pairs, "time="+l.time)
	for _, p := range [][2]string{{"client=", l.client}, {"class=", l.request}, {"status=", l.status}, {"duration=", l.duration}} {
		if p[1] != "" {
			pairs = append(pairs, p[0]+p[1])
		}
	}
	return pairs
}

// see takes in a value, of a column or word that is called so.
func (l *looks) see(name string, v []byte) {
	first := func(to *string) {
		if *to == "" {
			*to = name
		}
	}
	c := clock{local: newLocalClock(nil)}
	_, _, wrong := c.read(v)
	switch {
	case wrong == "" && len(v) >= 10:
		first(&l.time)
	case len(v) == 3 && digits(v) && v[0] >= '1' && v[0] <= '5':
		first(&l.status)
	case IsMethod(v), bytes.Contains(v, []byte(" HTTP/")):
		first(&l.request)
	case looksAddress(v):
		first(&l.client)
	}
}

func looksNumeric(b []byte) bool { return len(b) > 0 && (b[0] >= '0' && b[0] <= '9' || b[0] == '-') }

func exampleOfJSON(line []byte) []string {
	var l looks
	s := jsonScanner{seen: func(path []byte, v *jsonValue) {
		name := string(path)
		l.see(name, v.raw)
		if rank(meansDuration, name) >= 0 && l.duration == "" && looksNumeric(v.raw) && name != l.time {
			if _, unit := cutUnit(name); unit == 0 && !bytes.HasSuffix(v.raw, []byte{'s'}) {
				name += ":ms"
			}
			l.duration = name
		}
	}}
	if _, wrong := s.scan(line, nil); wrong != "" {
		return nil
	}
	return l.pairs()
}

func exampleOfWords(line []byte) []string {
	var l looks
	for at, n := 0, 1; n < 100; n++ {
		word, _, end := nextWord(line, at)
		if end < 0 {
			break
		}
		l.see(fmt.Sprint(n), word)
		at = end
	}
	return l.pairs()
}
