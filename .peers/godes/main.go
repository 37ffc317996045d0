// Command godes plays the workloads on godes, whose active objects are
// goroutines: one for the arrivals, one for each busy server, one for each
// pending event of HOLD.
package main

import (
	"github.com/agoussia/godes"

	"failsim/peers/draws"
)

func main() { draws.Main(newFarm, newHold) }

type farm struct {
	draws.Farm
	lines     [][]float64 // when the customers of each server came
	customers int
	begun     int
	sum       float64
	left      int
	done      chan struct{} // godes itself looks only every millisecond whether it is done
}

func newFarm(size draws.Farm, customers int) func() float64 {
	f := &farm{Farm: size, lines: make([][]float64, size.Servers), customers: customers, left: customers, done: make(chan struct{})}
	return func() float64 {
		godes.AddRunner(&arrivals{&godes.Runner{}, f})
		godes.Run()
		go godes.WaitUntilDone()
		<-f.done
		return f.sum / float64(customers)
	}
}

type arrivals struct {
	*godes.Runner
	farm *farm
}

func (a *arrivals) Run() {
	f := a.farm
	for i := range f.customers {
		godes.Advance(draws.Gap(i))
		server := 0
		if f.Servers > 1 {
			a, b := draws.Pair(i)
			if server = a; len(f.lines[b]) < len(f.lines[a]) {
				server = b
			}
		}
		f.lines[server] = append(f.lines[server], godes.GetSystemTime())
		if len(f.lines[server]) == 1 {
			godes.AddRunner(&busy{&godes.Runner{}, f, server})
		}
	}
}

// busy serves until its queue is empty.
type busy struct {
	*godes.Runner
	farm   *farm
	server int
}

func (b *busy) Run() {
	f := b.farm
	for len(f.lines[b.server]) > 0 {
		f.begun++
		godes.Advance(draws.Service(f.begun - 1))
		f.sum += godes.GetSystemTime() - f.lines[b.server][0]
		f.lines[b.server] = f.lines[b.server][1:]
		if f.left--; f.left == 0 {
			close(f.done)
		}
	}
}

type holds struct {
	events, drawn, fired int
	done                 chan struct{}
}

type pending struct {
	*godes.Runner
	holds *holds
}

func (p *pending) Run() {
	h := p.holds
	for h.drawn < h.events {
		h.drawn++
		godes.Advance(draws.Span(h.drawn - 1))
		if h.fired++; h.fired == h.events {
			close(h.done)
		}
	}
}

func newHold(events int) func() float64 {
	h := &holds{events: events, done: make(chan struct{})}
	for range draws.Pending {
		godes.AddRunner(&pending{&godes.Runner{}, h})
	}
	return func() float64 {
		godes.Run()
		go godes.WaitUntilDone()
		<-h.done
		return godes.GetSystemTime()
	}
}
