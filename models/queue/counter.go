package queue

import "failsim/sim"

// counter is servers that take the next of those who wait, in any order that
// does not look at their work, and never break off; only when a server is lost
// does the request that it had begun last go back to the queue, and what is
// left of its work is done later.
type counter struct {
	system  *system
	servers int
	places  int
	serving line // the first begun at its front
	queue   order
}

func (c *counter) offer(now sim.Time, slot int32) bool {
	if c.serving.length < c.servers {
		c.start(now, slot)
		return true
	}
	if c.queue.length() >= c.places {
		return false
	}
	c.system.jobs.all[slot].state = waiting
	c.queue.push(slot)
	c.system.waits(now, slot)
	return true
}

func (c *counter) start(now sim.Time, slot int32) {
	j := &c.system.jobs.all[slot]
	if j.left == j.work {
		j.started = now
	}
	j.state = served
	c.serving.pushBack(&c.system.jobs, slot)
	c.system.finishAt(now.Add(j.left), slot)
}

func (c *counter) leave(now sim.Time, slot int32) {
	c.serving.remove(&c.system.jobs, slot)
	c.fill(now)
}

func (c *counter) quit(_ sim.Time, slot int32) { c.queue.remove(slot) }

func (c *counter) resize(now sim.Time, servers int) {
	c.servers = servers
	for c.serving.length > c.servers {
		slot := c.serving.back
		c.serving.remove(&c.system.jobs, slot)
		j := &c.system.jobs.all[slot]
		j.left, j.finish, j.state = j.finish.Sub(now), sim.Never, waiting
		c.queue.back(slot)
	}
	c.fill(now)
}

func (c *counter) fill(now sim.Time) {
	for c.serving.length < c.servers && c.queue.length() > 0 {
		c.start(now, c.queue.pop())
	}
}
