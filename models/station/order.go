package station

// order is the order in which those who wait are served: one file for each.
type order interface {
	push(slot int32)
	pop() int32
	remove(slot int32)
	// back takes one who had been served already before its server was lost.
	back(slot int32)
	length() int
}

func newOrder(s *Jobs, spec *Spec) order {
	switch spec.Order {
	case LIFO:
		return &lastFirst{jobs: s, chain: newChain()}
	case Priority:
		p := &priority{jobs: s, classes: make([]chain, spec.Classes)}
		for i := range p.classes {
			p.classes[i] = newChain()
		}
		return p
	}
	return &inOrder{jobs: s, chain: newChain()}
}

// inOrder is first come, first served.
type inOrder struct {
	jobs  *Jobs
	chain chain
}

func (o *inOrder) push(slot int32)   { o.chain.pushBack(o.jobs, slot) }
func (o *inOrder) back(slot int32)   { o.chain.pushFront(o.jobs, slot) }
func (o *inOrder) remove(slot int32) { o.chain.remove(o.jobs, slot) }
func (o *inOrder) length() int       { return o.chain.length }

func (o *inOrder) pop() int32 {
	slot := o.chain.front
	o.chain.remove(o.jobs, slot)
	return slot
}
