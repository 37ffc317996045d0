package station

import (
	"time"

	"failsim/sim"
)

// State is where a job is.
type State uint8

// The states.
const (
	Elsewhere State = iota // in no station
	Waiting
	Served
)

// Job is what a station knows of one piece of work.
type Job struct {
	Started sim.Time      // of service, for the first time
	Finish  sim.Time      // when service ends, if it does
	Work    time.Duration // service that it needs
	Left    time.Duration // of Work
	State   State
	Class   uint8 // of priority, 0 first

	next, prev int32 // in a chain
}

// Jobs are all jobs of a holder, by slots that the holder gives out.
type Jobs struct{ all []Job }

// At returns the job in a slot, until the next call of Bring.
func (j *Jobs) At(slot int32) *Job { return &j.all[slot] }

// Bring makes the job in a slot one that needs so much work and is nowhere yet.
func (j *Jobs) Bring(slot int32, work time.Duration, class uint8) {
	for int(slot) >= len(j.all) {
		j.all = append(j.all, Job{})
	}
	j.all[slot] = Job{Finish: sim.Never, Work: work, Left: work, Class: class}
}

// Copy makes the job in one slot like that in another.
func (j *Jobs) Copy(to, from int32) {
	j.Bring(to, 0, 0)
	j.all[to] = j.all[from]
}

// chain is a queue of jobs, linked by their slots; from its front to its back.
type chain struct {
	front, back int32
	length      int
}

const none = -1

func newChain() chain { return chain{none, none, 0} }

func (c *chain) pushBack(s *Jobs, slot int32) {
	j := &s.all[slot]
	j.prev, j.next = c.back, none
	if c.back == none {
		c.front = slot
	} else {
		s.all[c.back].next = slot
	}
	c.back = slot
	c.length++
}

func (c *chain) pushFront(s *Jobs, slot int32) {
	j := &s.all[slot]
	j.prev, j.next = none, c.front
	if c.front == none {
		c.back = slot
	} else {
		s.all[c.front].prev = slot
	}
	c.front = slot
	c.length++
}

func (c *chain) remove(s *Jobs, slot int32) {
	j := &s.all[slot]
	if j.prev == none {
		c.front = j.next
	} else {
		s.all[j.prev].next = j.next
	}
	if j.next == none {
		c.back = j.prev
	} else {
		s.all[j.next].prev = j.prev
	}
	c.length--
}
