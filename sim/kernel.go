package sim

import "fmt"

// Handler receives the events that its owner scheduled.
type Handler interface {
	Handle(now Time, e Event)
}

// Kernel is the clock and the event queue of one run. The zero value is ready
// for use. It is not safe for concurrent use: runs are parallel, a run is not.
type Kernel struct {
	now      Time
	until    Time // of the Run under way
	clear    Time // before it nothing happens but what Follow files
	queue    queue
	slots    slots
	handlers []Handler
	fired    uint64

	// Stop, if set, is asked now and then whether to leave Run early. What a
	// stopped run has done is of no use.
	Stop func() bool
}

// asked is how many events lie between two questions whether to stop: some
// tenths of a millisecond.
const asked = 1 << 12

// Register adds a handler and returns the owner under which it schedules.
// It panics after 256 handlers.
func (k *Kernel) Register(h Handler) Owner {
	if len(k.handlers) == 256 {
		panic("sim: more than 256 handlers")
	}
	k.handlers = append(k.handlers, h)
	return Owner(len(k.handlers) - 1)
}

// Now returns the current instant.
func (k *Kernel) Now() Time { return k.now }

// Fired returns how many events have been handled.
func (k *Kernel) Fired() uint64 { return k.fired }

// Pending returns how many events wait.
func (k *Kernel) Pending() int {
	n := k.queue.len()
	for _, at := range k.slots.at {
		if at != never {
			n++
		}
	}
	return n
}

// Schedule files an event for an owner. Events cannot be cancelled; an owner
// ignores those that its own state no longer expects. It panics on an instant
// in the past and on an argument above MaxArg: both are errors in the model.
func (k *Kernel) Schedule(at Time, rank Rank, owner Owner, e Event) {
	if at < k.now || e.Arg > MaxArg {
		k.refuse(at, e)
	}
	k.clear = min(k.clear, at)
	k.queue.push(entry{uint64(at), identity(rank, owner, e)})
}

func (k *Kernel) refuse(at Time, e Event) {
	if e.Arg > MaxArg {
		panic(fmt.Sprintf("sim: event argument %d is above %d", e.Arg, uint64(MaxArg)))
	}
	panic(fmt.Sprintf("sim: event at %d ns lies before now, %d ns", int64(at), int64(k.now)))
}

// Run handles every event up to and including until, in order, and leaves the
// clock there. Events after until stay pending.
func (k *Kernel) Run(until Time) {
	k.until, k.clear = until, 0
	for n := uint(1); until >= k.now; n++ {
		if n%asked == 0 && k.Stop != nil && k.Stop() {
			k.until, k.clear = -1, 0
			return
		}
		var e entry
		switch next, slot := k.queue.next(), &k.slots; {
		case slot.some && slot.next.at <= min(next, uint64(until)) && (slot.next.at < next || slot.next.earlier(k.queue.first())):
			e = slot.take()
		case next <= uint64(until):
			e = k.queue.take()
		default:
			k.now, k.until, k.clear = until, -1, 0
			return
		}
		k.now = Time(e.at)
		k.fired++
		k.handlers[e.owner()].Handle(k.now, e.event())
	}
}
