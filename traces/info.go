package traces

import (
	"time"

	"failsim/traces/format"
)

// Info is what one scan of a trace found.
type Info struct {
	Name     string // path, or name of the built-in trace
	Format   string // one of Formats
	Packing  string // "none", or "gzip", "bzip2", "zstd", "UTF-16LE", "UTF-16BE", "JSON array", from without
	SHA256   string // of the file as it is stored, packed, in hexadecimal; of several files, of their sums
	Requests int64  // accepted requests
	// First and Last are the stamps of the first and the last request (or of
	// the first and last interval) on the local clock of the trace: as the
	// lines of a log say, else in Options.Zone.
	First, Last time.Time
	// Interval is the resolution of the stamps, within which requests are
	// spread: 1 s for logs, the smallest gap between two rows for counts, and
	// 1 ns for stamps finer than a second.
	Interval time.Duration
	// Counts reports that the trace is of counts per interval, not of requests.
	Counts bool
	Ledger Ledger
	// Wrappers are what the lines are wrapped in, from the outside in.
	Wrappers []string
	// Padded counts lines that begin with NUL bytes, as truncating a file
	// under its writer leaves them; they are read without these.
	Padded int64
	// Stamp is when stamps were taken, and what was made of them.
	Stamp format.Stamping
	// Known says of how many requests client, duration, bytes, class and
	// status are known.
	Known []Known
	// LeftOut are what folders hold besides the files that were read: hidden
	// files, links to folders, and what is no file.
	LeftOut []LeftOut
	// Files are the files of the trace, each with its own ledger.
	Files []FileInfo
	// OutOfOrder counts accepted lines that lie before the line ahead of
	// them, and FurthestBack the longest way back to the latest line so far.
	OutOfOrder   int64
	FurthestBack time.Duration
	// Offsets are the changes of the local clock, the first at First: one
	// more for each change to or from daylight saving.
	Offsets []Offset
	// AmbiguousTimes counts stamps without a zone in an hour that the local
	// clock shows twice; see Options.Zone.
	AmbiguousTimes int64
	// MeanPerSecond is the rate over Span (over 1 s, if longer);
	// PeakPerSecond that of the busiest minute of the clock (of the busiest
	// interval, if longer), which begins at Peak.
	MeanPerSecond, PeakPerSecond float64
	Peak                         time.Time
	// BusiestDay is the local day with the most requests.
	BusiestDay Day
	// PerMinute counts requests by minute of the local day, over all days.
	PerMinute [minutesPerDay]int64
	// Minutes counts requests by minute of the trace, and by status; minutes
	// without any are left out.
	Minutes []Minute
	// Gaps are the stretches in which too few requests came for chance: an
	// outage that the trace itself recorded. Those who would have asked then
	// are not in it.
	Gaps []Gap
}

// LeftOut is something in a folder that was not read, and why.
type LeftOut struct{ Path, Reason string }

// FileInfo is what the scan found of one of several files.
type FileInfo struct {
	Name, Format, Packing, SHA256 string
	Requests                      int64
	Ledger                        Ledger
	// Wrappers, Padded, Stamp and Known are as those of Info.
	Wrappers []string
	Padded   int64
	Stamp    format.Stamping
	Known    []Known
	// NewestFirst reports that the file began with its latest requests, and was
	// turned round.
	NewestFirst bool
}

// Offset says how far the local clock is ahead of UTC from a moment on.
type Offset struct {
	At      int64 // ns since 1970
	Seconds int32
}

// Day is one local day of a trace.
type Day struct {
	Date     time.Time // local midnight at its start
	Requests int64
}

// Span is the time that the trace covers: from the start of its first interval
// to the end of its last.
func (i *Info) Span() time.Duration { return i.Last.Sub(i.First) + i.Interval }

// Offset returns how far the local clock is ahead at a moment.
func (i *Info) Offset(at int64) int {
	seconds := 0
	for k, o := range i.Offsets {
		if k == 0 || o.At <= at {
			seconds = int(o.Seconds)
		}
	}
	return seconds
}

// local puts a moment on the local clock of the trace.
func (i *Info) local(at int64) time.Time {
	return time.Unix(0, at).In(format.Zone(i.Offset(at)))
}

// midnight returns the moment at which a day began on the local clock.
func (i *Info) midnight(date time.Time) time.Time {
	at := date.UnixNano()
	for range 2 { // the offset at about that time, then at that time
		at = date.UnixNano() - int64(i.Offset(at))*1e9
	}
	return i.local(at)
}

const (
	minutesPerDay = 24 * 60
	day           = 24 * time.Hour
)
