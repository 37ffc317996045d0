package sim

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

// Clear is Follow for whom its last look at all that waits answers already, and
// says nothing else: who hears false asks Follow. So short a look is inlined, which
// saves a call for nearly each request; Follow alone comes to the same.
func (k *Kernel) Clear(at Time) bool {
	if k.now <= at && at < k.clear {
		k.now = at
		k.fired++
		return true
	}
	return false
}

// Set files the event of a slot, instead of the one that waits there, if any;
// Never leaves the slot empty. It panics on an instant in the past.
func (k *Kernel) Set(s Slot, at Time) {
	if at < k.now {
		k.refuse(at, Event{})
	}
	k.clear = 0 // whatever follows by this slot would have to empty it
	k.slots.at[s] = uint64(at)
	k.slots.find()
}

// Follow files the event of a slot as Set does, unless no event waits in any
// slot and it is the very next of all in this Run. Then Follow returns true: the
// event counts as fired, the clock is there, and the handler, who had nothing
// else left to do at the instant before, goes on with it at once. That spares
// arrivals the way through Run but for the few before which something else
// happens, and what the look at all that waits has found is kept for Clear. Outside
// of a Run, and for Never, it does what Set does.
func (k *Kernel) Follow(s Slot, at Time) bool {
	next := k.queue.next()
	if k.slots.some || next <= uint64(at) || at < k.now || at > k.until || at == Never {
		k.Set(s, at) // also in a tie, which Run decides
		return false
	}
	k.clear = Time(min(next, uint64(k.until)))
	k.now = at
	k.fired++
	return true
}
