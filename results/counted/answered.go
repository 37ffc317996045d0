package counted

import (
	"failsim/models/record"
	"failsim/sim"
)

// Answered reports requests that arrived and were answered at their first
// attempt. Nearly all are, so this is the part of a Tally that must be short:
// one counter of a cell says what Arrived and Settled say in six, and neither
// window nor minute is looked for while they last.
//
// It makes conservation true by construction of these requests. So whoever
// makes a run compares Recorded with the arrivals that its traces gave.
func (t *Tally) Answered(batch []record.Answered) {
	for i := range batch {
		a := &batch[i]
		if a.Arrived >= t.openUntil {
			t.openAt(a.Arrived)
		}
		p, failedOver, took := t.counted[a.Population], a.FailedOver, a.Learns.Sub(a.Arrived)
		p.facts += sim.HashFact(factSettled, p.atOnce|uint64(a.User), uint64(a.Arrived), uint64(a.Learns))
		open := p.open
		open.atOnce++
		open.failedOver += one(failedOver)
		if took > t.objective {
			open.late++
			t.overdue(a.Population, a.Arrived, a.Learns)
		}
		p.bytes += uint64(a.Bytes)
		p.given += a.Work
		p.latency.Add(took)
		if o := p.minutes.now; o.from == t.openMinute && int(a.User/64) < len(o.users) {
			o.good(a.User)
		} else {
			p.minutes.Settle(a.User, a.Arrived, true)
		}
	}
}

// Recorded returns how many requests t was notified of.
func (t *Tally) Recorded() int64 {
	n := int64(0)
	for i := range t.cells {
		n += int64(t.cells[i].arrivals())
	}
	return n
}
