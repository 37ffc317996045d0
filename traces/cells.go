package traces

import "io"

// cell is one interval of a trace and what fell into it: requests known one by
// one (items), or only their number.
type cell struct {
	start, width int64 // ns
	requests     int64
	items        []item // of a log: one each, in order; else nil
	fine         bool   // items know their nanosecond
}

// item is what a log knows of one request besides its second.
type item struct {
	client     uint64
	bytes      uint32
	nanosecond int32 // within the second; in order if stamps are fine, else 0
}

// cellReader reads a trace as cells in order of time.
type cellReader struct {
	file     io.Closer
	unpacked unpacked
	rows     *rows
	order    *reorder // nil for counts
	width    int64    // ns
	name     string
}

// next fills c and reports true, or reports false at the end or on an error,
// which the reader's rows then hold. What c holds is valid until the next call.
func (r *cellReader) next(c *cell) bool {
	if r.order != nil {
		return r.order.next(r, c)
	}
	var row record
	if !r.nextRecord(&row) {
		return false
	}
	*c = cell{start: row.at, width: r.width, requests: row.requests}
	return true
}

// nextRecord reads on to the next good line; the scan has counted the others.
func (r *cellReader) nextRecord(row *record) bool {
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
	if r.rows.err == nil {
		return nil
	}
	return place(r.name, Ledger{}, r.rows.err)
}

func (r *cellReader) close() error {
	if r.file == nil {
		return nil
	}
	file := r.file
	r.file = nil
	r.unpacked.close()
	return file.Close()
}
