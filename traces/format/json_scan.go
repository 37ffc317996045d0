package format

import "bytes"

// deepest is how deep objects and arrays may lie within each other.
// Assumption: logs have few levels; what has hundreds is made to hurt.
const deepest = 100

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
