package service

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/station"
	"failsim/sim"
)

// HerdSpec is a herd: members that each hold a lease, a cache entry, a registration
// or a replica as long as something that they need is up.
type HerdSpec struct {
	Name    string // the key of its draws
	Members int
	// Needs is the service by which they hold it: each renews every Renew, at a time
	// of its own, and has lost it Lease after it last could, which is no shorter. Both
	// 0: they lose it at once. Below 0: nothing but faults takes it.
	Needs        id.Service
	Lease, Renew time.Duration
	// Through has renewals fail while the queue is behind, as jobs of it do.
	Through bool
	Jitter  time.Duration // before one that has lost it asks for it: a uniform draw from nothing to that
	// Away is how long each asking is under way to the queue: round trips of a handshake.
	Away  time.Duration
	Queue *station.WorkQueue
	Class uint8
	Stock *Stock // of which each job takes a unit for good; nil: of none
	// Of is the service whose capacity they are, below 0 none: a share of lost members
	// fails that share of requests, each after After, or, with Slows, leaves the work
	// to the others.
	Of    id.Service
	Slows bool
	After time.Duration
}

// Herds are the herds of a run. A herd costs nothing while its need is up; an
// outage sorts its members by when they will lose what they hold.
//
// It leaves out the load of renewals: workers are those that are left beside it.
type Herds struct {
	kernel *sim.Kernel
	owner  sim.Owner
	graph  *Graph
	all    []*Herd
}

// NewHerds returns none yet.
func NewHerds(k *sim.Kernel, g *Graph) *Herds {
	h := &Herds{kernel: k, graph: g}
	h.owner = k.Register(h)
	return h
}

// Herd is one of them.
type Herd struct {
	HerdSpec
	herds    *Herds
	index    int
	jitters  sim.Key
	members  []member
	lost     int
	needs    bool    // what it needs is down
	late     bool    // its queue is behind, and renewals with it
	down     bool    // either
	turn     uint64  // of outages
	lapses   []lapse // of the outage, in order
	next     int     // of lapses
	reported Ail     // what its service knows
}

// member is one of a herd.
type member struct {
	renewed sim.Time // once; it renews every Renew before and after
	lost    bool
	times   uint32 // how often it has lost it
}

type lapse struct {
	at     sim.Time
	member int32
}

// The events of herds.
const (
	lapses    uint8 = iota // the next member loses what it holds
	lapsesOne              // one that was late in the outage to get it
	asks                   // one asks for it
)

// Add adds a herd, of which all hold what they hold.
func (h *Herds) Add(key sim.Key, s HerdSpec) *Herd {
	one := &Herd{HerdSpec: s, herds: h, index: len(h.all), jitters: key.Named("jitter"), members: make([]member, s.Members)}
	phase := key.Named("phase")
	for i := range one.members {
		one.members[i].renewed = sim.Time(phase.Float64(uint64(i)) * float64(s.Renew))
	}
	if h.all = append(h.all, one); s.Needs >= 0 {
		h.graph.Listen(s.Needs, func(now sim.Time, up bool) { one.needs = !up; one.feel(now) })
	}
	if s.Through {
		s.Queue.Hear(func(now sim.Time, behind bool) { one.late = behind; one.feel(now) })
	}
	return one
}

// Lost returns how many members do not hold what they should.
func (h *Herd) Lost() int { return h.lost }

func (h *Herd) schedule(at sim.Time, kind uint8, what uint64) {
	h.herds.kernel.Schedule(at, sim.Change, h.herds.owner, sim.Event{Kind: kind, Arg: uint64(h.index)<<32 | what})
}

// Handle implements sim.Handler.
func (h *Herds) Handle(now sim.Time, e sim.Event) {
	one, what := h.all[e.Arg>>32], e.Arg&0xffffffff
	switch e.Kind {
	case lapses:
		if one.turn&0xffffffff == what {
			one.lapse(now)
		}
	case lapsesOne:
		if m := &one.members[what]; one.down && !m.lost && now >= m.renewed.Add(one.Lease) {
			one.lose(now, int(what))
			one.report(now)
		}
	case asks:
		one.ask(now, int(what))
	}
}

