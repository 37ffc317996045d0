package traces

import "time"

// rows reads a trace record by record and tells good lines from bad ones: what
// the format refuses, and what the order of time refuses. Scan and replay both
// read through it, so they agree on every line.
type rows struct {
	lines
	format *format
	parser parser

	begun  bool
	latest int64 // ns: the latest stamp so far
	last   int64 // ns: the stamp of the last good line
	total  int64 // requests so far

	back  int64 // ns: how far the current line lies behind latest
	isOut bool  // the current line lies before the good line ahead of it
}

func newRows(u unpacked, f *format, o Options) *rows {
	return &rows{lines: *newLines(u), format: f, parser: f.newParser(o)}
}

// next reads the next line of data into r, or says what is wrong with it. At
// the end, or on an error, which err then holds, it reports false.
func (w *rows) next(r *record) (fault, bool) {
	for w.lines.next() {
		if w.number == 1 && w.parser.header(w.line) {
			continue
		}
		return w.judge(r), true
	}
	return fault{}, false
}

// maxTotal keeps the sum of all requests from overflowing.
const maxTotal = 1_000_000_000_000_000_000

func (w *rows) judge(r *record) fault {
	switch {
	case w.tooLong:
		return fault{column: maxLine + 1, reason: "the line is longer than 1 MiB"}
	case len(w.line) == 0:
		return fault{column: 1, reason: "the line is empty"}
	case hasNUL(w.line):
		return fault{column: 1 + indexNUL(w.line), reason: "the line holds a NUL byte"}
	}
	if f := w.parser.parse(w.line, r); f.reason != "" {
		return f
	}
	if f := w.order(r); f.reason != "" {
		return f
	}
	w.total += r.requests
	if w.total > maxTotal {
		w.total -= r.requests
		return fault{column: 1, reason: "the requests of the trace sum to more than 10^18"}
	}
	w.begun, w.last, w.latest = true, r.at, max(w.latest, r.at)
	return fault{}
}

// order refuses a record that lies too far back.
func (w *rows) order(r *record) fault {
	w.back, w.isOut = 0, false
	if !w.begun {
		return fault{}
	}
	w.back = max(0, w.latest-r.at)
	w.isOut = r.at < w.last
	switch {
	case w.format.counts && r.at == w.last:
		return fault{column: 1, reason: "the time is that of the row before"}
	case w.format.counts && w.back > 0:
		return fault{column: 1, back: time.Duration(w.back), reason: "but rows of counts must ascend"}
	case w.back > int64(ReorderWindow):
		return fault{column: 1, back: time.Duration(w.back), reason: "more than the window of 60s in which order is restored"}
	}
	return fault{}
}
