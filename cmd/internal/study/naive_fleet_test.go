package study

import (
	"cmp"
	"slices"
)

// lineUp gives the tenant's LBs the last records, and each a drawn place in the
// fleet's order.
func (r *naiveRegion) lineUp() {
	others := r.fleet - len(r.managed)
	at := make([][]*naiveLB, others+1) // by the other customer's LB that they stand before
	for i, lb := range r.managed {
		lb.record = others + i
		r.tenant[lb.record] = lb
		place := r.key.Named("places").IntN(lb.name.id, others+1)
		at[place] = append(at[place], lb)
	}
	for place, here := range at {
		slices.SortFunc(here, func(a, b *naiveLB) int { return cmp.Compare(a.name.id, b.name.id) })
		for _, lb := range here {
			r.order = append(r.order, lb.record)
		}
		if place < others {
			r.order = append(r.order, place)
		}
	}
}

// number keys the chance of a record.
func (r *naiveRegion) number(record int) uint64 {
	if lb := r.tenant[record]; lb != nil {
		return lb.name.id
	}
	return uint64(record)
}
