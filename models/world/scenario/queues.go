package scenario

import (
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

// The words for the order of a queue, and for what becomes of its late work.
var (
	QueueOrders = []string{"fifo", "lifo", "classes"}
	LateWays    = []string{"kept", "dropped", "requeued"}
)

// WorkQueue is workers who do jobs by rules.
type WorkQueue struct {
	Name     string
	Of       string // the service that serves it; "": nothing stops or slows it
	Workers  int
	Places   int                       // for those who wait; 0: as many as come
	Order    int                       // of QueueOrders
	Work     distribution.Distribution // of one job
	Deadline time.Duration             // 0: none
	Patience time.Duration             // 0: nobody leaves
	Late     int                       // of LateWays
	Base     time.Duration             // of the back-off; 0: at once
	Cap      time.Duration
	Jitter   bool
}

// Herd is members that hold something while a service is up.
type Herd struct {
	Name       string
	Members    int
	Needs      string // the service by which they hold it; "": only a fault takes it
	Lease      time.Duration
	Renew      time.Duration
	Jitter     time.Duration
	Queue      string
	Class      int
	Stock      string
	Of         string // the service whose capacity they are; "": none
	Slows      bool   // the others do their work
	ErrorAfter time.Duration
}

// Stock is units of which jobs take one each.
type Stock struct {
	Name  string
	Units int
}

// The most of them: assumptions, and what an event can number.
const (
	mostQueues  = 100
	mostHerds   = 100
	mostMembers = 1_000_000
)

func (r *reader) queue(n file.Node) WorkQueue {
	m := n.Open("queue")
	defer m.Done()
	q := WorkQueue{
		Name:     file.Need(m, "queue", r.queues.Declared),
		Of:       file.Get(m, "of", r.services.Reference, ""),
		Workers:  file.Need(m, "workers", file.PositiveCountOf),
		Places:   file.Get(m, "places", file.PositiveCountOf, 0),
		Order:    slices.Index(QueueOrders, file.Get(m, "order", file.OneOf("order", QueueOrders...), "fifo")),
		Work:     file.Need(m, "work", distribution.PositiveOf),
		Deadline: file.Get(m, "deadline", file.PositiveDurationOf, 0),
		Patience: file.Get(m, "patience", file.PositiveDurationOf, 0),
		Late:     slices.Index(LateWays, file.Get(m, "late", file.OneOf("way with late work", LateWays...), "kept")),
	}
	if b, there := m.Ask("back-off"); there {
		q.backOff(b)
	}
	again := LateWays[max(0, q.Late)] == "requeued"
	switch {
	case m.Broken() || !n.Sound():
	case m.Has("late") && q.Deadline == 0 && q.Patience == 0 && q.Places == 0:
		m.RefuseAt("late", `nothing is ever late: it takes a "deadline", a "patience", or "places" that are taken`)
	case m.Has("back-off") && !again:
		m.RefuseAt("back-off", `nobody asks again: that takes late: requeued`)
	case again && q.Base == 0 && q.Places > 0:
		m.Refuse(`who finds no place would ask again in no time, for ever: back-off: {base: TIME}`)
	case again && q.Base == 0 && q.Patience > 0 && q.Deadline > 0 && q.Patience > q.Deadline:
		m.RefuseAt("patience", "a patience longer than the deadline of %s changes nothing for work in time", file.FormatDuration(q.Deadline))
	}
	return q
}

func (q *WorkQueue) backOff(n file.Node) {
	m := n.Open("back-off")
	defer m.Done()
	q.Base = file.Need(m, "base", file.PositiveDurationOf)
	q.Cap = file.Get(m, "cap", file.PositiveDurationOf, max(q.Base, 64*q.Base))
	q.Jitter = file.Get(m, "jitter", yes, true)
	if n.Sound() && q.Cap < q.Base {
		m.RefuseAt("cap", "a cap of %s is below the base of %s", file.FormatDuration(q.Cap), file.FormatDuration(q.Base))
	}
}

func (r *reader) stock(n file.Node) Stock {
	m := n.Open("stock")
	defer m.Done()
	return Stock{Name: file.Need(m, "stock", r.stocks.Declared), Units: file.Need(m, "units", file.CountOf)}
}

func (r *reader) herd(n file.Node) Herd {
	m := n.Open("herd")
	defer m.Done()
	h := Herd{
		Name:    file.Need(m, "herd", r.herds.Declared),
		Members: file.Need(m, "members", file.That(file.PositiveCountOf, "at most 1000000", func(n int) bool { return n <= mostMembers })),
		Needs:   file.Get(m, "needs", r.services.Reference, ""),
		Lease:   file.Get(m, "lease", file.PositiveDurationOf, 0),
		Renew:   file.Get(m, "renew", file.PositiveDurationOf, 0),
		Jitter:  file.Get(m, "jitter", file.DurationOf, 0),
		Queue:   file.Need(m, "queue", declared(r.queues, "world: queues")),
		Class:   file.Get(m, "class", file.That(file.CountOf, "below 8", func(n int) bool { return n < Classes }), 0),
		Stock:   file.Get(m, "stock", declared(r.stocks, "world: stocks"), ""),
		Of:      file.Get(m, "of", r.services.Reference, ""),
		Slows:   file.Get(m, "lost", file.OneOf("effect of lost members", "fails", "slows"), "fails") == "slows",
	}
	if h.ErrorAfter = file.Get(m, "error-after", file.DurationOf, 0); m.Has("error-after") {
		h.ErrorAfter = max(1, h.ErrorAfter)
	}
	switch {
	case m.Broken() || !n.Sound():
	case m.Has("lease") != m.Has("renew"):
		m.Refuse(`a lease lasts so long and is renewed so often: it takes both "lease" and "renew"`)
	case m.Has("lease") && h.Needs == "":
		m.RefuseAt("lease", `a lease is renewed with a service: it takes "needs"`)
	case h.Lease < h.Renew:
		m.RefuseAt("lease", "a lease of %s is over before it is renewed, every %s", file.FormatDuration(h.Lease), file.FormatDuration(h.Renew))
	case h.Of == "" && (m.Has("lost") || m.Has("error-after")):
		m.Refuse(`"lost" and "error-after" say what lost members do to a service: it takes "of"`)
	case h.Slows && m.Has("error-after"):
		m.RefuseAt("error-after", "with lost: slows nothing fails")
	}
	return h
}

// Classes are how many classes a queue has with order: classes.
const Classes = 8

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
