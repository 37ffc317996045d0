package world

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/sim"
)

// The events of steering.
const (
	grown     uint8 = iota // a pool has grown
	woken                  // a strategy wanted to be called
	sampled                // metrics look at servers
	published              // metrics of a period are known
	evacuated              // people move traffic away from a region, or back
)

// Publish implements policy.SteeringOrders.
func (s *steering) Publish(name id.Name, weights []float64) {
	a := s.w.authority
	if s.starting {
		a.Begin(name, weights)
		return
	}
	if e := s.evacuations; e != nil {
		e.wanted[name] = slices.Clone(weights)
		weights = e.masked(name, weights)
	}
	s.publish(name, weights)
}

// publish makes an answer known.
func (s *steering) publish(name id.Name, weights []float64) {
	a := s.w.authority
	primary := a.Ordered(name, 0)
	before := a.Newest(name)
	takes, reported := s.w.choice.Design.Publish, "DNS answers"
	if s.needs.Routes.Used {
		takes, reported = 0, "routes lead to" // no API is asked
	}
	if !a.Publish(name, s.now.Add(takes), weights) {
		return
	}
	s.ordered = true
	if m, ok := s.w.sink.(record.Mover); ok {
		moved := 0.0
		for e, share := range a.Newest(name) {
			moved += max(0, share-before[e])
		}
		m.Moved(s.now, moved)
	}
	mark := record.Returned
	if primary && !a.Ordered(name, 0) {
		mark = record.Drained
	}
	s.w.sink.Marked(s.now, mark, a.Endpoints(name)[0].Region)
	s.w.narrate(s.now, "%s name %d with weights %v", reported, name, weights)
}

// Promote implements policy.SteeringOrders. The tenant's people decide, order
// and start the capacity; growing in says how long all of that takes.
func (s *steering) Promote(region id.Region) {
	for i := range s.growing[region] {
		g := &s.growing[region][i]
		if !g.ordered {
			g.ordered, s.ordered = true, true
			s.w.sink.Marked(s.now, record.Promoted, region)
			grow := func(now sim.Time) {
				s.w.kernel.Schedule(now.Add(g.in), sim.Change, s.owner, sim.Event{Arg: uint64(g.pool)})
			}
			if o := s.w.order(g.orders, grow); o != nil {
				o.Place(s.now)
			} else {
				grow(s.now)
			}
		}
	}
}

// Wake implements policy.SteeringOrders.
func (s *steering) Wake(after time.Duration) {
	s.w.kernel.Schedule(s.now.Add(after), sim.Change, s.owner, sim.Event{Kind: woken, Arg: uint64(s.calling)})
}
