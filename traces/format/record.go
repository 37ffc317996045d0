package format

import "time"

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
	Object      uint32 // hash of what was asked for, without a query; 0: the trace does not say
	Status      uint16 // of HTTP, 100 to 599; 0 if unknown; StatusNoAnswer
	HasClient   bool
	HasBytes    bool // Bytes is known
}

// StatusNoAnswer is the status of a request that the log says got no answer: a
// failure, and no status of HTTP. Logs write it 000 or 0, or say so in words.
const StatusNoAnswer = 1000

// statusHungUp is what nginx writes of a client that went away before it had
// its answer. Formats that say so in another way are read as this status.
const statusHungUp = 499

// HungUp reports whether the client went away before it had its answer: neither a
// success nor a failure of the server. nginx and others say 499, AWS's
// application load balancer 460.
func (r *Record) HungUp() bool { return r.Status == statusHungUp || r.Status == 460 }

// NoDuration stands for a duration that a trace does not say.
const NoDuration = -1

// Time returns the stamp on the local clock of the trace.
func (r *Record) Time() time.Time {
	return time.Unix(0, r.At).In(Zone(int(r.ZoneSeconds)))
}

// fault says what is wrong with a line. The zero value is no fault.
type Fault struct {
	Column int    // 1-based byte
	Reason string // a constant, so that reasons can be counted
}

// setAside says that a line is well-formed and no request: it is counted by its
// kind. (A field of its own would make a fault too large for registers, which
// costs more than half of the time that a line of a log takes.)
func setAside(kind string) Fault { return Fault{Reason: kind, Column: -1} }

func (f Fault) Apart() bool { return f.Column < 0 }

// aside is what a parser returns for a line that holds no data and is not
// malformed, such as a directive that names columns.
var aside = Fault{Reason: "no data"}
