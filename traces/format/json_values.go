package format

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

func (s *jsonScanner) word(w string) bool {
	if !bytes.HasPrefix(s.line[s.at:], []byte(w)) {
		return s.fail("the JSON is malformed: no value begins here")
	}
	s.at += len(w)
	return true
}

// number reads a number as JSON has them: no NaN, no leading zeros.
func (s *jsonScanner) number() bool {
	if s.is('-') {
		s.at++
	}
	switch {
	case s.is('0'):
		s.at++
	case !s.digits():
		return s.fail("the JSON is malformed: a number without digits")
	}
	if s.is('.') {
		s.at++
		if !s.digits() {
			return s.fail("the JSON is malformed: a number without digits")
		}
	}
	if s.is('e') || s.is('E') {
		s.at++
		if s.is('+') || s.is('-') {
			s.at++
		}
		if !s.digits() {
			return s.fail("the JSON is malformed: a number without digits")
		}
	}
	return true
}

func (s *jsonScanner) digits() bool {
	from := s.at
	for s.at < len(s.line) && s.line[s.at]-'0' <= 9 {
		s.at++
	}
	return s.at > from
}

// text reads a string, whose quote is at s.at, and returns what is between the
// quotes, and whether it holds escapes.
func (s *jsonScanner) text() (raw []byte, odd, ok bool) {
	line, from := s.line, s.at+1
	plain := true
	for i := from; i < len(line); i++ {
		i = plainUntil(line, i)
		if i == len(line) {
			break
		}
		switch c := line[i]; {
		case c == '"':
			s.at = i + 1
			if !plain && !utf8.Valid(line[from:i]) {
				s.at = from
				return nil, odd, s.fail("the JSON holds a string that is not UTF-8")
			}
			return line[from:i], odd, true
		case c == '\\':
			odd = true
			n := s.escape(i + 1)
			if n == 0 {
				s.at = i
				return nil, odd, s.fail("the JSON is malformed: a wrong escape in a string")
			}
			i += n
		case c < ' ':
			s.at = i
			return nil, odd, s.fail("the JSON is malformed: a control character in a string")
		default:
			plain = false
		}
	}
	s.at = len(s.line)
	return nil, odd, s.fail("the JSON ends too early: the line is cut short")
}

// escape returns the length of an escape behind its backslash, or 0.
func (s *jsonScanner) escape(i int) int {
	switch {
	case i >= len(s.line):
		return 0
	case bytes.IndexByte([]byte(`"\/bfnrt`), s.line[i]) >= 0:
		return 1
	case s.line[i] != 'u' || i+5 > len(s.line):
		return 0
	}
	for _, c := range s.line[i+1 : i+5] {
		if bytes.IndexByte([]byte("0123456789abcdefABCDEF"), c) < 0 {
			return 0
		}
	}
	return 5
}

// plainUntil returns the index of the first byte, from i on, at which a string
// ends or is more than plain ASCII: eight bytes at a time, then one by one.
func plainUntil(line []byte, i int) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(line); i += 8 {
		w := binary.LittleEndian.Uint64(line[i:])
		quote, slash := w^ones*'"', w^ones*'\\'
		// The high bit of a byte that is wanted; above the lowest such byte,
		// others may be marked too.
		found := (w-ones*' ')&^w | (quote-ones)&^quote | (slash-ones)&^slash | w
		if found &= high; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(line) && !ends[line[i]] {
		i++
	}
	return i
}

// ends marks the bytes at which a string ends or is more than plain ASCII.
var ends = func() (table [256]bool) {
	for c := range table {
		table[c] = c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf
	}
	return table
}()
