package format

import "bytes"

// likeBefore reads a line whose members are those of the line before, in their
// order, none of which holds an object or an array: the lines of most logs. It
// reports whether the line is so; if not, scan has yet to read it.
func (s *jsonScanner) likeBefore(line []byte, root []jsonNode) bool {
	if s.known[0].among != firstOf(root) {
		return false
	}
	at := 1
	for k := range s.flat {
		m := &s.known[k]
		if !bytes.HasPrefix(line[at:], m.raw) {
			return false
		}
		if at += len(m.raw); at < len(line) && line[at] == ' ' {
			at++
		}
		v := jsonValue{at: at}
		if at = s.simple(line, &v); at == 0 || at == len(line) {
			return false
		}
		if m.which >= 0 && root[m.which].leaf >= 0 {
			before := &s.values[root[m.which].leaf]
			if before.kind != 0 { // scan holds them against each other
				return false
			}
			*before = v
		}
		switch c := line[at]; {
		case k == s.flat-1:
			return c == '}' && at == len(line)-1
		case c != ',':
			return false
		}
		if at++; at < len(line) && line[at] == ' ' {
			at++
		}
	}
	return false
}

// simple reads a value at v.at that is no object and no array, and returns the
// index behind it, or 0 if it is another.
func (s *jsonScanner) simple(line []byte, v *jsonValue) int {
	at := v.at
	if at == len(line) {
		return 0
	}
	switch c := line[at]; {
	case c == '"':
		v.kind = '"'
		if end := plainUntil(line, at+1); end < len(line) && line[end] == '"' {
			v.raw = line[at+1 : end]
			return end + 1
		}
		s.at = at
		var ok bool
		if v.raw, v.odd, ok = s.text(); !ok {
			return 0
		}
		return s.at
	case c == '-' || c >= '0' && c <= '9':
		v.kind = '0'
		if s.at = at; !s.number() {
			return 0
		}
		v.raw = line[at:s.at]
	case c == '{' || c == '[':
		return 0
	default: // true, false, null
		if s.at = at; !s.value(v, nil, 1) {
			return 0
		}
	}
	return s.at
}
