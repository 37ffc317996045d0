package format

// Reader0 reads a file of a known format, record by record.
type Reader struct {
	feed  feed
	of    *reading
	found Found
}

// Next fills record with the next one, or says what is wrong with it. At the end, or
// on an error, which Failure then returns, it reports false.
func (r *Reader) Next(record *Record) (Fault, bool) { return r.feed.next(record) }

// Line is the number, from 1, of the line (or row) that Next last read.
func (r *Reader) Line() int64 { return r.feed.line() }

// Headers is how many lines that hold no data Next has passed.
func (r *Reader) Headers() int64 { return r.feed.headers() }

// Failure is why Next came to an end before the file did, or nil.
func (r *Reader) Failure() error { return r.feed.failure() }

// Shape is what all records have in common.
func (r *Reader) Shape() Shape { return r.feed.shape() }

// Format is the name of the format: of the product, if it is known by its columns.
func (r *Reader) Format() string {
	if r.of.layout != nil {
		return r.of.layout.name
	}
	return r.found.name
}

// Wrappers names what the lines are wrapped in, from the outside in.
func (r *Reader) Wrappers() []string { return r.found.wraps.names() }

// Stamping reports when stamps are taken, and of how many requests so far it moved
// them.
func (r *Reader) Stamping() Stamping {
	shifted := int64(0)
	if a, ok := r.feed.(*arrivals); ok {
		shifted = a.shifted
	}
	return r.of.stamp(r.found.format).reported(shifted)
}

// Padded counts the lines so far that began with NUL bytes.
func (r *Reader) Padded() int64 {
	read := r.feed
	if a, ok := read.(*arrivals); ok {
		read = a.feed
	}
	if l, ok := read.(*lineFeed); ok {
		return l.padding
	}
	return 0
}

// Ambiguous counts the stamps so far of an hour that the local clock shows twice.
func (r *Reader) Ambiguous() int64 { return r.of.local.twice }

// found is what a file is: its format, and what its lines are wrapped in.
type Found struct {
	*format
	wraps wrapping
}
