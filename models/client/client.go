// Package client is the demand: populations whose users ask, resolve, send,
// time out, try again and give up. A request keeps its identity over all its
// attempts, and ends with exactly one outcome.
//
// What becomes of an attempt is known when it is sent, unless its backend is
// lost meanwhile. So a request that will be answered at once waits in a ledger,
// costs no event, and is told to the sink late, with others; only one that
// fails is handed to package caller, for which every attempt's end is an event.
// Where clients learn from each end, or have several attempts out at a time, all
// are. It leaves out partial answers, and users who come back later.
// Where a request's time goes is in docs/speed.md.
package client

import (
	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/dns"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Directory says which LB serves a name at an endpoint, throughout a run.
type Directory interface {
	// LB returns the index of the LB.
	LB(name id.Name, endpoint int) id.LB
}

// Clients are all populations of the tenant.
type Clients struct {
	kernel      *sim.Kernel
	owner       sim.Owner
	populations []population
	primaries   []*route // by name: to its first endpoint
	merged               // who asks; nobody if there is a tape
	tape        *Tape    // on which it stands; nil as a rule
	played      uint64   // requests of the tape
	slot        sim.Slot // of the next arrival
	authority   *dns.Authority
	zones       *dns.Zones
	plane       *balancer.DataPlane
	sink        record.Sink
	mover       record.Mover // the sink, if it wants to know what steering moves
	jitter      sim.Key
	sent        []int          // by name: first attempts that the caller's budget does not know of yet
	answered    ledger         // requests whose first attempt will be answered
	calls       *caller.Caller // all others

	// Scratch, so that calls through interfaces allocate nothing.
	choice     policy.Choice
	connection policy.Connection
	asker      caller.Asker
	who        who           // of a request that has left the stream
	asks       *who          // the request whose client chooses
	memory     policy.Memory // of that client
}

// arrive is the event of the next request of all streams.
const arrive uint8 = 0

// New builds the clients and schedules their first arrivals.
func New(k *sim.Kernel, key sim.Key, populations []Population, streams []Stream, authority *dns.Authority,
	zones *dns.Zones, plane *balancer.DataPlane, directory Directory, sink record.Sink) *Clients {
	c := &Clients{kernel: k, authority: authority, zones: zones, plane: plane, sink: sink, jitter: key.Named("jitter"),
		primaries: make([]*route, authority.Names())}
	c.owner = k.Register(c)
	c.mover, _ = sink.(record.Mover)
	var rules []caller.Rules
	for i := range populations {
		populations[i].TargetsRetry, populations[i].TargetsQueue = plane.Retrying(), plane.Admits()
		rules = append(rules, populations[i].Rules.Rules)
	}
	c.calls = caller.New(k, key, rules, authority.Names(), c, (*recorder)(c))
	c.sent = c.calls.Firsts()
	plane.CalledBy(c)
	c.populations = populationsOf(key, populations)
	for i := range c.populations {
		p := &c.populations[i]
		if p.holdsList = p.Where.HoldsList(); p.holdsList {
			p.memories = newMemories(p.Users)
		}
		if p.Connecting != nil {
			p.connections = make([]connection, p.Users)
		}
		c.survey(p, directory)
	}
	c.merged = newMerged(streams, c.populations, plane.Service())
	c.slot = k.Reserve(sim.Arrival, c.owner, sim.Event{Kind: arrive})
	k.Set(c.slot, c.begin())
	return c
}

// Before tells the clients of each name that so many requests were sent before
// the run: what retrying makes of past requests is then what a long steady time leaves.
func (c *Clients) Before(name id.Name, requests int) { c.sent[name] += requests }

// Events tells of a population whether each attempt's end is an event, and why;
// else it is known when a first attempt is sent whether it will be answered.
func (c *Clients) Events(population int) (why string, so bool) {
	return c.populations[population].EveryAttemptIsAnEvent()
}

// InFlight returns how many requests had no outcome at the last Settle.
func (c *Clients) InFlight() int { return c.calls.InFlight() + c.answered.waiting() }

// Arrived returns how many requests have arrived.
func (c *Clients) Arrived() int64 {
	n := c.played
	for i := range c.streams {
		n += c.streams[i].arrived()
	}
	return int64(n)
}

// Handle implements sim.Handler.
func (c *Clients) Handle(now sim.Time, _ sim.Event) { c.arrivals(now) }

// arrivals makes requests arrive: the next one, and those after it until another
// event is due.
func (c *Clients) arrivals(now sim.Time) {
	if c.tape != nil {
		c.play(now)
		return
	}
	for more := true; more; {
		s := c.streams[c.turn]
		c.arrive(now, s.next())
		c.turns[c.turn] = s.pass()
		c.turn, now = c.turns.first()
		more = c.kernel.Clear(now) || c.kernel.Follow(c.slot, now)
	}
}

// arrive has a request arrive and make its first attempt. Most are answered
// right: then all that is kept of it is its line in the ledger.
func (c *Clients) arrive(now sim.Time, w *who) {
	to, byName := c.primaries[w.name], true
	*to.sent++
	if to.chosen || !*to.always {
		if to.events {
			c.calls.Call(now, c.asking(w))
			return
		}
		if to, byName = c.find(now, w, 0, to.whose); to.lb == nil {
			c.calls.GoOn(now, c.asking(w), &to.Route, byName, 0, noAddress(now))
			return
		}
	}
	zone, a := id.Zone(0), balancer.Answer{}
	if c.plane.Minds() {
		zone = c.zone(now, w, to.Region)
		a = c.plane.ForwardAsked(now, to.lb, zone, w.client, w.draw, w.takes, false)
	} else {
		a = c.plane.ForwardDrawn(now, to.lb, w.draw, w.takes)
	}
	if a.Cause != request.None || a.Queued || a.At.Sub(now) > to.waits {
		c.calls.GoOn(now, c.asking(w), &to.Route, byName, zone, a)
		return
	}
	c.plane.Open(to.lb, a.Backend, a.At)
	if c.answered.full() {
		c.tell(now)
		c.answered.turn()
	}
	told, kept := c.answered.add()
	// Field by field, as a struct of so many would be made elsewhere and copied.
	told.Arrived, told.Learns, told.Work = now, a.At+sim.Time(to.RTT), int64(a.Work) // soon enough to need no check, as Add has
	told.User, told.Bytes = w.user, w.bytes
	told.Population, told.FailedOver = to.population, to.endpoint > 0
	*kept = restore{draw: w.draw, backend: a.Backend, endpoint: to.endpoint, byName: byName}
}

// tell tells the sink of the requests at the ledger's head that are answered by
// now.
func (c *Clients) tell(now sim.Time) {
	if list := c.answered.due(now); len(list) > 0 {
		c.sink.Answered(list)
		c.answered.head += len(list)
	}
}

// Settle has the sink know of every request that has arrived, and of every
// outcome by now. Until then it may not know of those that were answered or
// will be.
func (c *Clients) Settle(now sim.Time) {
	l := &c.answered
	for c.tell(now); l.waiting() > 0; l.head++ {
		if l.told[l.head].Learns <= now { // it was behind one who still waits
			c.sink.Answered(l.told[l.head : l.head+1])
		} else {
			c.calls.Await(c.recall(l.head), l.told[l.head].Learns)
		}
	}
}
