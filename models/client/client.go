// Package client is the demand: populations whose users ask, resolve, send,
// time out, try again and give up. A request keeps its identity over all its
// attempts, and ends with exactly one outcome.
//
// Each attempt costs one event, at the instant when the client learns what
// became of it; everything before that is a plain call. It leaves out
// keep-alive connections, partial answers, and users who come back later.
package client

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/dns"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Rules are the same for all clients.
type Rules struct {
	Timeout  time.Duration // one attempt
	Patience time.Duration // the whole request
	Choosing policy.Choosing
	Retrying policy.Retrying
}

// Directory says which LB serves a name at an endpoint.
type Directory interface {
	// LB returns the index of the LB.
	LB(name, endpoint int) int
}

// Clients are all populations of the tenant.
type Clients struct {
	kernel      *sim.Kernel
	owner       sim.Owner
	rules       Rules
	populations []population
	streams     []stream
	authority   *dns.Authority
	zones       *dns.Zones
	plane       *balancer.DataPlane
	directory   Directory
	sink        record.Sink
	jitter      sim.Key
	budgets     []policy.Budget // by name
	inFlight    slab
	holdsList   bool

	// Scratch, so that calls through interfaces allocate nothing.
	choice     policy.Choice
	retry      policy.Retry
	answer     balancer.Answer
	settlement record.Settlement
	probing    int // slot of the request whose client probes
}

const (
	arrive   uint8 = iota // the next request of a stream
	learn                 // a client learns what became of its attempt
	resend                // a client tries again
	dequeued              // an attempt leaves the surge queue
)

// New builds the clients and schedules their first arrivals.
func New(k *sim.Kernel, key sim.Key, rules Rules, populations []Population, streams []Stream, authority *dns.Authority,
	zones *dns.Zones, plane *balancer.DataPlane, directory Directory, sink record.Sink) *Clients {
	c := &Clients{kernel: k, rules: rules, authority: authority, zones: zones, plane: plane, directory: directory, sink: sink,
		jitter: key.Named("jitter"), budgets: make([]policy.Budget, authority.Names()), holdsList: rules.Choosing.HoldsList()}
	c.owner = k.Register(c)
	for _, p := range populations {
		q := population{Population: p, clients: key.Named(p.Name).Named("clients")}
		if c.holdsList {
			q.memories = make([]policy.Memory, p.Users)
		}
		c.populations = append(c.populations, q)
	}
	for i, s := range streams {
		c.streams = append(c.streams, stream{arrivals: s.Arrivals, populations: s.Populations, shares: s.Shares,
			users: s.Key.Named("users"), id: uint64(i) << streamShift})
		c.advance(uint64(i))
	}
	return c
}

// streamShift leaves a stream 2^40 requests, and an attempt 3 bits below.
const streamShift = 43

// InFlight returns how many requests have no outcome yet.
func (c *Clients) InFlight() int { return c.inFlight.used }

// Err returns the first error of a stream's trace.
func (c *Clients) Err() error {
	for i := range c.streams {
		if err := c.streams[i].arrivals.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Handle implements sim.Handler.
func (c *Clients) Handle(now sim.Time, e sim.Event) {
	switch e.Kind {
	case arrive:
		c.arrive(now, e.Arg)
	case learn:
		if slot, ok := c.inFlight.current(e.Arg); ok {
			c.learn(now, slot)
		}
	case resend:
		if slot, ok := c.inFlight.current(e.Arg); ok {
			c.send(now, slot)
		}
	case dequeued:
		if slot, ok := c.inFlight.current(e.Arg); ok {
			c.dequeue(now, slot)
		}
	}
}

func (c *Clients) advance(i uint64) {
	s := &c.streams[i]
	if s.arrivals.Next(&s.next) {
		c.kernel.Schedule(s.next.At, sim.Arrival, c.owner, sim.Event{Kind: arrive, Arg: i})
	}
}

func (c *Clients) arrive(now sim.Time, i uint64) {
	s := &c.streams[i]
	w := c.identify(s, &s.next)
	slot := c.inFlight.take()
	r := &c.inFlight.slots[slot]
	r.who, r.arrived, r.bytes = w, now, s.next.Bytes
	r.draw = s.id | s.count<<3
	r.attempts, r.taken, r.served, r.given = 0, 0, 0, 0
	r.giveUp = now.Add(c.rules.Patience)
	s.count++
	c.sink.Arrived(request.Population(w.population), w.user, now)
	c.rules.Retrying.Sent(&c.budgets[w.name])
	c.advance(i)
	c.send(now, slot)
}
