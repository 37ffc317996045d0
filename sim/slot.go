package sim

import "math"

// Slot is a place beside the queue for one event that comes again and again:
// the next arrival of a stream, as a rule. It waits there for the cost of one
// comparison an event of the run, where the queue would move it up and down:
// on a farm of queues that is a third of the kernel's time. There should be
// few slots, as the first among them is found by looking at all.
type Slot int

// never is the instant of an empty slot.
const never = math.MaxUint64

// Reserve makes an empty slot for one event of an owner. Whether an event waits
// in a slot or in the queue changes nothing about when it fires.
func (k *Kernel) Reserve(rank Rank, owner Owner, e Event) Slot {
	if e.Arg > MaxArg {
		k.refuse(k.now, e)
	}
	s := &k.slots
	s.at, s.identity = append(s.at, never), append(s.identity, identity(rank, owner, e))
	return Slot(len(s.at) - 1)
}

// Set files the event of a slot, instead of the one that waits there, if any.
// It panics on an instant in the past.
func (k *Kernel) Set(s Slot, at Time) {
	if at < k.now {
		k.refuse(at, Event{})
	}
	k.slots.at[s] = uint64(at)
	k.slots.known = false
}

// slots are the events beside the queue. Their instants lie side by side, as
// only a tie needs more.
type slots struct {
	at       []uint64
	identity []uint64
	known    bool // next and first are right
	first    int
	next     entry // the event that comes first, or one that never comes
}

// peek returns the event that comes first.
func (s *slots) peek() *entry {
	if !s.known {
		s.find()
	}
	return &s.next
}

func (s *slots) find() {
	first, at := 0, uint64(never)
	for i, t := range s.at {
		if t < at || t == at && s.identity[i] < s.identity[first] {
			first, at = i, t
		}
	}
	s.known, s.first, s.next = true, first, latest
	if at != never {
		s.next = entry{at, s.identity[first]}
	}
}

// take removes the event that comes first.
func (s *slots) take() entry {
	s.at[s.first] = never
	s.known = false
	return s.next
}

// earlier tells whether e comes before f; it branches, where before does not.
func (e *entry) earlier(f *entry) bool {
	return e.at < f.at || e.at == f.at && e.identity < f.identity
}
