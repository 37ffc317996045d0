package record_test

import (
	"fmt"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// ledger counts requests: each is recorded once, by Answered, or by Arrived and then
// Settled. So arrived is what either records, and the rest is in flight.
type ledger struct {
	record.Nothing
	arrived, good, bad int
}

func (l *ledger) Answered(a []record.Answered) { l.arrived += len(a); l.good += len(a) }

func (l *ledger) Arrived(request.Population, request.User, sim.Time) { l.arrived++ }

func (l *ledger) Settled(s *record.Settlement) {
	if s.Good() {
		l.good++
	} else {
		l.bad++
	}
}

func ExampleSink() {
	var l ledger
	l.Arrived(0, 7, 10)                                                                                 // is tried again, and has not ended
	l.Arrived(0, 8, 20)                                                                                 // fails
	l.Answered([]record.Answered{{User: 9, Arrived: 5, Learns: 6}, {User: 9, Arrived: 15, Learns: 17}}) // comes late
	l.Settled(&record.Settlement{User: 8, Arrived: 20, Ended: 30, Attempts: 3, Cause: request.RegionDown})
	fmt.Println(l.arrived, "arrived:", l.good, "good,", l.bad, "failed,", l.arrived-l.good-l.bad, "in flight")
	// Output: 4 arrived: 2 good, 1 failed, 1 in flight
}
