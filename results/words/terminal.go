package words

import (
	"io"
	"strings"
	"unicode/utf8"
)

// Terminal passes on what is written to it, so that a terminal obeys none of
// it but line ends and tabs.
type Terminal struct {
	To io.Writer
	// Names, if set, shows names that break lines on one.
	Names *strings.Replacer
	rest  []byte // the beginning of a rune whose end has not come yet
}

// Write implements io.Writer.
func (t *Terminal) Write(p []byte) (int, error) {
	s := append(t.rest, p...)
	if t.Names != nil {
		s = []byte(t.Names.Replace(string(s)))
	}
	if clean(s) {
		t.rest = nil
		_, err := t.To.Write(s)
		return len(p), err
	}
	t.rest = nil
	out := make([]byte, 0, len(s)+16)
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		if r == utf8.RuneError && size == 1 && !utf8.FullRune(s) {
			t.rest = append([]byte(nil), s...)
			break
		}
		if r == '\n' || r == '\t' {
			out = append(out, byte(r))
		} else {
			out = append(out, shown(r, string(s[:size]))...)
		}
		s = s[size:]
	}
	if _, err := t.To.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// clean tells bytes that need no look at runes.
func clean(p []byte) bool {
	for _, b := range p {
		if b >= 0x7f || b < ' ' && b != '\n' && b != '\t' {
			return false
		}
	}
	return true
}
