package format

import (
	"bytes"
	"io"
)

// maxLine is the longest line that is read; a longer one is malformed.
const maxLine = 1 << 20

// lines cuts a stream into lines without copying them. The buffer grows to
// hold one line of at most maxLine bytes, and no further. A final newline is
// not needed, a carriage return before it is dropped, and so is a byte order
// mark at the start of the file.
type lines struct {
	source     io.Reader
	buffer     []byte
	start, end int // what of buffer is yet to be cut
	ended      bool

	line    []byte // the current line, valid until the next call of next
	number  int64  // of the current line, 1-based
	tooLong bool   // the current line is longer than maxLine; line holds its start
	nul     bool   // what was read so far holds a NUL byte
	err     error
}

func newLines(source io.Reader) *lines {
	return &lines{source: source, buffer: make([]byte, 64<<10)}
}

// next moves to the next line. At the end, or on an error, which err then
// holds, it reports false; what an error cuts off is not a line.
func (l *lines) next() bool {
	l.tooLong = false
	seen := 0
	for {
		if i := bytes.IndexByte(l.buffer[l.start+seen:l.end], '\n'); i >= 0 {
			stop := l.start + seen + i
			l.cut(l.start, stop)
			l.start = stop + 1
			return true
		}
		seen = l.end - l.start
		if l.ended {
			if seen == 0 || l.err != nil {
				return false
			}
			l.cut(l.start, l.end)
			l.start = l.end
			return true
		}
		if seen > maxLine {
			return l.leapOver()
		}
		l.fill()
	}
}

// cut makes buffer[from:to] the current line.
func (l *lines) cut(from, to int) {
	l.number++
	if l.number == 1 && bytes.HasPrefix(l.buffer[from:to], []byte("\xef\xbb\xbf")) {
		from += 3
	}
	if to > from && l.buffer[to-1] == '\r' {
		to--
	}
	l.line = l.buffer[from:to]
	if len(l.line) > maxLine {
		l.tooLong = true
	}
}

// peek returns the first lines, at most so many, and moves nowhere. Of a line
// that is too long it returns the start. What it returns is valid until next is
// called.
func (l *lines) peek(most int) (first [][]byte) {
	for !l.ended && l.end <= maxLine {
		n := bytes.Count(l.buffer[:l.end], []byte{'\n'})
		if n >= most || n > 0 && l.end == len(l.buffer) {
			break
		}
		l.fill()
	}
	rest := bytes.TrimPrefix(l.buffer[l.start:l.end], []byte("\xef\xbb\xbf"))
	for len(first) < most && len(rest) > 0 {
		line, behind, more := bytes.Cut(rest, []byte{'\n'})
		if !more && !l.ended && len(first) > 0 {
			break
		}
		first = append(first, bytes.TrimSuffix(line, []byte{'\r'}))
		rest = behind
	}
	return first
}

// fill reads more behind what is there, making room first.
func (l *lines) fill() {
	if l.start > 0 {
		copy(l.buffer, l.buffer[l.start:l.end])
		l.start, l.end = 0, l.end-l.start
	}
	if l.end == len(l.buffer) {
		grown := make([]byte, min(2*len(l.buffer), 2*maxLine))
		copy(grown, l.buffer[:l.end])
		l.buffer = grown
	}
	n, err := l.source.Read(l.buffer[l.end:])
	l.nul = l.nul || hasNUL(l.buffer[l.end:l.end+n]) // a chunk at a time, which costs next to nothing
	l.end += n
	if err != nil {
		l.ended = true
		if err != io.EOF {
			l.err = err
		}
	}
}

// leapOver drops the rest of a line that is too long, keeping its start.
func (l *lines) leapOver() bool {
	l.number++
	l.tooLong = true
	keep := l.buffer[l.start : l.start+64]
	copy(l.buffer, keep)
	l.line = l.buffer[:64]
	for {
		l.start, l.end = 64, 64
		for l.end == l.start && !l.ended {
			l.fillFrom(64)
		}
		if i := bytes.IndexByte(l.buffer[64:l.end], '\n'); i >= 0 {
			l.start = 64 + i + 1
			return true
		}
		if l.ended {
			l.start = l.end
			return l.err == nil
		}
	}
}

func (l *lines) fillFrom(at int) {
	n, err := l.source.Read(l.buffer[at:])
	l.nul = l.nul || hasNUL(l.buffer[at:at+n])
	l.end = at + n
	if err != nil {
		l.ended = true
		if err != io.EOF {
			l.err = err
		}
	}
}

func indexNUL(line []byte) int { return bytes.IndexByte(line, 0) }

func hasNUL(line []byte) bool { return indexNUL(line) >= 0 }

const (
	// sniffLines is how many lines are looked at to detect a format.
	// Assumption: a file whose first lines are all malformed is not a trace.
	sniffLines = 50
	// sniffBytes is how many bytes tell a format that is not of lines.
	sniffBytes = 1024
	// deepestWraps is how many wrappers lie around a line at most: a JSON of
	// the runtime, one of the collector, and syslog.
	deepestWraps = 3
)
