package station

// lastFirst serves the last to arrive first.
type lastFirst struct {
	jobs  *Jobs
	chain chain
}

func (o *lastFirst) push(slot int32)   { o.chain.pushBack(o.jobs, slot) }
func (o *lastFirst) back(slot int32)   { o.chain.pushBack(o.jobs, slot) }
func (o *lastFirst) remove(slot int32) { o.chain.remove(o.jobs, slot) }
func (o *lastFirst) length() int       { return o.chain.length }

func (o *lastFirst) pop() int32 {
	slot := o.chain.back
	o.chain.remove(o.jobs, slot)
	return slot
}
