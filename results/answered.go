package results

import (
	"failsim/models/record"
	"failsim/sim"
)

// Answered tells of requests that arrived and were answered at their first
// attempt. Nearly all are, so this is the part of a Tally that must be short:
// one counter of a cell says what Arrived and Settled say in six.
//
// It makes conservation true by construction of these requests. So whoever
// makes a run compares Told with the arrivals that its traces gave.
func (t *Tally) Answered(batch []record.Answered) {
	for i := range batch {
		a := &batch[i]
		if uint64(a.Arrived-t.openFrom) >= uint64(t.width) {
			t.openWindow(a.Arrived)
		}
		p, took := &t.populations[a.Population], a.Learns.Sub(a.Arrived)
		p.open.atOnce++
		if a.FailedOver {
			p.open.failedOver++
		}
		if took > t.objective {
			p.open.late++
			t.overdue(a.Population, a.Arrived, a.Learns)
		}
		p.bytes += uint64(a.Bytes)
		p.given += a.Work
		p.latency.add(int64(took))
		p.minutes.settle(a.User, a.Arrived, true)
		t.fingerprint.Fact(factSettled, uint64(a.Population)<<56|1<<32|uint64(a.User), uint64(a.Arrived), uint64(a.Learns))
	}
}

// openWindow finds the cells of the window of an instant.
func (t *Tally) openWindow(at sim.Time) {
	w := min(int(at/t.width), t.windows-1)
	t.openFrom = sim.Time(w) * t.width
	for p := range t.populations {
		t.populations[p].open = &t.column(p)[w]
	}
}

// Told returns how many requests t was told of.
func (t *Tally) Told() int64 {
	n := int64(0)
	for i := range t.cells {
		n += int64(t.cells[i].arrivals())
	}
	return n
}
