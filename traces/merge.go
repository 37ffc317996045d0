package traces

import (
	"cmp"
	"errors"
	"slices"
)

// mergedCells merges the cells of several files: of what starts at the same
// time they make one cell, in the order of the files. A file is open only
// while its time is, so that a month of rotated logs takes one or two.
type mergedCells struct {
	open    func(*part) (cellSource, error)
	pending []*part // by their first request, yet to be opened
	active  []head  // by their order among the files
	items   []Record
	failed  error
}

// head is an open file and its next cell.
type head struct {
	part   *part
	source cellSource
	cell   cell
	taken  bool // the cell was handed out
}

func newMergedCells(parts []*part, from int64, open func(*part) (cellSource, error)) *mergedCells {
	m := &mergedCells{open: open}
	for _, p := range parts {
		if p.info.Last.UnixNano()+max(int64(p.info.Interval), second) > from {
			m.pending = append(m.pending, p)
		}
	}
	slices.SortStableFunc(m.pending, func(a, b *part) int { return a.info.First.Compare(b.info.First) })
	return m
}

func (m *mergedCells) next(c *cell) bool {
	if !m.advance() || !m.admit() || len(m.active) == 0 {
		return false
	}
	start := m.earliest()
	m.items = m.items[:0]
	first := true
	for i := range m.active {
		h := &m.active[i]
		if h.cell.start != start {
			continue
		}
		h.taken = true
		if first {
			*c, first = h.cell, false
		} else {
			m.join(c, &h.cell)
		}
	}
	return true
}

func (m *mergedCells) earliest() int64 {
	return slices.MinFunc(m.active, func(a, b head) int { return cmp.Compare(a.cell.start, b.cell.start) }).cell.start
}

// advance moves on the files whose cell was handed out, and closes those that
// have ended.
func (m *mergedCells) advance() bool {
	kept := m.active[:0]
	for _, h := range m.active {
		if !h.taken || m.move(&h) {
			kept = append(kept, h)
		}
		if m.failed != nil {
			return false
		}
	}
	clear(m.active[len(kept):])
	m.active = kept
	return true
}

// move reads the next cell of a file, or closes it.
func (m *mergedCells) move(h *head) bool {
	h.taken = false
	if h.source.next(&h.cell) {
		return true
	}
	m.failed = errors.Join(h.source.err(), h.source.close())
	return false
}

// admit opens the files whose time has come.
func (m *mergedCells) admit() bool {
	for len(m.pending) > 0 {
		p := m.pending[0]
		if len(m.active) > 0 && p.info.First.UnixNano()/second*second > m.earliest() {
			break
		}
		m.pending = m.pending[1:]
		source, err := m.open(p)
		if err != nil {
			m.failed = err
			return false
		}
		h := head{part: p, source: source}
		if m.move(&h) {
			m.active = append(m.active, h)
			slices.SortStableFunc(m.active, func(a, b head) int { return cmp.Compare(a.part.order, b.part.order) })
		}
		if m.failed != nil {
			return false
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
	for _, h := range m.active {
		err = errors.Join(err, h.source.close())
	}
	m.active, m.pending = nil, nil
	return err
}
