package queue

import (
	"fmt"
	"time"

	"failsim/sim"
)

// DefaultMostWaiting is how many clients of a stream may wait to try again before
// a run is stopped: far more than any run needs that comes to an end, and little
// memory (assumption).
const DefaultMostWaiting = 100_000

// Backlog stops a run: more clients of a stream have failed and will try again
// than the stream allows. They come faster than servers answer, so that without an
// end to their trying there would be more and more of them.
type Backlog struct {
	Stream, Retry string
	Waiting       int
	At, Since     time.Duration // from time 0: when the run was stopped, and since when the backlog has grown
}

// Error implements error.
func (b *Backlog) Error() string {
	return fmt.Sprintf("stream %s: retry: %s: at %v %d clients have failed and will try again, and their number has grown since %v: "+
		"they come faster than servers answer; give retries an end (attempts), a budget, longer waits, or raise most-waiting",
		b.Stream, b.Retry, b.At.Round(time.Millisecond), b.Waiting, b.Since.Round(time.Millisecond))
}

// backlog counts the clients of a stream who have failed and are not through.
type backlog struct {
	waiting int
	most    int
	since   sim.Time // when they were last few: a hundredth of the most
}

// shrink counts one who is through, or has given up.
func (b *backlog) shrink(now sim.Time) {
	b.waiting--
	b.few(now)
}

// few keeps when they were last few.
func (b *backlog) few(now sim.Time) {
	if b.waiting <= b.most/100 {
		b.since = now
	}
}
