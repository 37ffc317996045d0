// Command simgo plays the workloads on simgo with events and handlers, which
// is its faster style (processes are goroutines there).
package main

import (
	"github.com/fschuetz04/simgo"

	"failsim/peers/draws"
)

func main() { draws.Main(newFarm, newHold) }

type farm struct {
	draws.Farm
	sim       *simgo.Simulation
	lines     [][]float64 // when the customers of each server came
	depart    []simgo.Handler
	customers int
	came      int
	begun     int
	sum       float64
}

func newFarm(size draws.Farm, customers int) func() float64 {
	f := &farm{Farm: size, sim: simgo.NewSimulation(), lines: make([][]float64, size.Servers), customers: customers}
	for server := range f.lines {
		f.depart = append(f.depart, func(*simgo.Event) { f.leave(server) })
	}
	return func() float64 {
		f.sim.Timeout(draws.Gap(0)).AddHandler(f.arrive)
		f.sim.Run()
		return f.sum / float64(customers)
	}
}

func (f *farm) arrive(*simgo.Event) {
	i := f.came
	f.came++
	if f.came < f.customers {
		f.sim.Timeout(draws.Gap(f.came)).AddHandler(f.arrive)
	}
	server := 0
	if f.Servers > 1 {
		a, b := draws.Pair(i)
		if server = a; len(f.lines[b]) < len(f.lines[a]) {
			server = b
		}
	}
	f.lines[server] = append(f.lines[server], f.sim.Now())
	if len(f.lines[server]) == 1 {
		f.serve(server)
	}
}

func (f *farm) serve(server int) {
	f.sim.Timeout(draws.Service(f.begun)).AddHandler(f.depart[server])
	f.begun++
}

func (f *farm) leave(server int) {
	l := f.lines[server]
	f.sum += f.sim.Now() - l[0]
	f.lines[server] = l[1:]
	if len(l) > 1 {
		f.serve(server)
	}
}

func newHold(events int) func() float64 {
	s := simgo.NewSimulation()
	drawn := 0
	var fire simgo.Handler
	schedule := func() {
		s.Timeout(draws.Span(drawn)).AddHandler(fire)
		drawn++
	}
	fire = func(*simgo.Event) {
		if drawn < events {
			schedule()
		}
	}
	for range draws.Pending {
		schedule()
	}
	return func() float64 {
		s.Run()
		return s.Now()
	}
}
