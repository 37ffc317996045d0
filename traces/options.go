package traces

import (
	"fmt"
	"io"
	"time"

	"failsim/sim"
	"failsim/traces/format"
)

// Options says how to read a trace. The zero value refuses every malformed
// line, detects the format and draws with key 0.
type Options struct {
	// SkipBad is how many malformed lines of each file to leave out and
	// count; one more is an error. 0 refuses the first.
	SkipBad int
	// SkipBadShare, if not 0, is what share of the lines of each file may be
	// malformed, judged at its end; then SkipBad does not count.
	SkipBadShare float64
	// Format names the format, one of Formats; "" detects it by content.
	Format string
	// Fields says which columns of a file with named ones mean what; those
	// left empty are found by their usual names.
	Fields format.Fields
	// Stamp says when the stamps were taken, if not as the format says.
	Stamp format.Stamp
	// Pattern is a regular expression whose named groups say what the parts of
	// a line are; LogFormat is the line in which a server was told what to
	// write. Either takes the place of a format.
	Pattern, LogFormat string
	// Spread says how requests are spread within the resolution of their
	// stamps.
	Spread Spread
	// Key is the key of all draws: spreading within a second or an interval,
	// and the hashes of clients.
	Key sim.Key
	// Zone is the local clock of traces whose stamps state no zone; nil is
	// UTC. Logs that state their own do not look at it. A time that the clock
	// shows twice, when daylight saving ends, is the first, unless that would
	// go back by more than a minute.
	Zone *time.Location
	// Window, if not 0, is how far a line may lie behind the latest line
	// before it; further back it is malformed. Without it, lines are put in
	// order however far back they lie.
	Window time.Duration
	// Stdin is what StandardInput reads; nil is that of the process.
	Stdin io.Reader
}

// toRead is what of the options the format of a file looks at.
func (o *Options) toRead() format.Options {
	return format.Options{Format: o.Format, Fields: o.Fields, Stamp: o.Stamp, Pattern: o.Pattern, LogFormat: o.LogFormat, Key: o.Key, Zone: o.Zone}
}

func (o *Options) allowance() allowance {
	if o.SkipBadShare > 0 {
		return allowance{share: o.SkipBadShare}
	}
	return allowance{lines: int64(o.SkipBad)}
}

// check says what is wrong with the options themselves.
func (o *Options) check() error {
	switch {
	case o.SkipBad < 0:
		return &format.InputError{Reason: "the number of malformed lines to skip is negative"}
	case !(o.SkipBadShare >= 0 && o.SkipBadShare <= 1):
		return &format.InputError{Reason: fmt.Sprintf("the share of malformed lines to skip, %g, is not between 0 and 1", o.SkipBadShare)}
	case o.Window < 0:
		return &format.InputError{Reason: "the time by which a line may lie back is negative"}
	}
	return nil
}
