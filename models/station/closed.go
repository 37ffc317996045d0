package station

import "failsim/sim"

// closed is first come, first served by servers that never change for jobs that
// never leave: when each is served follows when it arrives.
type closed struct {
	host    Host
	jobs    *Jobs
	station *Station
}

func (c *closed) Offer(now sim.Time, slot int32) bool {
	if !c.fix(now, slot) {
		return false
	}
	c.host.Ends(c.jobs.all[slot].Finish, slot)
	return true
}

// fix fixes when a job is served, if there is a place for it.
func (c *closed) fix(now sim.Time, slot int32) bool {
	j := &c.jobs.all[slot]
	start, finish, ok := c.station.Offer(now, j.Work)
	if ok {
		j.State, j.Started, j.Finish = Served, start, finish
	}
	return ok
}

func (*closed) Leave(sim.Time, int32) {}
func (*closed) Quit(sim.Time, int32) {
	panic("station: a request without patience does not leave the queue")
}
func (*closed) Resize(sim.Time, int) { panic("station: the number of servers was not to change") }

// oneByOne is closed with one server: jobs end in the order in which they came,
// so that only the first's end needs an event in the kernel's queue.
type oneByOne struct {
	closed
	chain chain
}

func (o *oneByOne) Offer(now sim.Time, slot int32) bool {
	if !o.fix(now, slot) {
		return false
	}
	o.chain.pushBack(o.jobs, slot)
	if o.chain.length == 1 {
		o.host.Ends(o.jobs.all[slot].Finish, slot)
	}
	return true
}

func (o *oneByOne) Leave(_ sim.Time, slot int32) {
	o.chain.remove(o.jobs, slot)
	if first := o.chain.front; first != none {
		o.host.Ends(o.jobs.all[first].Finish, first)
	}
}

// all are served at once.
type everybody struct {
	host Host
	jobs *Jobs
}

func (e *everybody) Offer(now sim.Time, slot int32) bool {
	j := &e.jobs.all[slot]
	j.State, j.Started, j.Finish = Served, now, now.Add(j.Work)
	e.host.Ends(j.Finish, slot)
	return true
}

func (*everybody) Leave(sim.Time, int32) {}
func (*everybody) Quit(sim.Time, int32) {
	panic("station: no request waits where servers are unlimited")
}
func (*everybody) Resize(sim.Time, int) { panic("station: unlimited servers do not change") }
