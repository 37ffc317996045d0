package service

import (
	"failsim/models/station"
	"failsim/sim"
)

// Order is capacity that a tenant orders beside all others: units of a stock,
// unless they are reserved, and a call of an API whose workers may be busy with
// shared. It waits for units as long as there are none.
type Order struct {
	Stock *Stock // nil: of none, or reserved
	Units int
	Queue *station.WorkQueue // nil: a call takes no time
	// Done is told when it is there; Refused, if the API drops the call, that it will
	// never be.
	Done, Refused func(now sim.Time)

	got int
}

// Place places the order, once.
func (o *Order) Place(now sim.Time) {
	if o.Stock == nil {
		o.call(now)
		return
	}
	for i := range o.Units {
		o.ask(now, i)
	}
}

// ask implements asker: it asks for a unit, or does so again, as there may be one.
func (o *Order) ask(now sim.Time, unit int) {
	if !o.Stock.take(o, unit) {
		return
	}
	if o.got++; o.got == o.Units {
		o.call(now)
	}
}

func (o *Order) call(now sim.Time) {
	if o.Queue == nil {
		o.Done(now)
		return
	}
	o.Queue.Put(now, o, 0, 0)
}

// Ended implements station.Asker.
func (o *Order) Ended(now sim.Time, _ uint64, done bool) {
	if done {
		o.Done(now)
		return
	}
	if o.Stock != nil {
		o.Stock.Add(now, o.Units)
	}
	o.Refused(now)
}
