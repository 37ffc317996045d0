package queue

// order is the order in which those who wait are served: one file for each.
type order interface {
	push(slot int32)
	pop() int32
	remove(slot int32)
	// back takes one who had been served already before its server was lost.
	back(slot int32)
	length() int
}

func newOrder(s *jobs, spec *Station) order {
	switch spec.Discipline {
	case LIFO:
		return &lastFirst{jobs: s, line: newLine()}
	case Priority:
		p := &priority{jobs: s, classes: make([]line, len(spec.Classes))}
		for i := range p.classes {
			p.classes[i] = newLine()
		}
		return p
	}
	return &inOrder{jobs: s, line: newLine()}
}

// inOrder is first come, first served.
type inOrder struct {
	jobs *jobs
	line line
}

func (o *inOrder) push(slot int32)   { o.line.pushBack(o.jobs, slot) }
func (o *inOrder) back(slot int32)   { o.line.pushFront(o.jobs, slot) }
func (o *inOrder) remove(slot int32) { o.line.remove(o.jobs, slot) }
func (o *inOrder) length() int       { return o.line.length }

func (o *inOrder) pop() int32 {
	slot := o.line.front
	o.line.remove(o.jobs, slot)
	return slot
}
