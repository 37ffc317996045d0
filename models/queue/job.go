package queue

import (
	"time"

	"failsim/sim"
)

// job is one attempt of a request, from its arrival at a station to its end,
// or a request between two attempts.
type job struct {
	request  uint64   // number in its stream
	first    sim.Time // arrival of the request's first attempt
	arrived  sim.Time
	started  sim.Time      // of service, for the first time
	finish   sim.Time      // when service ends, if it does
	deadline sim.Time      // when it leaves the queue unserved
	work     time.Duration // service that it needs
	left     time.Duration // of work
	stamp    uint32        // differs for each attempt in the slot
	next     int32         // in a line
	prev     int32
	station  int32
	stream   uint16
	attempt  uint32 // 0 for the first
	state    state
	orphan   bool // its client has gone
	missed   bool // what a cache did not have
	class    uint8
}

type state uint8

const (
	free state = iota
	waiting
	served
	between // attempts
)

// jobs is a slab of jobs that are reused; a slot is a job's index.
type jobs struct {
	all  []job
	idle []int32
}

func (s *jobs) take() int32 {
	if n := len(s.idle); n > 0 {
		slot := s.idle[n-1]
		s.idle = s.idle[:n-1]
		return slot
	}
	if len(s.all) == mostJobs {
		panic("queue: more than four million requests are in the system at once")
	}
	s.all = append(s.all, job{})
	return int32(len(s.all) - 1)
}

func (s *jobs) drop(slot int32) {
	j := &s.all[slot]
	j.state = free
	j.orphan = false
	j.stamp++
	s.idle = append(s.idle, slot)
}

// An event's argument holds a slot and the stamp that its job had, so that an
// event of a job that is gone is not taken for one of its successor.
const (
	slotBits = 22
	mostJobs = 1 << slotBits
)

func (s *jobs) argument(slot int32) uint64 {
	return uint64(s.all[slot].stamp)&(1<<slotBits-1)<<slotBits | uint64(slot)
}

// named returns the slot that an argument names, if its job is still there.
func (s *jobs) named(argument uint64) (slot int32, ok bool) {
	slot = int32(argument & (mostJobs - 1))
	return slot, s.argument(slot) == argument
}

// line is a queue of jobs, linked by their slots; from its front to its back.
type line struct {
	front, back int32
	length      int
}

const nobody = -1

func newLine() line { return line{nobody, nobody, 0} }

func (l *line) pushBack(s *jobs, slot int32) {
	j := &s.all[slot]
	j.prev, j.next = l.back, nobody
	if l.back == nobody {
		l.front = slot
	} else {
		s.all[l.back].next = slot
	}
	l.back = slot
	l.length++
}

func (l *line) pushFront(s *jobs, slot int32) {
	j := &s.all[slot]
	j.prev, j.next = nobody, l.front
	if l.front == nobody {
		l.back = slot
	} else {
		s.all[l.front].prev = slot
	}
	l.front = slot
	l.length++
}

func (l *line) remove(s *jobs, slot int32) {
	j := &s.all[slot]
	if j.prev == nobody {
		l.front = j.next
	} else {
		s.all[j.prev].next = j.next
	}
	if j.next == nobody {
		l.back = j.prev
	} else {
		s.all[j.next].prev = j.prev
	}
	l.length--
}
