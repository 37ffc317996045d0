package record

// Mender is what a Sink may also be: one that answers users whose requests have failed.
type Mender interface {
	// Mended reports whether it has answered the request that was settled last.
	Mended() bool
}
