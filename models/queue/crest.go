package queue

import (
	"failsim/models/figures"
	"failsim/sim"
)

// longestQueue is the longest queue of a station in one cycle, from time 0 on.
type longestQueue struct {
	queue   int
	at      sim.Time
	drained sim.Time // when the queue was empty for the first time after it
	waits   bool     // the queue has not been empty since
}

// crestTally adds up crests over cycles.
type crestTally struct{ cycles, queue, at, drained, endless float64 }

func (t *crestTally) add(c longestQueue, origin sim.Time) {
	t.cycles++
	if c.queue == 0 {
		return
	}
	t.queue += float64(c.queue)
	t.at += c.at.Sub(origin).Seconds()
	if c.waits {
		t.endless++
	} else {
		t.drained += c.drained.Sub(origin).Seconds()
	}
}

// report tells means over cycles; who still waits at the end of a run has no time
// at which it was empty.
func (t *crestTally) report(out *figures.Report, of string) {
	out.Record(of, "peak_queue", t.queue/t.cycles)
	out.Record(of, "time_of_peak_queue", t.at/t.cycles)
	out.Record(of, "drained_at", t.drained/t.cycles)
	if t.endless > 0 {
		out.Withhold(of, "requests still wait when the run ends", "drained_at")
	}
}
