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
	k.slots = append(k.slots, entry{never, identity(rank, owner, e)})
	k.choose()
	return Slot(len(k.slots) - 1)
}

// Set files the event of a slot, instead of the one that waits there, if any.
// It panics on an instant in the past.
func (k *Kernel) Set(s Slot, at Time) {
	if at < k.now {
		k.refuse(at, Event{})
	}
	k.slots[s].at = uint64(at)
	k.choose()
}

// empty takes the event that comes first out of its slot.
func (k *Kernel) empty() entry {
	k.slots[k.first].at = never
	k.stale = true // as a rule the handler sets it again at once
	return k.next
}

// choose finds the slot whose event comes first.
func (k *Kernel) choose() {
	first := &k.slots[0]
	k.first, k.stale = 0, false
	for i := 1; i < len(k.slots); i++ {
		if e := &k.slots[i]; e.earlier(first) {
			k.first, first = i, e
		}
	}
	k.next = *first
}

// earlier tells whether e comes before f; it branches, where before does not.
func (e *entry) earlier(f *entry) bool {
	return e.at < f.at || e.at == f.at && e.identity < f.identity
}
