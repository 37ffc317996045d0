package strategies

import (
	"time"

	"failsim/sim"
)

// rolling counts how attempts end within a window of some parts, the oldest of which is
// forgotten when a new one begins; with one part windows follow each other.
type rolling struct {
	began         sim.Time // the part under way
	failed, ended int      // in that part
	past          []ending // the parts before it
}

type ending struct{ failed, ended int }

// add takes one more, and returns how many of the window have ended and failed.
func (r *rolling) add(now sim.Time, window time.Duration, parts int, bad bool) (failed, ended int) {
	if now >= r.began.Add(window) {
		*r = rolling{began: now}
	}
	for part := max(1, window/time.Duration(parts)); parts > 1 && now >= r.began.Add(part); r.began = r.began.Add(part) {
		r.past = append(r.past, ending{r.failed, r.ended})
		r.past = r.past[max(0, len(r.past)-parts+1):]
		r.failed, r.ended = 0, 0
	}
	if r.ended++; bad {
		r.failed++
	}
	failed, ended = r.failed, r.ended
	for _, p := range r.past {
		failed, ended = failed+p.failed, ended+p.ended
	}
	return failed, ended
}
