package scenario

import (
	"slices"

	"failsim/models/distribution"
	"failsim/models/file"
)

// The words for the order of a queue, and for what becomes of its late work.
var (
	QueueOrders = []string{"fifo", "lifo", "classes"}
	LateWays    = []string{"kept", "dropped", "requeued"}
)

// queue reads a queue of the world.
func (r *reader) queue(n file.Node) WorkQueue {
	q := r.queueLike(n, r.queues.Declared, func(string) (WorkQueue, bool) { return WorkQueue{}, false })
	r.allQueues = append(r.allQueues, q)
	return q
}

// queueLike reads a queue, which may take what it does not say from another of its
// name.
func (r *reader) queueLike(n file.Node, name file.Parser[string], of func(name string) (WorkQueue, bool)) WorkQueue {
	m := n.Open("queue")
	defer m.Done()
	m.Renamed("places", "queue-capacity")
	word := file.Need(m, "queue", name, "the name of a queue")
	q, heir := of(word)
	if heir {
		m.Heir(asBefore)
	}
	q.Name = word
	q.Of = file.Get(m, "of", r.services.Reference, q.Of, "the service that serves it, and stops or slows it; without, nothing does")
	q.Workflows = file.Get(m, "workflows", yes, q.Workflows, "the workflows of the control plane that serves it are its jobs, by its workers, work and rules instead of the control plane's: class 0 scales load balancers, class 1 is what customers change")
	q.Workers = file.Inherit(m, "workers", file.PositiveCountOf, q.Workers, heir, "how many jobs are done at a time")
	q.QueueCapacity = file.Get(m, "queue-capacity", file.PositiveCountOf, q.QueueCapacity, "how many jobs may wait; without, as many as come")
	q.Order = oneOf(m, "order", QueueOrders, q.Order, "which one is served next: the first, the last, or the lowest class", "queues are")
	q.Work = file.Inherit(m, "work", distribution.PositiveOf, q.Work, heir, "how long a job takes")
	q.Deadline = file.Get(m, "deadline", file.PositiveDurationOf, q.Deadline, "the time by which a job must be done; without, there is none")
	q.Patience = file.Get(m, "patience", file.PositiveDurationOf, q.Patience, "how long a job waits before it leaves; without, for ever")
	q.Late = oneOf(m, "late", LateWays, q.Late, "what happens to work that is late or finds the queue full", "done all the same")
	if b, there := m.Ask("back-off", "back-off before late work is requeued (late: requeued); without, at once"); there {
		q.backOff(b)
	}
	if m.Has("late") && LateWays[q.Late] != "requeued" && !m.Has("back-off") {
		q.Base, q.Cap, q.Jitter = 0, 0, false
	}
	again := LateWays[q.Late] == "requeued"
	what, _ := (&NamedService{Name: q.Of}).BuiltIn()
	switch {
	case m.Broken() || !n.Sound():
	case q.Workflows && (what != ControlPlaneService):
		m.RefuseAt("workflows", `workflows are of a control plane: "of: PROVIDER/REGION/control-plane"`)
	case m.Has("late") && q.Deadline == 0 && q.Patience == 0 && q.QueueCapacity == 0:
		m.RefuseAt("late", `nothing is ever late: it takes a "deadline", a "patience", or a "queue-capacity" that is used up`)
	case m.Has("back-off") && !again:
		m.RefuseAt("back-off", `no job is requested again: that needs late: requeued`)
	case again && q.Base == 0 && q.QueueCapacity > 0:
		m.Refuse(`what finds the queue full would ask again in no time, for ever: back-off: {base: TIME}`)
	case again && q.Base == 0 && q.Patience > 0 && q.Deadline > 0 && q.Patience > q.Deadline:
		m.RefuseAt("patience", "a patience longer than the deadline of %s changes nothing for work in time", file.FormatDuration(q.Deadline))
	}
	return q
}

