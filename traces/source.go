package traces

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// Source is a request trace that can be replayed any number of times, in
// constant memory: each Open starts anew. It is safe for concurrent use; the
// Readers that it hands out are not.
type Source interface {
	// Info tells what the scan of the trace found.
	Info() Info
	// Open starts a replay of a window of the trace. It returns an error if
	// the window does not fit the trace or the file cannot be opened again.
	Open(Window) (Reader, error)
	// Extent counts what Open would play, without expanding counts.
	Extent(Window) (Extent, error)
}

// Reader yields the arrivals of one replay in order of time, and ends when the
// trace or the window does. Close releases the file; it is harmless twice.
type Reader interface {
	request.Arrivals
	Close() error
}

// Options says how to read a trace. The zero value refuses every malformed
// line, detects the format and draws with key 0.
type Options struct {
	// SkipBad is how many malformed lines to leave out and count; one more is
	// an error. 0 refuses the first.
	SkipBad int
	// Format names the format, one of Formats; "" detects it by content.
	Format string
	// Key is the key of all draws: spreading within a second or an interval,
	// and the hashes of clients.
	Key sim.Key
	// Zone is the time zone of traces that state none (counts files); nil is
	// UTC. Logs state their own.
	Zone *time.Location
}

// Info is what one scan of a trace found.
type Info struct {
	Name     string // path, or name of the built-in trace
	Format   string // one of Formats
	Packing  string // "none", "gzip", "bzip2" or "zstd"
	SHA256   string // of the file as it is stored, packed, in hexadecimal
	Requests int64  // accepted requests
	// First and Last are the stamps of the first and the last request (or of
	// the first and last interval) in the zone of the trace: that of the
	// first line of a log, Options.Zone for counts.
	First, Last time.Time
	// Interval is the resolution of the stamps, within which requests are
	// spread: 1 s for logs, the smallest gap between two rows for counts, and
	// 1 ns for formats with stamps finer than a second.
	Interval time.Duration
	Ledger   Ledger
	// OutOfOrder counts accepted lines that lie before the line ahead of
	// them, and FurthestBack the longest way back to the latest line so far.
	OutOfOrder   int64
	FurthestBack time.Duration
	// MeanPerSecond is the rate over Span (over 1 s, if longer);
	// PeakPerSecond that of the busiest minute of the clock (of the busiest
	// interval, if longer), which begins at Peak.
	MeanPerSecond, PeakPerSecond float64
	Peak                         time.Time
	// BusiestDay is the local day with the most requests.
	BusiestDay Day
	// PerMinute counts requests by minute of the local day, over all days.
	PerMinute [minutesPerDay]int64
}

// Day is one local day of a trace.
type Day struct {
	Date     time.Time // local midnight at its start
	Requests int64
}

// Span is the time that the trace covers: from the start of its first interval
// to the end of its last.
func (i *Info) Span() time.Duration { return i.Last.Sub(i.First) + i.Interval }

const (
	minutesPerDay = 24 * 60
	day           = 24 * time.Hour
)

// ReorderWindow is how far a line of a log may lie behind the latest line
// before it and still be put in order; further back it is malformed.
// Assumption: servers log at the end of a request, and few take a minute.
const ReorderWindow = 60 * time.Second
