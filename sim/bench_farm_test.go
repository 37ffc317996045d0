package sim_test

import "failsim/sim"

// A farm of FIFO servers: Poisson arrivals join the shorter of two queues
// drawn at random, and exponential services take one unit of time on average.
// With one server this is the queue M/M/1. Two events a customer.

// lane is a server's queue: when those in it arrived. It is sized so that the
// loads used here never fill it.
type lane struct {
	arrived    []uint64
	head, tail uint64
}

func (l *lane) len() uint64      { return l.tail - l.head }
func (l *lane) push(at uint64)   { l.arrived[l.tail%uint64(len(l.arrived))] = at; l.tail++ }
func (l *lane) pop() (at uint64) { at = l.arrived[l.head%uint64(len(l.arrived))]; l.head++; return at }

// farm is what kernel and floor share: the servers and the draws.
type farm struct {
	lanes  []lane
	spans  *spans
	gap    float64 // between arrivals, of a service
	key    sim.Key
	served uint64
	came   uint64
	sum    uint64 // of sojourns
}

func newFarm(servers int, perUnit float64, s *spans) farm {
	f := farm{lanes: make([]lane, servers), spans: s, gap: 1 / perUnit, key: sim.NewKey(1, 0).Named("choices")}
	for i := range f.lanes {
		f.lanes[i].arrived = make([]uint64, 1<<17/servers)
	}
	return f
}

func (f *farm) untilNext() uint64 { return uint64(float64(f.spans.draw(f.came*3)) * f.gap) }

func (f *farm) service() uint64 { return f.spans.draw(f.served*5 + 2048) }

// join files an arrival and returns its server, and whether it was idle.
func (f *farm) join(now uint64) (server uint64, idle bool) {
	f.came++
	if len(f.lanes) > 1 {
		u := f.key.Uint64(f.came)
		n := uint64(len(f.lanes))
		server = u >> 32 * n >> 32
		if other := u & (1<<32 - 1) * n >> 32; f.lanes[other].len() < f.lanes[server].len() {
			server = other
		}
	}
	l := &f.lanes[server]
	l.push(now)
	return server, l.len() == 1
}

// leave ends a service and reports whether another begins there.
func (f *farm) leave(now, server uint64) (busy bool) {
	l := &f.lanes[server]
	f.served++
	f.sum += now - l.pop()
	return l.len() > 0
}

func (f *farm) result() uint64 { return f.sum }

const (
	arrival uint8 = iota
	departure
)

type farmKernel struct {
	farm
	kernel sim.Kernel
	owner  sim.Owner
}

func newFarmKernel(servers int, perUnit float64, s *spans) *farmKernel {
	f := &farmKernel{farm: newFarm(servers, perUnit, s)}
	f.owner = f.kernel.Register(f)
	f.kernel.Schedule(0, sim.Arrival, f.owner, sim.Event{Kind: arrival})
	return f
}

func (f *farmKernel) Handle(now sim.Time, e sim.Event) {
	switch e.Kind {
	case arrival:
		f.kernel.Schedule(now+sim.Time(f.untilNext()), sim.Arrival, f.owner, e)
		if server, idle := f.join(uint64(now)); idle {
			f.depart(now, server)
		}
	case departure:
		if f.leave(uint64(now), e.Arg) {
			f.depart(now, e.Arg)
		}
	}
}

func (f *farmKernel) depart(now sim.Time, server uint64) {
	f.kernel.Schedule(now+sim.Time(f.service()), sim.Completion, f.owner, sim.Event{Kind: departure, Arg: server})
}

func (f *farmKernel) play(until sim.Time) int {
	before := f.kernel.Fired()
	f.kernel.Run(until)
	return int(f.kernel.Fired() - before)
}

// farmFloor keeps each server's departure in the slot of its number and the
// next arrival in the slot after them.
type farmFloor struct {
	farm
	queue *floor
}

func newFarmFloor(servers int, perUnit float64, s *spans) *farmFloor {
	f := &farmFloor{farm: newFarm(servers, perUnit, s), queue: newFloor(servers + 1)}
	f.queue.push(0, uint64(servers))
	return f
}

func (f *farmFloor) play(until sim.Time) int {
	arrivals := uint64(len(f.lanes))
	for fired := 0; ; fired++ {
		at, slot := f.queue.top()
		if at > uint64(until) {
			return fired
		}
		switch {
		case slot == arrivals:
			f.queue.replace(at+f.untilNext(), slot)
			if server, idle := f.join(at); idle {
				f.queue.push(at+f.service(), server)
			}
		case f.leave(at, slot):
			f.queue.replace(at+f.service(), slot)
		default:
			f.queue.drop()
		}
	}
}

// queueFloor needs no heap: one server has one arrival and one departure to
// come.
type queueFloor struct {
	farm
	arrival, departure uint64
}

func newQueueFloor(perUnit float64, s *spans) *queueFloor {
	return &queueFloor{farm: newFarm(1, perUnit, s), departure: uint64(sim.Never)}
}

func (f *queueFloor) play(until sim.Time) int {
	for fired := 0; ; fired++ {
		at := min(f.arrival, f.departure)
		switch {
		case at > uint64(until):
			return fired
		case f.departure == at:
			f.departure = uint64(sim.Never)
			if f.leave(at, 0) {
				f.departure = at + f.service()
			}
		default:
			f.arrival = at + f.untilNext()
			if _, idle := f.join(at); idle {
				f.departure = at + f.service()
			}
		}
	}
}
