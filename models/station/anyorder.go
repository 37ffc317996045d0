package station

import "failsim/sim"

// anyOrder is servers that take the next of those who wait, in any order that
// does not look at their work, and never break off; only when a server is lost
// does the request that it had begun last go back to the queue, and what is
// left of its work is done later.
type anyOrder struct {
	host     Host
	jobs     *Jobs
	servers  int
	capacity int
	open     bool  // the host says when a service has ended
	serving  chain // the first begun at its front
	queue    order
}

func (c *anyOrder) Offer(now sim.Time, slot int32) bool {
	if c.serving.length < c.servers {
		c.start(now, slot)
		return true
	}
	if c.queue.length() >= c.capacity {
		return false
	}
	c.jobs.all[slot].State = Waiting
	c.queue.push(slot)
	c.host.Waits(now, slot)
	return true
}

func (c *anyOrder) start(now sim.Time, slot int32) {
	j := &c.jobs.all[slot]
	if j.Left == j.Work {
		j.Started = now
	}
	j.State = Served
	c.serving.pushBack(c.jobs, slot)
	if !c.open {
		j.Finish = now.Add(j.Left)
	}
	c.host.Ends(j.Finish, slot)
}

func (c *anyOrder) Leave(now sim.Time, slot int32) {
	c.serving.remove(c.jobs, slot)
	c.fill(now)
}

func (c *anyOrder) Quit(_ sim.Time, slot int32) { c.queue.remove(slot) }

func (c *anyOrder) Resize(now sim.Time, servers int) {
	c.servers = servers
	for c.serving.length > c.servers {
		slot := c.serving.back
		c.serving.remove(c.jobs, slot)
		j := &c.jobs.all[slot]
		if !c.open {
			j.Left, j.Finish = j.Finish.Sub(now), sim.Never
		}
		j.State = Waiting
		c.queue.back(slot)
	}
	c.fill(now)
}

func (c *anyOrder) fill(now sim.Time) {
	for c.serving.length < c.servers && c.queue.length() > 0 {
		c.start(now, c.queue.pop())
	}
}
