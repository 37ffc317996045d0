package format

import (
	"bytes"
	"slices"
)

// firstLines are the first lines of a file whose format is looked for.
type firstLines struct {
	options Options
	named   *format
	likely  *format // that of the file before
	lines   [][]byte
	read    int
}

// withoutPadding takes off the NULs that truncating a file under its writer
// leaves before a line.
func withoutPadding(lines [][]byte) [][]byte {
	for i := range lines {
		lines[i] = bytes.TrimLeft(lines[i], "\x00")
	}
	return lines
}

// admits reports whether a format is looked for.
func (s *firstLines) admits(f *format) bool {
	switch {
	case f.parser == nil:
		return false
	case s.options.Pattern != "" || s.options.LogFormat != "":
		return f.name == "pattern" && s.options.Pattern != "" || f.name == "log-format" && s.options.LogFormat != ""
	case f.name == "pattern" || f.name == "log-format" || f.asked && f != s.named:
		return false
	case s.named != nil && s.named.layout == nil:
		return f == s.named
	case s.named != nil:
		return f == s.named || f.takes == fieldsByName
	}
	// A log is one whatever class is asked for, but what has named columns is not
	// taken for another format that does not know them.
	o := s.options
	o.Fields.Class = ""
	return f.accepts(&o) == nil
}

// fitsOf counts the lines that fit a format, and gives up, with 0, where they
// cannot be as many as least. Lines that stand aside fit none better than
// another, so they do not count, but those of a header do.
func fitsOf(f *format, lines [][]byte, o Options, least int) (fits int) {
	if len(lines) < least {
		return 0
	}
	of := readingOf(o, NewClasses())
	of.sample = lines
	p := f.parser(of)
	for i, line := range lines {
		if fits+len(lines)-i < least {
			return 0
		}
		if hasNUL(line) || len(line) == 0 {
			continue
		}
		if i == 0 {
			is, f := p.header(line)
			if f.Reason != "" {
				return 0
			}
			if is {
				fits++
				continue
			}
		}
		var r Record
		if f := p.parse(line, &r); f.Reason == "" || f == aside {
			fits++
		}
	}
	return fits
}

func indexOf(f *format) int {
	return slices.IndexFunc(formats, func(o format) bool { return o.name == f.name })
}
