// Package control is a region's control plane: it takes API calls, runs
// workflows that read the state store and write LBs, scales the tenant's LBs
// with their demand, and lets healing strategies decide what lost state means.
//
// Damage spreads here, at the rate of change: a workflow that finds no record
// of a running LB and overwrites it leaves the LB without targets.
//
// Customers' calls that are indistinguishable have no events (lagging). So what is
// exported, and Handle, begins with catchUp; if it changes anything, it ends with
// file.
//
// It leaves out what a change is about, the latency of the API itself, and
// quotas. Customers' calls are a Poisson process at one rate for every LB.
package control

import (
	"cmp"
	"slices"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/station"
	"failsim/models/store"
	"failsim/sim"
)

// New builds a region's control plane over a store whose records are the
// fleet, and schedules its first events. The last of them are those of lbs, the
// tenant's: each has draws of its own, so that one more changes none of the
// others', and takes the place of one other customer's.
func New(k *sim.Kernel, key sim.Key, spec Spec, region id.Region, s *store.Store, data *balancer.DataPlane, lbs []Managed,
	healing []policy.Healing, sink record.Sink, watcher Watcher) *Plane {
	p := &Plane{kernel: k, spec: spec, region: region, fleet: s.Len(), others: s.Len() - len(lbs), store: s, data: data, sink: sink, watcher: watcher,
		healing: healing, workers: station.InClosedForm(station.Spec{Servers: spec.Workers, QueueCapacity: station.Unlimited}), misconfigured: make([]bool, s.Len()), alarms: make([]int8, s.Len()), quiet: newQuiet(s.Len()),
		tenant: make(map[id.Record]id.LB, len(lbs)), works: key.Named("work"), misreads: key.Named("misread"), poisons: key.Named("poisoned"), failures: key.Named("failing")}
	p.customers = &customers{newChanges(key, spec.TouchesPerHour/3600, s.Len(), lbs), newCalls(key.Named("creations"), 0, spec.CreationsPerHour/3600)}
	p.calls = &lagging{customers: p.customers, takes: p, schedule: func(at sim.Time) { k.Schedule(at, sim.Change, p.owner, sim.Event{Kind: call}) }}
	p.owner = k.Register(p)
	var ids []uint64
	for i, m := range lbs {
		record := id.Record(p.others + i)
		p.tenant[record], ids = m.LB, append(ids, m.ID)
		p.scaled = append(p.scaled, scaled{Managed: m, record: record, samples: make([]int, spec.ScaleSamples)})
	}
	s.Name(ids)
	p.lineUp(key.Named("places"))
	if len(lbs) > 0 && spec.ScaleEvery > 0 {
		p.after(0, spec.ScaleEvery, measure, 0)
	}
	for i, h := range healing {
		if w, ok := h.(policy.Watching); ok {
			p.watched = true
			p.after(0, w.Period(), watch, uint64(i))
		}
	}
	p.file()
	return p
}

// Handle implements sim.Handler.
func (p *Plane) Handle(now sim.Time, e sim.Event) {
	p.catchUp(now)
	switch e.Kind {
	case call:
		return // its touch has filed the next
	case finish:
		p.finish(now, int(e.Arg))
	case measure:
		p.measure(now)
	case watch:
		w := p.healing[e.Arg].(policy.Watching)
		w.Watch(view{p, now}, orders{p, now})
		p.after(now, w.Period(), watch, e.Arg)
	case passNext:
		p.passNext(now)
	case alarm:
		p.alarmed++
		p.alarms[e.Arg]++
	case clearing:
		p.alarmed--
		p.alarms[e.Arg]--
	}
	p.file()
}

// lineUp puts the fleet in an order: other customers' LBs by their numbers, and
// each of the tenant's before a drawn one of them, or at the end.
func (p *Plane) lineUp(places sim.Key) {
	p.order = make([]int32, p.others, p.fleet)
	for i := range p.order {
		p.order[i] = int32(i)
	}
	place := func(s scaled) int { return places.IntN(s.ID, p.others+1) }
	own := slices.SortedFunc(slices.Values(p.scaled), func(a, b scaled) int { return cmp.Or(cmp.Compare(place(b), place(a)), cmp.Compare(b.ID, a.ID)) })
	for _, s := range own { // the last first, so that no place moves
		p.order = slices.Insert(p.order, place(s), int32(s.record))
	}
}
