package traces

import (
	"fmt"
	"time"

	"failsim/traces/format"
)

// rows reads a file record by record and tells good ones from bad ones: what
// the format refuses, and what the order of time refuses.
type rows struct {
	*format.Reader
	counts bool
	window int64 // ns: how far a line may lie back; 0: as far as it likes

	begun  bool
	latest int64 // ns: the latest stamp so far
	last   int64 // ns: the stamp of the last good line
	total  int64 // requests so far

	back  int64 // ns: how far the current line lies behind latest
	isFar bool  // the line that was last refused lies further back than the user allows
	isOut bool  // the current line lies before the good line ahead of it
}

func newRows(f *format.Reader, o *Options) *rows {
	return &rows{Reader: f, counts: f.Shape().Counts, window: int64(o.Window)}
}

// next reads the next line of data into r, or says what is wrong with it. At
// the end, or on an error, which failure then returns, it reports false.
func (w *rows) next(r *format.Record) (format.Fault, bool) {
	f, ok := w.Reader.Next(r)
	if !ok || f.Reason != "" {
		return f, ok
	}
	return w.judge(r), true
}

// maxTotal keeps the sum of all requests from overflowing.
const maxTotal = 1_000_000_000_000_000_000

func (w *rows) judge(r *format.Record) format.Fault {
	if f := w.order(r); f.Reason != "" {
		return f
	}
	w.total += r.Requests
	if w.total > maxTotal {
		w.total -= r.Requests
		return format.Fault{Column: 1, Reason: "the requests of the trace sum to more than 10^18"}
	}
	w.begun, w.last, w.latest = true, r.At, max(w.latest, r.At)
	return format.Fault{}
}

// order refuses a record that lies further back than the user allows.
func (w *rows) order(r *format.Record) format.Fault {
	w.back, w.isOut = 0, false
	if !w.begun {
		return format.Fault{}
	}
	w.back = max(0, w.latest-r.At)
	w.isOut = r.At < w.last
	switch {
	case w.counts && r.At == w.last:
		return format.Fault{Column: 1, Reason: "the time is that of the row before"}
	case w.window > 0 && w.back > w.window:
		w.isFar = true
		return format.Fault{Column: 1, Reason: fmt.Sprintf("more than the %s that --window allows", time.Duration(w.window))}
	}
	return format.Fault{}
}
