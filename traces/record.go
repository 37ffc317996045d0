package traces

import (
	"fmt"
	"time"
)

// Record is what a trace says of one request, or, where it is of counts, of
// the requests of one interval. What a trace does not say is zero, but for
// Duration.
type Record struct {
	At       int64  // ns since 1970: the stamp, at the start of its interval
	Requests int64  // 1 for a line of a log
	Client   uint64 // keyed hash of the client, if HasClient; an address is never kept
	// Duration is how long the server took, in ns, as it says itself: waiting
	// is in it, so it is no demand for service. NoDuration if it says nothing.
	Duration    int64
	Bytes       uint64 // of the answer
	ZoneSeconds int32  // how far the local clock is ahead of UTC
	Class       Class
	Status      uint16 // of HTTP, 100 to 599; 0 if unknown
	HasClient   bool
}

// NoDuration stands for a duration that a trace does not say.
const NoDuration = -1

// Time returns the stamp on the local clock of the trace.
func (r *Record) Time() time.Time {
	return time.Unix(0, r.At).In(zoneNamed(int(r.ZoneSeconds)))
}

// fault says what is wrong with a line. The zero value is no fault.
type fault struct {
	column int    // 1-based byte
	reason string // a constant, so that reasons can be counted
	back   time.Duration
}

// aside is what a parser returns for a line that holds no data and is not
// malformed, such as a directive that names columns.
var aside = fault{reason: "no data"}

// message is the reason in full.
func (f fault) message() string {
	if f.back > 0 {
		return fmt.Sprintf("the time goes back %s, %s", f.back, f.reason)
	}
	return f.reason
}

// kind is the reason without its figures, so that reasons can be counted.
func (f fault) kind() string {
	if f.back > 0 {
		return "the time goes back, " + f.reason
	}
	return f.reason
}
