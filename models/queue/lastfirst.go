package queue

// lastFirst serves the last to arrive first.
type lastFirst struct {
	jobs *jobs
	line line
}

func (o *lastFirst) push(slot int32)   { o.line.pushBack(o.jobs, slot) }
func (o *lastFirst) back(slot int32)   { o.line.pushBack(o.jobs, slot) }
func (o *lastFirst) remove(slot int32) { o.line.remove(o.jobs, slot) }
func (o *lastFirst) length() int       { return o.line.length }

func (o *lastFirst) pop() int32 {
	slot := o.line.back
	o.line.remove(o.jobs, slot)
	return slot
}
