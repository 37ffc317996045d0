// Command failsim plays the workloads on failsim's kernel, through the handler
// interface that models use.
package main

import (
	"os"

	"failsim/peers/draws"
	"failsim/sim"
)

// unit is how many nanoseconds stand for a unit of time.
var unit = 1 / draws.Grid(os.Args[1])

func main() { draws.Main(newFarm, newHold) }

const (
	arrival uint8 = iota
	departure
)

type farm struct {
	draws.Farm
	kernel    sim.Kernel
	owner     sim.Owner
	lines     []line
	customers int
	came      int
	begun     int
	sum       sim.Time
}

// line is a FIFO queue of when its customers came.
type line struct {
	came []sim.Time
	head int
}

func (l *line) len() int { return len(l.came) - l.head }

func (l *line) push(now sim.Time) {
	if l.head > 64 && l.head*2 > len(l.came) {
		l.came, l.head = append(l.came[:0], l.came[l.head:]...), 0
	}
	l.came = append(l.came, now)
}

func newFarm(size draws.Farm, customers int) func() float64 {
	f := &farm{Farm: size, lines: make([]line, size.Servers), customers: customers}
	f.owner = f.kernel.Register(f)
	return func() float64 {
		f.kernel.Schedule(f.gap(0), sim.Arrival, f.owner, sim.Event{Kind: arrival})
		f.kernel.Run(sim.Never - 1)
		return float64(f.sum) / unit / float64(customers)
	}
}

func (f *farm) gap(i int) sim.Time { return sim.Time(draws.Gap(i) * unit) }

func (f *farm) Handle(now sim.Time, e sim.Event) {
	if e.Kind == departure {
		l := &f.lines[e.Arg]
		f.sum += now - l.came[l.head]
		l.head++
		if l.len() > 0 {
			f.serve(now, e.Arg)
		}
		return
	}
	i := f.came
	f.came++
	if f.came < f.customers {
		f.kernel.Schedule(now+f.gap(f.came), sim.Arrival, f.owner, e)
	}
	server := 0
	if f.Servers > 1 {
		a, b := draws.Pair(i)
		if server = a; f.lines[b].len() < f.lines[a].len() {
			server = b
		}
	}
	l := &f.lines[server]
	l.push(now)
	if l.len() == 1 {
		f.serve(now, uint64(server))
	}
}

func (f *farm) serve(now sim.Time, server uint64) {
	f.kernel.Schedule(now+sim.Time(draws.Service(f.begun)*unit), sim.Completion, f.owner, sim.Event{Kind: departure, Arg: server})
	f.begun++
}

type hold struct {
	kernel sim.Kernel
	owner  sim.Owner
	left   int // events to schedule
	drawn  int
	last   sim.Time
}

func newHold(events int) func() float64 {
	h := &hold{left: events}
	h.owner = h.kernel.Register(h)
	for i := range uint64(draws.Pending) {
		h.schedule(0, sim.Event{Arg: i})
	}
	return func() float64 {
		h.kernel.Run(sim.Never - 1)
		return float64(h.last) / unit
	}
}

func (h *hold) schedule(now sim.Time, e sim.Event) {
	h.left--
	h.kernel.Schedule(now+sim.Time(draws.Span(h.drawn)*unit), sim.Change, h.owner, e)
	h.drawn++
}

func (h *hold) Handle(now sim.Time, e sim.Event) {
	h.last = now
	if h.left > 0 {
		h.schedule(now, e)
	}
}
