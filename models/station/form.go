package station

// Spec says how a station serves, and what hangs on the end of a service.
type Spec struct {
	Index         int32 // of the station, for Host.Due
	Servers       int   // Unlimited: no request waits
	QueueCapacity int   // for those who wait; Unlimited
	Order         Order
	Classes       int  // of priority
	Leave         bool // jobs may lose patience
	Change        bool // the number of servers may change
	Ruled         bool // strategies decide admission, order and the longest wait
	Calls         bool // whoever passes work on calls for it, and is told of the end
	Open          bool // how long a service takes is known when it has ended: the host then calls Leave
	Then          Then
}

// Then is what hangs on the end of a service in the very instant when it ends, so that
// the end has to be an event.
type Then uint8

// What may hang on it.
const (
	Reported Then = iota // the host is told of each
	Races                // it ends others, or they it
	Learns               // who asked decides by it about what it asks next
	Budgets              // each that asks has a budget for asking again
	Refills              // what ends well pays for asking again
	Again                // what ends ill is sent elsewhere, before who asked hears of it
	Follows              // it decides when its user asks next
	Shown                // nothing: its host wants an event all the same
	Nothing              // who asked learns of it some time later, and decides by no end but ill ones
)

// Form is the way in which a station is computed, and how the ends of its services are.
type Form uint8

// The forms, from the cheapest.
const (
	// Foreseen fixes start and end of service on arrival, and nothing waits for the
	// end, so that it needs no event at all.
	Foreseen Form = iota
	// All are served at once, each by a server of its own.
	Everybody
	// OneByOne is Closed with one server, of which only the first end needs an
	// event at a time.
	OneByOne
	// Closed fixes start and end of service on arrival, so that only the end needs
	// an event: later jobs change nothing of it.
	Closed
	// Shared serves all at once, at a speed that depends on their number.
	Shared
	// StepByStep: who is next is decided when a server is free.
	StepByStep
)

// Fixed reports whether start and end of a service are known on arrival.
func (f Form) Fixed() bool { return f < Shared }

// Form returns the cheapest form that gives the right answer, and why it is none that
// is cheaper. Nobody else decides that: queueing systems, work queues, the backends of
// LBs and those who call them ask here.
//
// A stricter rule is usual: FIFO, servers that cannot stop what they have begun, no
// strategy that learns, one attempt at a time. Two of these are wider here, each held
// by the comparison of both ways outcome by outcome (events_test.go of
// cmd/internal/study) and by the second engine:
//
//   - servers cannot stop what they have begun: they do when a backend dies. That is
//     rare, and the keeper of fates takes back those that it had (client.Clients.Lost).
//   - no strategy learns: those of clients decide when an attempt ends, and
//     make it an event. Those of LBs (peak EWMA, outlier ejection) are asked only when
//     the next request comes, and are told before that of all that has ended since, in
//     order (balancer's closings); so are the counts of what is outstanding.
//
// Of what a request needs beside its backend it is known on sending how it ends, and
// one attempt at a time is Races.
func (s *Spec) Form() (f Form, why string) {
	switch {
	case s.Order == Sharing:
		return Shared, "servers are shared, so that later requests slow earlier ones down"
	case s.Ruled:
		return StepByStep, "a later request may be served first, or make others be refused"
	case s.Calls:
		return StepByStep, "LBs call their backends themselves (lb-calls)"
	case s.Open:
		return StepByStep, "how long a service takes is unknown before it ends"
	case s.Servers == Unlimited:
		f = Everybody
	case s.Order != FIFO:
		return StepByStep, "a later request may be served first"
	case s.Leave:
		return StepByStep, "a request that leaves lets others start earlier"
	case s.Change:
		return StepByStep, "servers come and go"
	case s.Servers == 1:
		f = OneByOne
	default:
		f = Closed
	}
	if s.Then == Nothing {
		return Foreseen, ""
	}
	return f, whys[s.Then]
}

// whys say why ends are events.
var whys = [...]string{
	Reported: "each end is reported",
	Races:    "a request may have several attempts out at a time",
	Learns:   "what clients learn from an attempt's end decides about the next",
	Budgets:  "each client has a budget for its retries",
	Refills:  "what is answered right pays for the next retry",
	Again:    "an LB may pass a request on more than once",
	Follows:  "the end of a user's request decides when the next one comes",
	Shown:    "so it was asked for, to no other effect",
	Nothing:  "",
}
