package station

// priority serves the first class of which anybody waits, and within a class
// the first to arrive. It interrupts nobody.
type priority struct {
	jobs    *Jobs
	classes []chain
	waiting int
}

func (o *priority) class(slot int32) *chain {
	return &o.classes[o.jobs.all[slot].Class]
}

func (o *priority) push(slot int32) {
	o.class(slot).pushBack(o.jobs, slot)
	o.waiting++
}

func (o *priority) back(slot int32) {
	o.class(slot).pushFront(o.jobs, slot)
	o.waiting++
}

func (o *priority) remove(slot int32) {
	o.class(slot).remove(o.jobs, slot)
	o.waiting--
}

func (o *priority) length() int { return o.waiting }

func (o *priority) pop() int32 {
	for i := range o.classes {
		if slot := o.classes[i].front; slot != nobody {
			o.remove(slot)
			return slot
		}
	}
	panic("station: nobody waits in any class")
}
