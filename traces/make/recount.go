package maker

import (
	"fmt"
	"time"

	"failsim/traces"
	"failsim/traces/format"
)

// recounted counts the requests of a stream by interval.
type recounted struct {
	traces.Stream
	width int64
	phase int64         // of the intervals
	next  format.Record // of the stream, not yet counted
	any   bool
}

// Count counts the requests of a stream by intervals, one of which begins at
// origin; those without any are left out. Of counts, whose intervals are as
// wide as from, it makes longer ones, which must hold whole ones.
func Count(of traces.Stream, from, to time.Duration, origin time.Time) (traces.Stream, error) {
	if to < from || to%from != 0 {
		return nil, &format.InputError{Reason: fmt.Sprintf("requests whose stamps are of %s cannot be counted by %s", from, to)}
	}
	return &recounted{Stream: of, width: int64(to), phase: origin.UnixNano() % int64(to)}, nil
}

func (c *recounted) Next(r *format.Record) bool {
	if !c.any && !c.Stream.Next(&c.next) {
		return false
	}
	*r = format.Record{At: c.next.At - ((c.next.At-c.phase)%c.width+c.width)%c.width, Duration: format.NoDuration, ZoneSeconds: c.next.ZoneSeconds}
	for c.any = true; c.any && c.next.At < r.At+c.width; c.any = c.Stream.Next(&c.next) {
		r.Requests += c.next.Requests
	}
	return c.Err() == nil
}