// feel begins or ends an outage of what the members need.
func (h *Herd) feel(now sim.Time) {
	if h.down == (h.needs || h.late) {
		return
	}
	h.down = !h.down
	if h.turn++; !h.down {
		return
	}
	h.lapses, h.next = h.lapses[:0], 0
	for i := range h.members {
		if m := &h.members[i]; !m.lost {
			h.lapses = append(h.lapses, lapse{m.last(now, h.Renew).Add(h.Lease), int32(i)})
		}
	}
	slices.SortFunc(h.lapses, func(a, b lapse) int {
		if a.at != b.at {
			return int(min(1, max(-1, int64(a.at-b.at))))
		}
		return int(a.member - b.member)
	})
	h.await()
}

// last returns when a member last renewed by an instant.
func (m *member) last(now sim.Time, every time.Duration) sim.Time {
	if every == 0 {
		return now
	}
	since := now.Sub(m.renewed) % every
	if since < 0 {
		since += every
	}
	return now.Add(-since)
}

// await schedules the next lapse.
func (h *Herd) await() {
	if h.next < len(h.lapses) {
		h.schedule(h.lapses[h.next].at, lapses, h.turn&0xffffffff)
	}
}

// lapse has all members lose what they hold whose time has come.
func (h *Herd) lapse(now sim.Time) {
	for ; h.next < len(h.lapses) && h.lapses[h.next].at <= now; h.next++ {
		if i := int(h.lapses[h.next].member); !h.members[i].lost {
			h.lose(now, i)
		}
	}
	h.report(now)
	h.await()
}

// lose has a member lose what it holds, and ask for it in a while.
func (h *Herd) lose(now sim.Time, i int) {
	m := &h.members[i]
	m.lost = true
	m.times++
	h.lost++
	if h.Jitter == 0 {
		h.ask(now, i)
		return
	}
	u := h.jitters.Float64(uint64(i)<<32 + uint64(m.times))
	h.schedule(now.Add(time.Duration(u*float64(h.Jitter))), asks, uint64(i))
}

// ask puts a member's job in the queue, once there is a unit of what it takes.
func (h *Herd) ask(now sim.Time, i int) {
	if h.Stock == nil || h.Stock.take(h, i) {
		h.Queue.PutFrom(now, h, uint64(i), h.Class, h.Away)
	}
}

// Ended implements station.Asker.
func (h *Herd) Ended(now sim.Time, tag uint64, done bool) {
	if !done { // it is not requested again: it is lost for good
		if h.Stock != nil {
			h.Stock.Add(now, 1)
		}
		return
	}
	m := &h.members[tag]
	m.lost, m.renewed = false, now
	h.lost--
	h.report(now)
	if h.down {
		h.schedule(now.Add(h.Lease), lapsesOne, tag)
	}
}

// Strike has a share of the members lose what they hold, evenly spread over them.
func (h *Herd) Strike(now sim.Time, share float64) {
	for i := range h.members {
		if hit := int(float64(float64(i+1)*share)+1e-9) > int(float64(float64(i)*share)+1e-9); hit && !h.members[i].lost {
			h.lose(now, i)
		}
	}
	h.report(now)
}

// step is the change of a herd's lost share that its service is notified of, beside
// none and all: so the service changes at most 200 times in a storm, and is right to
// a percent.
const step = 0.01

// tell has the herd's service be what its members leave of it.
func (h *Herd) report(now sim.Time) {
	x := float64(h.lost) / float64(len(h.members))
	is := h.carries(x)
	if h.Of < 0 || is == h.reported {
		return
	}
	if was := h.share(); x > 0 && x < 1 && x-was < step && was-x < step {
		return
	}
	was := h.reported
	h.reported = is
	h.herds.graph.Change(now, h.Of, was, is)
}

// carries is what is wrong with a service of which a share of members is lost.
func (h *Herd) carries(x float64) Ail {
	switch {
	case x == 0:
		return Ail{}
	case h.Slows && x < 1:
		return Ail{Slow: 1 / (1 - x)}
	}
	return Ail{Errors: x, Slow: 1, After: h.After}
}

// share is the lost share that the service was notified of last.
func (h *Herd) share() float64 {
	switch {
	case h.reported.Errors > 0:
		return h.reported.Errors
	case h.reported.Slow > 1:
		return 1 - 1/h.reported.Slow
	}
	return 0
}
