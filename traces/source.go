package traces

// Source is a request trace that can be replayed any number of times: each Open
// starts anew. It is safe for concurrent use; the
// Readers that it hands out are not.
type Source interface {
	// Info reports what the scan of the trace found.
	Info() Info
	// Open starts a replay of a window of the trace. It returns an error if
	// the window does not fit the trace or the file cannot be opened again.
	Open(Window) (Reader, error)
	// Extent counts what Open would play, without expanding counts.
	Extent(Window) (Extent, error)
	// Records reads what the trace says, with the stamps that it has.
	Records(Span) (*Records, error)
}
