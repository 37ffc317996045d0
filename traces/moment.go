package traces

import (
	"fmt"
	"time"

	"failsim/traces/format"
)

// localLayouts are the ways to write a moment of a local clock.
var localLayouts = []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05"}

// Moment reads a moment: RFC 3339, or a time of the trace's local clock. One
// that the clock shows twice is the first; one that it never shows is refused.
func (i *Info) Moment(text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return i.local(at.UnixNano()), nil
	}
	for _, layout := range localLayouts {
		clock, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		for _, o := range i.Offsets {
			if at := clock.UnixNano() - int64(o.Seconds)*second; i.Offset(at) == int(o.Seconds) {
				return i.local(at), nil
			}
		}
		return time.Time{}, &format.InputError{Reason: fmt.Sprintf("%q: the clock of the trace never showed this time", text)}
	}
	return time.Time{}, &format.InputError{Reason: fmt.Sprintf("%q is not a moment such as 2026-03-01T12:00:00+01:00 or, on the clock of the trace, 2026-03-01 12:00", text)}
}
