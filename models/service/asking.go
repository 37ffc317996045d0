package service

import (
	"time"

	"failsim/models/cache"
	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// MostCalls is how many calls all services may have: what a request numbers.
const MostCalls = 256

// NewCalls returns the calls of services: those that are asked are the first makers,
// in the same order; others follow.
func NewCalls(k *sim.Kernel, root sim.Key, services []AskedSpec, makers []CallerSpec) *Calls {
	c := &Calls{kernel: k, makers: make([]maker, len(makers))}
	c.owner = k.Register(c)
	var rules []caller.Rules
	for i, m := range makers {
		key := root.Named("service/" + m.Name)
		made := maker{all: c, index: i, wants: key.Named("object")}
		for _, s := range m.Calls {
			made.calls = append(made.calls, call{number: len(rules), share: s.Share, needs: key.Named("needs").At(uint64(len(made.calls)))})
			rules = append(rules, s.Rules)
			c.routes = append(c.routes, caller.Route{Endpoint: s.On})
		}
		c.makers[i] = made
		if m.Cache != nil {
			store := c.makers[i].storeOf(m.Cache, key.Named("warm"))
			c.makers[i].cache = cache.New(store, m.Cache.Rules, &c.makers[i], &c.makers[i])
		}
	}
	for i, s := range services {
		key := root.Named("service/" + s.Name)
		a := &asked{AskedSpec: s, all: c, index: i, work: key.Named("work"), fails: key.Named("fails"), waits: key.Named("waits"), state: State{Running: true}}
		if len(makers[i].Calls) > 0 {
			a.maker = &c.makers[i]
		}
		a.queue = station.NewQueue(a, &c.visits, station.NewQueueRules(nil), s.Servers, s.Capacity, 1)
		c.asked = append(c.asked, a)
	}
	for i := range c.routes {
		c.routes[i].Target = c.asked[c.routes[i].Endpoint]
	}
	c.calls = caller.New(k, root.Named("services"), rules, len(rules), c, c)
	return c
}

// Ask asks for what a request needs of a maker's. It returns false if that is nothing;
// else the waiting caller is notified, in an event of its own.
func (c *Calls) Ask(now sim.Time, maker int, n Wanted) bool {
	m := &c.makers[maker]
	if len(m.calls) == 0 {
		return false
	}
	slot := c.take()
	c.under[slot] = under{Wanted: n, maker: maker, spell: c.under[slot].spell}
	waits := false
	if object, known := m.object(&n); m.cache == nil || !known {
		c.under[slot].object = nothing // that a cache holds
		waits = c.goOn(now, slot)
	} else {
		c.under[slot].object = object
		waits = !m.cache.Ask(now, c.under[slot].object, uint64(slot))
	}
	if !waits {
		c.free = append(c.free, slot)
	}
	return waits
}

func (c *Calls) take() (slot int32) {
	if n := len(c.free); n > 0 {
		slot, c.free = c.free[n-1], c.free[:n-1]
	} else {
		c.under = append(c.under, under{})
		slot = int32(len(c.under) - 1)
	}
	c.under[slot].spell++
	return slot
}

// goOn makes the next call for a request, of those that it needs; false: of none.
func (c *Calls) goOn(now sim.Time, slot int32) bool {
	u := &c.under[slot]
	for m := &c.makers[u.maker]; u.next < len(m.calls); {
		call := &m.calls[u.next]
		u.next++
		if call.share < 1 && call.needs.Float64(u.Draw) >= call.share {
			continue
		}
		c.calls.Firsts()[call.number]++
		c.calls.Call(now, &caller.Asker{Arrived: now, Client: uint64(u.maker), Draw: sim.Mix(u.Draw^sim.Mix(uint64(call.number))) &^ 7, Request: u.Request, Object: u.Object,
			Name: id.Name(call.number), Population: request.Population(call.number), User: request.User(slot)})
		return true
	}
	return false
}

// Settled implements caller.Sink: a call is over. The caller is not done with it yet, so
// that what follows is an event.
func (c *Calls) Settled(s *record.Settlement) {
	kind := answered
	if s.Cause != request.None {
		kind = failed
		c.under[s.User].errs = s.Cause == request.ServerError
	}
	c.kernel.Schedule(s.Ended, sim.Completion, c.owner, sim.Event{Kind: kind, Arg: uint64(s.User)})
}

// settled goes on with a request for which a call is over.
func (c *Calls) settled(now sim.Time, slot int32, ok bool) {
	if ok && c.goOn(now, slot) {
		return
	}
	u := &c.under[slot]
	if m := &c.makers[u.maker]; u.object != nothing {
		how := cache.Right
		if !ok && u.errs {
			how = cache.Failed
		} else if !ok {
			how = cache.Silent
		}
		behind := u.Who == nil
		m.cache.Got(now, u.object, uint64(slot), how)
		if behind {
			c.free = append(c.free, slot)
		}
		return
	}
	c.answer(now, slot, ok)
}

// answer tells who waits for a request.
func (c *Calls) answer(now sim.Time, slot int32, ok bool) {
	n := c.under[slot].Wanted
	c.free = append(c.free, slot)
	n.Who.Answered(now, n.Tag, ok)
}

// Fetch implements cache.Origin: each request that misses needs all that its maker asks.
func (m *maker) Fetch(now sim.Time, _ int32, slot uint64) {
	if !m.all.goOn(now, int32(slot)) {
		panic("service: a cache has no service behind it")
	}
}

// Refresh implements cache.Behind: what a request needs is asked for once more, and nobody
// waits for it.
func (m *maker) Refresh(now sim.Time, object int32, request uint64) (fetch uint64) {
	wanted := m.all.under[request].Wanted
	wanted.Who = nil
	slot := m.all.take()
	m.all.under[slot] = under{Wanted: wanted, maker: m.index, object: object, spell: m.all.under[slot].spell}
	m.Fetch(now, object, uint64(slot))
	return uint64(slot)
}

// Wait implements cache.Patience.
func (m *maker) Wait(until sim.Time, _ int32, slot uint64) {
	m.all.kernel.Schedule(until, sim.Completion, m.all.owner, sim.Event{Kind: impatient, Arg: slot<<generationBits | uint64(m.all.under[slot].spell)&(1<<generationBits-1)})
}

// Served implements cache.Asker.
func (m *maker) Served(now sim.Time, slot uint64, ok bool) { m.all.answer(now, int32(slot), ok) }

// Asks reports whether a maker asks for anything.
func (c *Calls) Asks(maker int) bool { return len(c.makers[maker].calls) > 0 }

// Cold has a maker's cache hold nothing, if it has one.
func (c *Calls) Cold(maker int) (was int) {
	if m := &c.makers[maker]; m.cache != nil {
		was = m.cache.Store.Len()
		m.cache.Store.Clear()
	}
	return was
}

// Cached returns what became of what was asked of a maker's cache.
func (c *Calls) Cached(maker int) (counts cache.Counts, ok bool) {
	if m := &c.makers[maker]; m.cache != nil {
		return m.cache.Counts, true
	}
	return cache.Counts{}, false
}

// Find implements caller.Resolver: a caller knows its target.
func (c *Calls) Find(_ sim.Time, a *caller.Asker, _ int) (*caller.Route, bool) {
	return &c.routes[a.Name], false
}

// Other implements caller.Resolver: there is no other.
func (*Calls) Other(*caller.Asker, int) *caller.Route { return nil }

// Zone implements caller.Resolver.
func (*Calls) Zone(sim.Time, *caller.Asker, id.Region, int) (id.Zone, bool) { return 0, false }

// Failed implements caller.Resolver.
func (*Calls) Failed(sim.Time, *caller.Asker, int, int, policy.Outcome) {}

// Listed implements caller.Resolver.
func (*Calls) Listed(id.Name, int, sim.Time) bool { return true }

// Arrived implements caller.Sink.
func (*Calls) Arrived(request.Population, request.User, sim.Time) {}

// Wasted implements caller.Sink.
func (*Calls) Wasted(request.Population, int64) {}

// Given implements caller.Sink.
func (*Calls) Given(request.Population, int64) {}

// Never asks once.
type Never struct{}

// Sent implements policy.Retrying.
func (Never) Sent(*policy.Budget) {}

// Again implements policy.Retrying.
func (Never) Again(*policy.Retry, float64) (time.Duration, bool) { return 0, false }
