package counted

import (
	"time"

	"failsim/models/record"
	"failsim/sim"
)

// trigger follows what set an incident off: the faults that are under way.
type trigger struct {
	begun, over int
	ended       sim.Time // when the last one was over
}

func (t *trigger) mark(at sim.Time, m record.Mark) {
	switch m {
	case record.FaultBegan:
		t.begun++
	case record.FaultEnded:
		t.over++
		t.ended = at
	}
}

// gone returns when the trigger and its own effect had gone, or
// sim.Never: all faults that last a while are over, and what those of a moment
// have misconfigured is mended, so that no record is missing and no LB holds a wrong
// configuration. Harm after that sustains itself, or is left over in clients,
// names and queues.
func (t *trigger) gone(l *Layout, fleets []fleet) sim.Time {
	lasting := t.begun - t.over
	for _, at := range l.Momentary {
		if time.Duration(at) < l.Length {
			lasting--
		}
	}
	if lasting > 0 {
		return sim.Never
	}
	gone := max(t.ended, l.Onset)
	for i := range fleets {
		f := &fleets[i]
		if f.broken() {
			return sim.Never
		}
		gone = max(gone, f.whole)
	}
	return gone
}
