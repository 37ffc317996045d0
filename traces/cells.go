package traces

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
