package scenario

import "failsim/models/file"

func (r *reader) orders(n file.Node) *Orders {
	m := n.Open("orders")
	defer m.Done()
	o := &Orders{
		From:     file.Get(m, "from", declared(r.stocks, "world: stocks"), "", "the stock that its units are taken from, shared with all other orders; without, none"),
		Units:    file.Get(m, "units", file.PositiveCountOf, 1, "how many units of the stock it takes", "assumption: a unit is what this tenant needs"),
		Reserved: file.Get(m, "reserved", yes, false, "true for units that are kept for this tenant, which pays for its servers all the time"),
		Through:  file.Get(m, "through", declared(r.queues, "world: queues"), "", "the queue of the API that takes the order; without, none"),
	}
	if o.From == "" && o.Through == "" && !m.Broken() {
		m.Refuse(`an order that waits for nothing: it takes "from", a stock, or "through", a queue`)
	}
	for _, key := range []string{"units", "reserved"} {
		if m.Has(key) && o.From == "" && !m.Broken() {
			m.RefuseAt(key, `%q is of a stock: "from"`, key)
		}
	}
	return o
}
