package format

import "bytes"

// mostKnown bounds how many members of a line are remembered.
const mostKnown = 256

func firstOf(wanted []jsonNode) *jsonNode {
	if len(wanted) == 0 {
		return nil
	}
	return &wanted[0]
}

// nameAmong reads the name of a member and its colon, and finds it among those
// that are wanted. Where it stands as in the line before, it is not read again.
func (s *jsonScanner) nameAmong(wanted []jsonNode) (name []byte, which int, ok bool) {
	k := s.passed
	s.passed++
	among := firstOf(wanted)
	if k < len(s.known) && s.seen == nil {
		if m := &s.known[k]; m.among == among && bytes.HasPrefix(s.line[s.at:], m.raw) {
			s.at += len(m.raw)
			s.blanks()
			return nil, m.which, true
		}
	}
	from := s.at
	if name, ok = s.name(); !ok {
		return nil, -1, false
	}
	which = -1
	for i := range wanted {
		if string(name) == wanted[i].name {
			which = i
			break
		}
	}
	if s.seen == nil && k <= len(s.known) && k < mostKnown {
		if k == len(s.known) {
			s.known = append(s.known, knownMember{})
		}
		m := &s.known[k]
		colon := from + 2 + len(name) + bytes.IndexByte(s.line[from+2+len(name):s.at], ':')
		m.raw, m.among, m.which = append(m.raw[:0], s.line[from:colon+1]...), among, which
	}
	return name, which, true
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
