package format

import (
	"bufio"
	"io"
	"slices"
)

// Detect returns the format that the first bytes tell, or that most of the
// first lines fit. The likely one, if there is one, is tried first, which saves
// time and changes nothing.
func Detect(in io.Reader, o Options, likely *Found) (*Found, error) {
	var before *format
	if likely != nil {
		before = likely.format
	}
	f, err := detect(in, o, before)
	if err != nil {
		return nil, err
	}
	return &f, nil
}

func detect(in io.Reader, o Options, likely *format) (Found, error) {
	var named *format
	if o.Format != "" {
		var err error
		if named, err = formatNamed(o.Format); err != nil {
			return Found{}, err
		}
		if named.parser == nil && named.layout == nil {
			return Found{format: named}, nil
		}
	}
	if err := o.checkLines(); err != nil {
		return Found{}, err
	}
	buffered := bufio.NewReaderSize(in, sniffBytes)
	head, err := buffered.Peek(sniffBytes)
	for i := range formats {
		if s := formats[i].sniff; (named == nil || named.layout != nil) && s != nil && s(head) {
			return Found{format: &formats[i]}, nil
		}
	}
	if len(head) == 0 && err != nil && err != io.EOF {
		return Found{}, err
	}
	l := newLines(buffered)
	lines := l.peek(sniffLines)
	s := firstLines{options: o, named: named, likely: likely, lines: withoutPadding(lines), read: len(lines)}
	f, err := s.detect()
	if err != nil && l.err != nil {
		err = l.err
	}
	return f, err
}

// fit is how well a format fits the lines inside some wrappers.
type fit struct {
	Found
	fits int
}

// detect looks at the lines as they stand, and inside what wraps them: the
// innermost that fits at least as well wins.
func (s *firstLines) detect() (Found, error) {
	var best fit
	var wraps wrapping
	lines := s.lines
	for {
		if f := s.bestOf(lines); f.fits > 0 && f.fits >= best.fits {
			best = f
			best.wraps = slices.Clone(wraps)
		}
		wrap, inside := wrapperOf(lines)
		if wrap == nil || len(wraps) == deepestWraps {
			break
		}
		wraps, lines = append(wraps, wrap), inside
	}
	if best.fits > 0 {
		return best.Found, nil
	}
	if f := s.carrier(lines); f != nil { // it says itself what is wrong
		return Found{format: f, wraps: wraps}, nil
	}
	return Found{}, s.noFormat(lines, wraps)
}

// bestOf returns the format that fits most of the lines, the first of equals.
func (s *firstLines) bestOf(lines [][]byte) (best fit) {
	at := len(formats) // where the best stands
	try := func(i int) {
		f := &formats[i]
		least := best.fits + 1
		if i < at && best.fits > 0 {
			least = best.fits
		}
		if !s.admits(f) {
			return
		}
		if n := fitsOf(f, lines, s.options, least); n >= least {
			best, at = fit{Found: Found{format: f}, fits: n}, i
		}
	}
	likely := -1
	if s.likely != nil {
		likely = indexOf(s.likely)
		try(likely)
	}
	for i := range formats {
		if i != likely {
			try(i)
		}
	}
	return best
}

// carrier returns the format of lines that is asked for: by its name, by that of a
// layout, which may come as JSON or as a table, or by how its lines look.
func (s *firstLines) carrier(lines [][]byte) *format {
	name := ""
	switch {
	case s.options.Pattern != "":
		name = "pattern"
	case s.options.LogFormat != "":
		name = "log-format"
	case s.named == nil:
		return nil
	case s.named.layout == nil:
		return s.named
	case len(lines) > 0 && len(lines[0]) > 0 && lines[0][0] == '{':
		name = "jsonl"
	case s.named.parser != nil: // it has text of its own, too
		return s.named
	default:
		name = "csv"
	}
	f, _ := formatNamed(name)
	return f
}
