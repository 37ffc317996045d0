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
	pages []*[quietPage]quietWrite // all full but the last ones, so that none is copied as they grow
	n     int                      // workflows in them
	most  int                      // how many there may be until those that are over are dropped
	room  int                      // how many there may be until those are, or it takes another page
	last  []int32                  // by LB: one more than the place of its last one, 0 if none
}

// quietWrite takes 16 bytes: a million LBs have one and a half million of them at a time.
type quietWrite struct {
	end    sim.Time
	lb     id.Record
	before int32 // as last
}

const (
	quietPage = 1024
	muchQuiet = 64 * quietPage // a megabyte
)

func newQuiet(lbs int) quiet { return quiet{last: make([]int32, lbs)} }

// add makes room for an LB that is new.
func (q *quiet) add() { q.last = append(q.last, 0) }

// at counts places as what is never below 0, of which a page and a place in it are two
// instructions.
func (q *quiet) at(place int) *quietWrite {
	return &q.pages[uint(place)/quietPage][uint(place)%quietPage]
}

func (q *quiet) keep(now sim.Time, lb id.Record, end sim.Time) {
	if q.n == q.room {
		q.makeRoom(now)
	}
	*q.at(q.n) = quietWrite{end, lb, q.last[lb]}
	q.n++
	q.last[lb] = int32(q.n)
}

func (q *quiet) makeRoom(now sim.Time) {
	if q.n == q.most {
		q.forget(now)
	}
	if q.n == quietPage*len(q.pages) {
		q.pages = append(q.pages, new([quietPage]quietWrite))
	}
	q.room = min(q.most, quietPage*len(q.pages))
}

// forget drops what is over. It leaves as much room as there is left to keep, or half of
// that where it is much, so that it is not called for each.
func (q *quiet) forget(now sim.Time) {
	old := q.n
	q.n = 0
	for i, p := 0, 0; i < old; p++ {
		page := q.pages[p]
		for k := 0; k < quietPage && i < old; k++ {
			w, last := page[k], &q.last[page[k].lb]
			switch {
			case w.end > now:
				w.before = *last
				if int(w.before) > i { // one that has not been looked at yet, or this one
					w.before = 0
				}
				*q.at(q.n) = w // at its own place or before it
				q.n++
				*last = int32(q.n)
			case int(*last) == i+1:
				*last = 0
			}
			i++
		}
	}
	q.most = q.n + max(q.n/2, min(q.n, muchQuiet)) + quietPage/16
}

// take removes the workflows of an LB and gives their ends, the first to be
// kept first.
func (q *quiet) take(lb id.Record, each func(end sim.Time)) {
	var ends []sim.Time
	for at := q.last[lb]; at > 0; at = q.at(int(at - 1)).before {
		ends = append(ends, q.at(int(at-1)).end)
		q.at(int(at - 1)).end = 0
	}
	q.last[lb] = 0
	for _, end := range slices.Backward(ends) {
		each(end)
	}
}