func (q *WorkQueue) backOff(n file.Node) {
	m := n.Open("back-off")
	defer m.Done()
	q.Base = file.Need(m, "base", file.PositiveDurationOf, "the first wait before asking again")
	q.Cap = file.Get(m, "cap", file.PositiveDurationOf, max(q.Base, 64*q.Base), "the longest wait; without, 64 times the base: assumption")
	q.Jitter = file.Get(m, "jitter", yes, true, "each wait is a uniform draw from nothing to its length", "AWS, \"full jitter\"")
	if n.Sound() && q.Cap < q.Base {
		m.RefuseAt("cap", "a cap of %s is below the base of %s", file.FormatDuration(q.Cap), file.FormatDuration(q.Base))
	}
}

// oneOf reads one of a few words as its place among them.
func oneOf(m *file.Mapping, key string, words []string, like int, about ...string) int {
	return max(0, slices.Index(words, file.Get(m, key, file.OneOf(key, words...), words[like], about...)))
}

// yes reads the one word that a flag can have.
func yes(n file.Node) bool { return file.OneOf("answer", "true", "false")(n) == "true" }

func (r *reader) stock(n file.Node) Stock {
	m := n.Open("stock")
	defer m.Done()
	return Stock{Name: file.Need(m, "stock", r.stocks.Declared, "the name of a stock"), Units: file.Need(m, "units", file.CountOf, "how many units there are")}
}

// herd reads a herd of the world.
func (r *reader) herd(n file.Node) Herd {
	h := r.herdLike(n, r.herds.Declared, func(string) (Herd, bool) { return Herd{}, false })
	r.allHerds = append(r.allHerds, h)
	return h
}

func (r *reader) herdLike(n file.Node, name file.Parser[string], of func(name string) (Herd, bool)) Herd {
	m := n.Open("herd")
	defer m.Done()
	word := file.Need(m, "herd", name, "the name of a herd")
	h, heir := of(word)
	if heir {
		m.Heir(asBefore)
	}
	h.Name = word
	members := file.That(file.PositiveCountOf, "at most 1000000", func(n int) bool { return n <= mostMembers })
	h.Members = file.Inherit(m, "members", members, h.Members, heir, "how many members it has")
	h.Needs = file.Get(m, "needs", r.services.Reference, h.Needs, "the service by which members hold what they hold; without, only a fault takes it")
	h.Lease = file.Get(m, "lease", file.PositiveDurationOf, h.Lease, "how long it is held after it was last renewed; without, it is lost as soon as what they need is down")
	h.Renew = file.Get(m, "renew", file.PositiveDurationOf, h.Renew, "how often each renews a lease; without lease none does")
	h.Through = file.Get(m, "renew-through-queue", yes, h.Through, "renewals of a lease fail while the queue is late")
	h.Jitter = file.Get(m, "jitter", file.DurationOf, h.Jitter, "before it asks, a member that has lost it waits a uniform draw from nothing to this")
	h.Queue = file.Inherit(m, "queue", declared(r.queues, "world: queues"), h.Queue, heir, "the queue that receives the job of each member that has lost what it holds")
	h.Class = file.Get(m, "class", file.That(file.CountOf, "below 8", func(n int) bool { return n < Classes }), h.Class, "the class of that job, 0 to 7, for a queue in order of classes, which serves the lowest first")
	h.Stock = file.Get(m, "stock", declared(r.stocks, "world: stocks"), h.Stock, "the stock of which that job takes a unit; without, it takes none")
	h.Of = file.Get(m, "of", r.services.Reference, h.Of, "the service whose capacity the members are; without, of none")
	h.Slows = oneOf(m, "lost", lostWays, index(h.Slows), "what lost members do to the service that they are of: their share fails, or the others do it", "their share is gone") == 1
	if h.ErrorAfter = file.Get(m, "error-after", file.DurationOf, h.ErrorAfter, "what an error for want of a lost member takes of a server's time; without, as much as an answer"); m.Has("error-after") {
		h.ErrorAfter = max(1, h.ErrorAfter)
	}
	h.Handshake = file.Get(m, "handshake", r.handshake, h.Handshake, "round trips that a member makes before its job is in the queue, each time that it asks; without, none")
	switch {
	case m.Broken() || !n.Sound():
	case (h.Lease > 0) != (h.Renew > 0):
		m.Refuse(`a lease lasts so long and is renewed so often: it takes both "lease" and "renew"`)
	case m.Has("lease") && h.Needs == "" && !h.Through:
		m.RefuseAt("lease", `a lease is renewed with a service: it takes "needs", or "renew-through-queue"`)
	case h.Through && h.Lease == 0:
		m.RefuseAt("renew-through-queue", `that is of a lease: it takes "lease" and "renew"`)
	case h.Lease < h.Renew:
		m.RefuseAt("lease", "a lease of %s is over before it is renewed, every %s", file.FormatDuration(h.Lease), file.FormatDuration(h.Renew))
	case h.Of == "" && (m.Has("lost") || m.Has("error-after")):
		m.Refuse(`"lost" and "error-after" say what lost members do to a service: it takes "of"`)
	case h.Slows && m.Has("error-after"):
		m.RefuseAt("error-after", "with lost: slows nothing fails")
	}
	return h
}

