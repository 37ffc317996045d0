package queue

import (
	"failsim/models/distribution"
	fcfs "failsim/models/station"
	"failsim/sim"
)

// desk is how a station serves: one file for each way. Whoever calls it counts
// how many are in the station.
type desk interface {
	// offer brings a job; false: every place is taken.
	offer(now sim.Time, slot int32) bool
	// leave takes away a job that the desk has served to its end.
	leave(now sim.Time, slot int32)
	// quit takes away a job that waits and whose patience is at its end.
	quit(now sim.Time, slot int32)
	// resize changes the number of servers.
	resize(now sim.Time, servers int)
}

// newDesk returns the cheapest desk that serves as the station's file says.
func (s *system) newDesk(index int32, spec *Station, impatient bool) desk {
	switch {
	case spec.Discipline == ProcessorSharing:
		return &sharing{system: s, index: index, servers: spec.Servers, places: spec.Places, due: sim.Never}
	case spec.Servers == Unlimited:
		return &unlimited{system: s}
	case spec.Discipline == FIFO && !impatient && len(spec.Schedule) == 0 && spec.Scales == nil && spec.Breaks == nil:
		if spec.Servers == 1 {
			return &oneByOne{firstCome{system: s, station: fcfs.New(1, spec.Places)}, newLine()}
		}
		return &firstCome{system: s, station: fcfs.New(spec.Servers, spec.Places)}
	}
	return &counter{
		system: s, servers: spec.Servers, places: spec.Places,
		serving: newLine(), queue: newOrder(&s.jobs, spec),
	}
}

// firstCome is first come, first served by servers that never change for
// requests that never leave: when each is served follows when it arrives.
type firstCome struct {
	system  *system
	station *fcfs.Station
}

func (f *firstCome) offer(now sim.Time, slot int32) bool {
	j := &f.system.jobs.all[slot]
	start, finish, ok := f.station.Offer(now, j.work)
	if !ok {
		return false
	}
	j.state, j.started = served, start
	f.system.finishAt(finish, slot)
	return true
}

func (*firstCome) leave(sim.Time, int32) {}
func (*firstCome) quit(sim.Time, int32)  { panic("queue: nobody leaves a queue without patience") }
func (*firstCome) resize(sim.Time, int) {
	panic("queue: a station without a schedule keeps its servers")
}

// oneByOne is firstCome with one server: requests end in the order in which
// they came, so that only the first's end needs an event in the kernel's queue.
type oneByOne struct {
	firstCome
	line line
}

func (o *oneByOne) offer(now sim.Time, slot int32) bool {
	s := o.system
	j := &s.jobs.all[slot]
	start, finish, ok := o.station.Offer(now, j.work)
	if !ok {
		return false
	}
	j.state, j.started, j.finish = served, start, finish
	o.line.pushBack(&s.jobs, slot)
	if o.line.length == 1 {
		s.finishAt(finish, slot)
	}
	return true
}

func (o *oneByOne) leave(_ sim.Time, slot int32) {
	s := o.system
	o.line.remove(&s.jobs, slot)
	if first := o.line.front; first != nobody {
		s.finishAt(s.jobs.all[first].finish, first)
	}
}

// unlimited serves everybody at once.
type unlimited struct{ system *system }

func (u *unlimited) offer(now sim.Time, slot int32) bool {
	j := &u.system.jobs.all[slot]
	j.state, j.started = served, now
	u.system.finishAt(now.Add(j.work), slot)
	return true
}

func (*unlimited) leave(sim.Time, int32) {}
func (*unlimited) quit(sim.Time, int32)  { panic("queue: nobody waits where servers are unlimited") }
func (*unlimited) resize(sim.Time, int)  { panic("queue: unlimited servers do not change") }

// patienceOf returns when a job that starts to wait now will leave.
func patienceOf(l distribution.Distribution, now sim.Time, u float64) sim.Time {
	if l == nil {
		return sim.Never
	}
	return now.Add(l.Quantile(u))
}
