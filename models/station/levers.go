package station

import (
	"cmp"
	"slices"
	"time"

	"failsim/sim"
)

// What people, and what a queue needs, change of it while it is in use.

// Serve says whether it serves, how many times slower than usual, and which share
// of jobs comes to nothing. What a worker has begun takes as long as it would have;
// without servers it waits.
func (q *WorkQueue) Serve(now sim.Time, up bool, slow, fails float64) {
	q.slow, q.fails = slow, fails
	if q.up != up {
		q.up = up
		q.staff(now)
	}
}

// Hire adds workers.
func (q *WorkQueue) Hire(now sim.Time, more int) {
	q.Workers += more
	q.staff(now)
}

func (q *WorkQueue) staff(now sim.Time) {
	servers := q.Workers
	if !q.up {
		servers = 0
	}
	q.line.Resize(now, servers)
}

// Pause sends all waiting jobs away, and admits none until it is resumed.
func (q *WorkQueue) Pause(now sim.Time) {
	q.paused = true
	for _, slot := range q.inLine() {
		q.quit(now, slot)
		q.asked[slot].generation++
		q.outside = append(q.outside, slot)
	}
}

// Resume admits the jobs that were sent away, evenly spread over a while, and new ones.
func (q *WorkQueue) Resume(now sim.Time, over time.Duration) {
	if !q.paused {
		return
	}
	q.paused = false
	for i, slot := range q.outside {
		q.schedule(now.Add(time.Duration(float64(over)*float64(i)/float64(len(q.outside)))), comesBack, slot)
	}
	q.outside = q.outside[:0]
}

// Throttle lets in at most so many in a second; 0: as many as come.
func (q *WorkQueue) Throttle(now sim.Time, perSecond float64) {
	q.gap, q.next = 0, now
	if perSecond > 0 {
		q.gap = sim.FromSeconds(1 / perSecond)
	}
}

// inLine returns the jobs that wait, the first to be let in first.
func (q *WorkQueue) inLine() (slots []int32) {
	for i := range q.asked {
		if i < len(q.jobs.all) && q.jobs.all[i].State == Waiting {
			slots = append(slots, int32(i))
		}
	}
	slices.SortFunc(slots, func(a, b int32) int { return cmp.Compare(q.asked[a].put, q.asked[b].put) })
	return slots
}

// Backlog returns how many wait or are served, and how many stay away or have been
// sent away and will be back.
func (q *WorkQueue) Backlog() (inside, away int) {
	return q.waiting, len(q.asked) - len(q.free) - q.waiting
}

// Hear notifies a function when the queue is behind, and no more: from the first job
// that is late to the first in time that is a deadline later or more.
func (q *WorkQueue) Hear(f func(now sim.Time, behind bool)) { q.hears = append(q.hears, f) }