func (r *reader) handshake(n file.Node) *Handshake {
	m := n.Open("handshake")
	defer m.Done()
	return &Handshake{
		From:       file.Need(m, "from", r.locations.Reference, "the location of the members"),
		To:         file.Need(m, "to", r.regions.Reference, "the region that they connect to"),
		RoundTrips: file.Get(m, "round-trips", file.PositiveCountOf, 2, "how many round trips a connection takes", "TCP one, TLS 1.3 another (RFC 8446), TLS 1.2 two; QUIC has one for both (RFC 9000)"),
	}
}

var lostWays = []string{"fails", "slows"}

func index(second bool) int {
	if second {
		return 1
	}
	return 0
}

// Classes are how many classes a queue has with order: classes.
const Classes = 8

// asBefore is what holds of a thing of the world where a design says nothing of it.
const asBefore = "as the world says, or the design that this one is like"

// overlaid reads what a design does otherwise with things of the world, and returns
// all of them.
func overlaid[T any](what string, like []T, name func(*T) string, read func(n file.Node, of func(string) (T, bool)) T) file.Parser[[]T] {
	return func(n file.Node) []T {
		all := slices.Clone(like)
		of := func(word string) (is T, known bool) {
			for i := range all {
				if name(&all[i]) == word {
					is = all[i]
				}
			}
			return is, true // if it is unknown, that has been reported
		}
		for _, is := range file.ListOf(what, func(n file.Node) T { return read(n, of) })(n) {
			for i := range all {
				if name(&all[i]) == name(&is) {
					all[i] = is
				}
			}
		}
		return all
	}
}

func (r *reader) ownQueues(like []WorkQueue) file.Parser[[]WorkQueue] {
	return oneOfWorkflows(overlaid("queues", like, func(q *WorkQueue) string { return q.Name }, func(n file.Node, of func(string) (WorkQueue, bool)) WorkQueue {
		return r.queueLike(n, declared(r.queues, "world: queues"), of)
	}))
}

// oneOfWorkflows refuses a second queue of a control plane's workflows.
func oneOfWorkflows(read file.Parser[[]WorkQueue]) file.Parser[[]WorkQueue] {
	return func(n file.Node) []WorkQueue {
		all, of := read(n), map[string]string{}
		for _, q := range all {
			if other := of[q.Of]; q.Workflows && other != "" {
				n.Refuse("the workflows of %s are jobs of one queue, not of both %s and %s", q.Of, other, q.Name)
			} else if q.Workflows {
				of[q.Of] = q.Name
			}
		}
		return all
	}
}

func (r *reader) ownHerds(like []Herd) file.Parser[[]Herd] {
	return overlaid("herds", like, func(h *Herd) string { return h.Name }, func(n file.Node, of func(string) (Herd, bool)) Herd {
		return r.herdLike(n, declared(r.herds, "world: herds"), of)
	})
}

// declared is the parser of a name that a section of the file declares; where there
// is no such section, it says so.
func declared(names *file.Names, section string) file.Parser[string] {
	return func(n file.Node) string {
		if len(names.All()) == 0 {
			n.Refuse("unknown name %q: nothing is declared in %s", file.Short(n.Word()), section)
			return ""
		}
		return names.Reference(n)
	}
}
