package traces

import (
	"failsim/models/request"
	"failsim/traces/format"
)

// Stream yields records in order of time, one by one. *Records is one; others
// change what comes out of another. Numbers of classes are those of the
// stream, which knows their names.
type Stream interface {
	// Next fills r and reports true, or reports false at the end or on an
	// error, which Err then returns.
	Next(r *format.Record) bool
	Class(c format.Class) string
	Err() error
	Close() error
}

// expanded yields single requests with a time of their own.
type expanded struct {
	spread  spread
	classes *format.Classes
	one     [1]request.Arrival
}

// Expand reads a trace as single requests, each with a time of its own: those
// of an interval of counts, and those whose stamps are of whole seconds, are
// spread within it as Options.Spread says, as a replay spreads them.
func Expand(s Source, span Span) (Stream, error) {
	t := s.(*trace)
	e := &expanded{classes: t.classes}
	from, to := span.Bounds()
	e.spread = spread{cells: t.cells(allColumns, from), key: t.spreadKey(Window{}), from: from, to: to, how: t.options.Spread}
	return e, nil
}

func (e *expanded) Next(r *format.Record) bool {
	if e.spread.cells == nil || e.spread.next(e.one[:]) == 0 {
		return false
	}
	cell := &e.spread.cell
	if cell.items == nil {
		*r = format.Record{Duration: format.NoDuration, ZoneSeconds: cell.zoneSeconds}
	} else {
		*r = cell.items[e.spread.done-1]
	}
	r.At, r.Requests = int64(e.one[0].At), 1
	return true
}

func (e *expanded) Class(c format.Class) string { return e.classes.Name(c) }

func (e *expanded) Err() error {
	if e.spread.cells == nil {
		return nil
	}
	return e.spread.cells.failed
}

func (e *expanded) Close() error {
	e.spread.cells = nil
	return nil
}
