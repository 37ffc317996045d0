package traces

import "time"

// Gap is a stretch of a trace in which requests are missing: by the minutes beside
// it so many should have come that the chance of so few is below e^-20, and below
// one in a thousand that a whole trace of Poisson arrivals shows such. Each side
// tells its rate by at least 30 requests; nothing is said where it cannot. A gap
// longer than an hour must be one by the same hours of other days, and of other
// weeks, too, and these report how many are missing. A log that is silent says that
// the server was, not that no client asked.
type Gap struct {
	Start, End time.Time // the end is that of its last minute
	Requests   int64     // that came
	Missing    int64     // that should have come besides
}

const (
	// few is the share of the usual rate below which a minute may belong to a
	// gap. Assumption: no demand falls to it within a minute and comes back.
	few = 0.2
	// newLevel is how many minutes in a row with some requests, but few, are
	// not a gap but the usual rate from then on. Assumption.
	newLevel = 240
	// stale is how many minutes of a gap make what was usual before it say
	// nothing of what is usual behind it: the time of day has moved on.
	// Assumption.
	stale = 60
)

// gapFinder goes through the minutes of a trace and remembers what was usual.
type gapFinder struct {
	width int64 // ns of a minute, or of the interval if that is longer
	all   []Minute
	// surprising is the exponent of the chance below which few are too few.
	surprising float64
	// dispersion is that of the trace, for the minutes beside a gap are too few
	// to show how bursty it is.
	dispersion float64
	position   int64   // end of the last minute
	usual      []int64 // the last minutes, silent ones too

	open    bool // a gap is open, or has ended and waits for what follows
	gap     Minute
	end     int64
	before  []int64 // the minutes ahead of it
	after   []int64 // the minutes behind it
	minutes int64   // of the gap that have a record
	gaps    []Gap
}
