package traces

import (
	"math"
	"time"

	"failsim/traces/format"
)

// Span is a stretch of a trace: from From on, and before To. A zero time is no
// bound.
type Span struct{ From, To time.Time }

// Bounds returns the span in ns since 1970.
func (s Span) Bounds() (from, to int64) {
	to = math.MaxInt64
	if !s.From.IsZero() {
		from = s.From.UnixNano()
	}
	if !s.To.IsZero() {
		to = s.To.UnixNano()
	}
	return from, to
}

// Records reads what a trace says, record by record in order of time, as the
// scan accepted it: put in order, but not spread within the second, aligned to
// a clock or played again. Of counts it yields intervals.
//
//	records, err := source.Records(traces.Span{})
//	...
//	defer records.Close()
//	var r format.Record
//	for records.Next(&r) {
//		use(r.Time(), records.Class(r.Class), r.Status)
//	}
//	if err := records.Err(); err != nil ...
type Records struct {
	cells    *cells
	classes  *format.Classes
	from, to int64
	cell     cell
	done     int
	failed   error
}

// Records reads what the trace says of a stretch of time.
func (t *trace) Records(s Span) (*Records, error) {
	r := &Records{classes: t.classes}
	r.from, r.to = s.Bounds()
	r.cells = t.cells(allColumns, r.from)
	return r, nil
}

// Next fills out and reports true, or reports false at the end, or on an
// error, which Err then returns.
func (r *Records) Next(out *format.Record) bool {
	for r.cells != nil {
		for r.done < len(r.cell.items) {
			it := &r.cell.items[r.done]
			r.done++
			if it.At >= r.from && it.At < r.to {
				*out = *it
				return true
			}
		}
		if !r.cells.next(&r.cell) || r.cell.start >= r.to {
			r.failed = r.cells.failed
			r.Close()
			return false
		}
		r.done = 0
		if c := &r.cell; c.items == nil && c.start >= r.from {
			*out = format.Record{At: c.start, Requests: c.requests, Duration: format.NoDuration, ZoneSeconds: c.zoneSeconds}
			return true
		}
	}
	return false
}

// Class returns the name of a class; "" for 0.
func (r *Records) Class(c format.Class) string { return r.classes.Name(c) }

// Err returns the error that ended the reading early, or nil.
func (r *Records) Err() error { return r.failed }

// Close ends the reading; it is harmless twice.
func (r *Records) Close() error {
	r.cells, r.cell, r.done = nil, cell{}, 0
	return nil
}
