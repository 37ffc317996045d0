package traces

import (
	"fmt"
	"time"
)

// rows reads a file record by record and tells good ones from bad ones: what
// the format refuses, and what the order of time refuses.
type rows struct {
	feed
	counts bool
	window int64 // ns: how far a line may lie back; 0: as far as it likes

	begun  bool
	latest int64 // ns: the latest stamp so far
	last   int64 // ns: the stamp of the last good line
	total  int64 // requests so far

	back  int64 // ns: how far the current line lies behind latest
	isOut bool  // the current line lies before the good line ahead of it
}

func newRows(f feed, o *Options) *rows {
	return &rows{feed: f, counts: f.shape().counts, window: int64(o.Window)}
}

// next reads the next line of data into r, or says what is wrong with it. At
// the end, or on an error, which failure then returns, it reports false.
func (w *rows) next(r *Record) (fault, bool) {
	f, ok := w.feed.next(r)
	if !ok || f.reason != "" {
		return f, ok
	}
	return w.judge(r), true
}

// maxTotal keeps the sum of all requests from overflowing.
const maxTotal = 1_000_000_000_000_000_000

func (w *rows) judge(r *Record) fault {
	if f := w.order(r); f.reason != "" {
		return f
	}
	w.total += r.Requests
	if w.total > maxTotal {
		w.total -= r.Requests
		return fault{column: 1, reason: "the requests of the trace sum to more than 10^18"}
	}
	w.begun, w.last, w.latest = true, r.At, max(w.latest, r.At)
	return fault{}
}

// order refuses a record that lies further back than the user allows.
func (w *rows) order(r *Record) fault {
	w.back, w.isOut = 0, false
	if !w.begun {
		return fault{}
	}
	w.back = max(0, w.latest-r.At)
	w.isOut = r.At < w.last
	switch {
	case w.counts && r.At == w.last:
		return fault{column: 1, reason: "the time is that of the row before"}
	case w.window > 0 && w.back > w.window:
		return fault{column: 1, back: time.Duration(w.back), reason: fmt.Sprintf("more than the %s that --window allows", time.Duration(w.window))}
	}
	return fault{}
}
