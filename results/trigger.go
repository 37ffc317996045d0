package results

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

// triggerGone returns when the trigger and its own effect had gone, or
// sim.Never: all faults that last a while are over, and what those of a moment
// have damaged is mended, so that no record is missing and no LB holds a wrong
// configuration. Harm after that sustains itself, or is left over in clients,
// names and queues.
func (t *Tally) triggerGone() sim.Time {
	lasting := t.trigger.begun - t.trigger.over
	for _, at := range t.layout.Momentary {
		if time.Duration(at) < t.layout.Length {
			lasting--
		}
	}
	if lasting > 0 {
		return sim.Never
	}
	gone := max(t.trigger.ended, t.layout.Onset)
	for i := range t.fleets {
		f := &t.fleets[i]
		if f.broken() {
			return sim.Never
		}
		gone = max(gone, f.whole)
	}
	return gone
}
