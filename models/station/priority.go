package station

// priority serves the first class with a waiting job, and within a class the first
// to arrive. It interrupts no job.
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
		if slot := o.classes[i].front; slot != none {
			o.remove(slot)
			return slot
		}
	}
	panic("station: no request waits in any class")
}
