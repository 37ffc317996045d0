package format

import (
	"bytes"
	"unicode/utf8"
)

// jsonNode is a name, within an object, of something wanted: a value, or an
// object that holds such.
type jsonNode struct {
	name  string
	leaf  int // what is wanted; -1 if only what is within
	under []jsonNode
}

// jsonValue is where a wanted value stands in the line.
type jsonValue struct {
	raw  []byte // without the quotes of a string
	at   int    // index of its first byte
	kind byte   // '"' string, '0' number, 't' true or false, 'n' null, '{' or '['; 0: not there
	odd  bool   // a string with escapes
}

// jsonScanner checks that a line is one JSON object, and finds the values that
// are wanted, without building anything.
type jsonScanner struct {
	line   []byte
	at     int
	values []jsonValue
	wrong  string
	// seen, if set, is called with each path to a value that is neither an
	// object nor an array, and with the value.
	seen func(path []byte, v *jsonValue)
	path []byte
	// known are the members of the line before, in order: those of most logs
	// come in the same.
	known  []knownMember
	passed int  // members of this line
	nested bool // it holds an object or an array
	flat   int  // members of the line before, if it holds neither
}

// deepest is how deep objects and arrays may lie within each other.
// Assumption: logs have few levels; what has hundreds is made to hurt.
const deepest = 100

// scan reads a line. It returns the index of what is wrong, and the reason.
func (s *jsonScanner) scan(line []byte, root []jsonNode) (int, string) {
	s.line = line
	clear(s.values)
	if s.flat > 0 && s.seen == nil && len(line) > 0 && line[0] == '{' {
		if s.likeBefore(line, root) {
			return 0, ""
		}
		clear(s.values)
	}
	s.at, s.wrong, s.path, s.passed, s.nested, s.flat = 0, "", s.path[:0], 0, false, 0
	s.blanks()
	if !s.is('{') {
		return s.at, "the line is not a JSON object"
	}
	if !s.object(root, 1) {
		return min(s.at, len(line)), s.wrong
	}
	s.blanks()
	if s.at < len(line) {
		return s.at, "something follows the JSON object"
	}
	if !s.nested && s.seen == nil && s.passed <= len(s.known) {
		s.flat = s.passed
	}
	return 0, ""
}

func (s *jsonScanner) is(c byte) bool { return s.at < len(s.line) && s.line[s.at] == c }

func (s *jsonScanner) blanks() {
	for s.at < len(s.line) && (s.line[s.at] == ' ' || s.line[s.at] == '\t' || s.line[s.at] == '\r' || s.line[s.at] == '\n') {
		s.at++
	}
}

func (s *jsonScanner) fail(reason string) bool {
	if s.wrong == "" {
		s.wrong = reason
	}
	return false
}

// object reads an object, whose brace is at s.at.
func (s *jsonScanner) object(wanted []jsonNode, depth int) bool {
	if depth > deepest {
		return s.fail("the JSON lies too deep: more than 100 levels")
	}
	s.at++
	s.blanks()
	if s.is('}') {
		s.at++
		return true
	}
	outer := len(s.path)
	for {
		name, which, ok := s.nameAmong(wanted)
		if !ok {
			return false
		}
		if s.seen != nil {
			if outer > 0 {
				s.path = append(s.path, '.')
			}
			s.path = append(s.path, name...)
		}
		if !s.member(which, wanted, depth) {
			return false
		}
		s.path = s.path[:outer]
		s.blanks()
		switch {
		case s.is(','):
			s.at++
			s.blanks()
		case s.is('}'):
			s.at++
			return true
		default:
			return s.fail("the JSON is malformed: neither , nor } follows a value")
		}
	}
}

// name reads the name of a member and its colon.
func (s *jsonScanner) name() ([]byte, bool) {
	if !s.is('"') {
		return nil, s.fail("the JSON is malformed: a name in quotes is missing")
	}
	name, _, ok := s.text()
	if !ok {
		return nil, false
	}
	s.blanks()
	if !s.is(':') {
		return nil, s.fail("the JSON is malformed: no colon follows a name")
	}
	s.at++
	s.blanks()
	return name, true
}

// member reads the value of a name, and keeps it if it is wanted: which is its
// index there, or -1.
func (s *jsonScanner) member(which int, wanted []jsonNode, depth int) bool {
	if which >= 0 {
		w := &wanted[which]
		if w.leaf < 0 {
			return s.value(nil, w.under, depth)
		}
		v := &s.values[w.leaf]
		if v.kind != 0 { // the same value twice is one
			before := *v
			if !s.value(v, w.under, depth) {
				return false
			}
			if v.kind != before.kind || !bytes.Equal(v.raw, before.raw) {
				return s.fail("a field that is wanted stands twice in the object, with different values")
			}
			return true
		}
		return s.value(v, w.under, depth)
	}
	return s.value(nil, nil, depth)
}

// value reads any value. If it is an object, it looks for wanted within.
func (s *jsonScanner) value(into *jsonValue, wanted []jsonNode, depth int) bool {
	if s.at >= len(s.line) {
		return s.fail("the JSON ends too early: the line is cut short")
	}
	from := s.at
	v := jsonValue{at: from}
	ok := false
	switch c := s.line[from]; {
	case c == '"':
		v.kind = '"'
		v.raw, v.odd, ok = s.text()
	case c == '{':
		v.kind, s.nested = c, true
		ok = s.object(wanted, depth+1)
	case c == '[':
		v.kind, s.nested = c, true
		ok = s.array(depth + 1)
	case c == '-' || c >= '0' && c <= '9':
		v.kind = '0'
		ok = s.number()
	case c == 't':
		v.kind, ok = 't', s.word("true")
	case c == 'f':
		v.kind, ok = 't', s.word("false")
	case c == 'n':
		v.kind, ok = 'n', s.word("null")
	default:
		return s.fail("the JSON is malformed: no value begins here")
	}
	if !ok {
		return false
	}
	if v.kind != '"' {
		v.raw = s.line[from:s.at]
	}
	if into != nil {
		*into = v
	}
	if s.seen != nil && v.kind != '{' && v.kind != '[' {
		found := v // which only then leaves the stack
		s.seen(s.path, &found)
	}
	return true
}

func (s *jsonScanner) array(depth int) bool {
	if depth > deepest {
		return s.fail("the JSON lies too deep: more than 100 levels")
	}
	seen := s.seen
	s.seen = nil // what is in arrays has no path
	defer func() { s.seen = seen }()
	s.at++
	s.blanks()
	if s.is(']') {
		s.at++
		return true
	}
	for {
		if !s.value(nil, nil, depth) {
			return false
		}
		s.blanks()
		switch {
		case s.is(','):
			s.at++
			s.blanks()
		case s.is(']'):
			s.at++
			return true
		default:
			return s.fail("the JSON is malformed: neither , nor ] follows a value")
		}
	}
}

// ends marks the bytes at which a string ends or is more than plain ASCII.
var ends = func() (table [256]bool) {
	for c := range table {
		table[c] = c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf
	}
	return table
}()
