package station

import (
	"time"

	"failsim/models/policy"
)

// Visits are the requests at some queues, by slots.
type Visits struct {
	jobs   Jobs
	visits []policy.Visit
	free   []int32
}

// Bring takes a request that needs so much work, and returns its slot.
func (v *Visits) Bring(visit policy.Visit, work time.Duration) (slot int32) {
	if last := len(v.free) - 1; last >= 0 {
		slot, v.free = v.free[last], v.free[:last]
	} else {
		slot = int32(len(v.visits))
		v.visits = append(v.visits, policy.Visit{})
	}
	v.jobs.Bring(slot, work, 0)
	v.visits[slot] = visit
	return slot
}

// At returns what stations know of a request, until the next Bring.
func (v *Visits) At(slot int32) *Job { return v.jobs.At(slot) }

// Visit returns what strategies know of it, until the next Bring.
func (v *Visits) Visit(slot int32) *policy.Visit { return &v.visits[slot] }

// Free gives a slot back.
func (v *Visits) Free(slot int32) { v.free = append(v.free, slot) }
