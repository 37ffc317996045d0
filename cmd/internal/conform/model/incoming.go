package model

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// incoming are requests that come at given instants, each at another.
type incoming struct {
	list    []time.Duration
	read    int
	numbers map[sim.Time]int
}

func newIncoming(list []time.Duration) incoming {
	in := incoming{list: list, numbers: map[sim.Time]int{}}
	for i, at := range list {
		in.numbers[sim.Time(at)] = i
	}
	if len(in.numbers) != len(list) {
		panic("model: two requests come in the same instant")
	}
	return in
}

// Next implements request.Arrivals.
func (in *incoming) Next(a []request.Arrival) (n int) {
	n = min(len(a), len(in.list)-in.read)
	for i := range n {
		a[i] = request.Arrival{At: sim.Time(in.list[in.read+i])}
	}
	in.read += n
	return n
}

// Err implements request.Arrivals.
func (*incoming) Err() error { return nil }
