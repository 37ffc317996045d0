package queue

import "failsim/sim"

// job is one attempt of a request, from its arrival at a station to its end,
// or a request between two attempts. What its station knows of it is in the same
// slot of system.served.
type job struct {
	request  uint64   // number in its stream
	first    sim.Time // arrival of the request's first attempt
	arrived  sim.Time
	deadline sim.Time // when it leaves the queue unserved
	stamp    uint32   // differs for each attempt in the slot
	station  int32
	stream   uint16
	attempt  uint32 // 0 for the first
	orphan   bool   // its client has gone
	missed   bool   // what a cache did not have
}

// jobTable is a slab of jobs that are reused; a slot is a job's index.
type jobTable struct {
	all  []job
	idle []int32
}

func (s *jobTable) take() int32 {
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

func (s *jobTable) drop(slot int32) {
	j := &s.all[slot]
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

func (s *jobTable) argument(slot int32) uint64 {
	return uint64(s.all[slot].stamp)&(1<<slotBits-1)<<slotBits | uint64(slot)
}

// named returns the slot that an argument names, if its job is still there.
func (s *jobTable) named(argument uint64) (slot int32, ok bool) {
	slot = int32(argument & (mostJobs - 1))
	return slot, s.argument(slot) == argument
}

// pair is where the second of two numbers in an argument begins.
const pair = 24
