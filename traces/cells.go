package traces

import "errors"

// cell is one interval of a trace and what fell into it: requests known one by
// one (items), or only their number.
type cell struct {
	start, width int64 // ns
	requests     int64
	items        []Record // of a log: one each, in order; else nil
	fine         bool     // items know their nanosecond
	zoneSeconds  int32    // of a row of counts
}

// cellSource yields the cells of a trace in order of time.
type cellSource interface {
	// next fills c and reports true, or reports false at the end or on an
	// error, which err then returns. What c holds is valid until the next
	// call.
	next(c *cell) bool
	err() error
	close() error
}

// cellReader reads one file as cells.
type cellReader struct {
	in    *input
	rows  *rows
	order *reorder // nil for counts
	width int64    // ns
	name  string
}

func (r *cellReader) next(c *cell) bool {
	if r.order != nil {
		return r.order.next(r, c)
	}
	var row Record
	if !r.nextRecord(&row) {
		return false
	}
	*c = cell{start: row.At, width: r.width, requests: row.Requests, zoneSeconds: row.ZoneSeconds}
	return true
}

// nextRecord reads on to the next good line; the scan has counted the others.
func (r *cellReader) nextRecord(row *Record) bool {
	for {
		f, ok := r.rows.next(row)
		if !ok {
			return false
		}
		if f.reason == "" {
			return true
		}
	}
}

func (r *cellReader) err() error {
	if err := r.rows.failure(); err != nil {
		return place(r.name, Ledger{}, err)
	}
	return nil
}

func (r *cellReader) close() error {
	if r.in == nil {
		return nil
	}
	in := r.in
	r.in = nil
	return in.close()
}

// mergedCells merges the cells of several files: of what starts at the same
// time they make one cell, in the order of the files.
type mergedCells struct {
	sources []cellSource
	heads   []cell // the next of each
	more    []bool
	items   []Record
	moved   []int // whose head was handed out and must move on
	failed  error
}

func newMergedCells(sources []cellSource) *mergedCells {
	m := &mergedCells{sources: sources, heads: make([]cell, len(sources)), more: make([]bool, len(sources))}
	for i := range sources {
		m.moved = append(m.moved, i)
	}
	return m
}

func (m *mergedCells) next(c *cell) bool {
	for _, i := range m.moved {
		m.more[i] = m.sources[i].next(&m.heads[i])
		if err := m.sources[i].err(); err != nil {
			m.failed = err
			return false
		}
	}
	m.moved = m.moved[:0]
	first := -1
	for i := range m.heads {
		if m.more[i] && (first < 0 || m.heads[i].start < m.heads[first].start) {
			first = i
		}
	}
	if first < 0 {
		return false
	}
	*c = m.heads[first]
	m.moved = append(m.moved, first)
	m.items = m.items[:0]
	for i := first + 1; i < len(m.heads); i++ {
		if m.more[i] && m.heads[i].start == c.start {
			m.join(c, &m.heads[i])
			m.moved = append(m.moved, i)
		}
	}
	return true
}

// join adds the requests of another cell of the same start.
func (m *mergedCells) join(c, other *cell) {
	c.requests += other.requests
	if c.items == nil {
		return
	}
	if len(m.items) == 0 {
		m.items = append(m.items, c.items...)
	}
	m.items = append(m.items, other.items...)
	c.items = m.items
	if c.fine {
		sortByTime(c.items)
	}
}

func (m *mergedCells) err() error { return m.failed }

func (m *mergedCells) close() error {
	var err error
	for _, s := range m.sources {
		err = errors.Join(err, s.close())
	}
	return err
}
