package control

import (
	"slices"

	"failsim/models/id"
	"failsim/sim"
)

// quiet holds workflows that will write what their LB holds already: nothing can
// tell, so they have no event, unless the LB loses its targets before. Those of an
// LB are chained, as a plane with a backlog has very many.
type quiet struct {
	kept []quietWrite
	last []int32 // by LB: one more than the place of its last one, 0 if none
}

type quietWrite struct {
	lb     id.Record
	end    sim.Time
	before int32 // as last
}

func newQuiet(lbs int) quiet { return quiet{last: make([]int32, lbs)} }

// add makes room for an LB that is new.
func (q *quiet) add() { q.last = append(q.last, 0) }

func (q *quiet) keep(now sim.Time, lb id.Record, end sim.Time) {
	if len(q.kept) == cap(q.kept) {
		q.forget(now)
	}
	q.kept = append(q.kept, quietWrite{lb, end, q.last[lb]})
	q.last[lb] = int32(len(q.kept))
}

// forget drops what is over. It leaves as much room as there is left to keep,
// so that it is not called for each.
func (q *quiet) forget(now sim.Time) {
	old := q.kept
	for i := range old {
		q.last[old[i].lb] = 0
	}
	q.kept = q.kept[:0]
	for _, w := range old {
		if w.end > now {
			q.kept = append(q.kept, quietWrite{w.lb, w.end, q.last[w.lb]})
			q.last[w.lb] = int32(len(q.kept))
		}
	}
	q.kept = slices.Grow(q.kept, len(q.kept)+1)
}

// take removes the workflows of an LB and gives their ends, the first to be
// kept first.
func (q *quiet) take(lb id.Record, each func(end sim.Time)) {
	var ends []sim.Time
	for at := q.last[lb]; at > 0; at = q.kept[at-1].before {
		ends = append(ends, q.kept[at-1].end)
		q.kept[at-1].end = 0
	}
	q.last[lb] = 0
	for _, end := range slices.Backward(ends) {
		each(end)
	}
}
