// Package policy declares the sockets that strategies plug into, and the beliefs that
// they may read. A strategy sees what probes, alarms and its own clients report, never
// the truth.
//
// Sockets are small interfaces. Each is documented with who calls it, when,
// and what its answer does. Package strategies holds the strategies; package
// world builds a design from them.
package policy

import (
	"fmt"
	"strings"
	"time"

	"failsim/models/distribution"
)

// Socket is a kind of decision.
type Socket string

// The sockets.
const (
	SteeringSocket   Socket = "steering"
	SendingSocket    Socket = "sending"
	RetryingSocket   Socket = "retrying"
	ConnectingSocket Socket = "connecting"
	BalancingSocket  Socket = "balancing"
	LBRetryingSocket Socket = "lb-retrying"
	FilteringSocket  Socket = "filtering"
	AdmittingSocket  Socket = "admitting"
	// LBAdmittingSocket takes the strategies of AdmittingSocket, for LBs' own queues.
	LBAdmittingSocket Socket = "lb-admitting"
	HealingSocket     Socket = "healing"
	OperatingSocket   Socket = "operating"
	GatingSocket      Socket = "gating"
	ServingSocket     Socket = "serving"

	ReplicatingSocket Socket = "replicating"
)

// Owner says who decides: the tenant or a provider.
type Owner string

// The owners.
const (
	Tenant   Owner = "tenant"
	Provider Owner = "provider"
)

// OwnerOf returns who fills a socket.
func OwnerOf(s Socket) Owner {
	switch s {
	case HealingSocket, OperatingSocket, GatingSocket:
		return Provider
	}
	return Tenant
}

// Takes returns the socket whose strategies a socket takes: its own, as a rule.
func (s Socket) Takes() Socket {
	if s == LBAdmittingSocket {
		return AdmittingSocket
	}
	return s
}

// Strategy is one entry of the list of strategies: its name in scenario
// files, its socket, its parameters, and how to make it.
type Strategy struct {
	Name   string
	Was    string // its name before, which files may still have; or ""
	Called string // words of the field for it, with spaces between, which hints lead from
	Socket Socket
	About  string // one sentence, for failsim list
	Hazard string // how it can lose, for failsim list; several ways with "; " between
	Used   string // who uses it in anger, for failsim explain
	// Once reports that of several in a list the first alone would count.
	Once bool
	// Weighs reports a Balancing strategy that it looks at the backends' weights, of
	// a Filtering one that it acts by them alone; Even that each backend gets its weight's share of requests whatever its queue.
	Weighs, Even bool
	// Whole reports a Steering strategy that it moves all of a name's requests or
	// none; Zones that it moves zones and no name at all.
	Whole, Zones bool
	// Beside reports a Sending strategy that it goes beside the one that says where
	// attempts go: a design has one of those, and any number of these.
	Beside bool
	Params []Param
	// New makes the strategy. The value returned implements the interface of
	// Socket; Values holds every parameter, checked and with its default.
	New func(Values) any
}

// Kind is the kind of value that a parameter takes.
type Kind uint8

// The kinds.
const (
	DurationKind     Kind = iota // a duration, not negative: 30s
	ShareKind                    // a share from 0 to 1: 40%
	CountKind                    // a whole number, not negative: 3
	RateKind                     // a rate per second, not negative: 20/s
	FactorKind                   // a plain number, not negative: 5.5
	WordKind                     // one of Words
	DistributionKind             // of durations: 30s, or {exponential: {mean: 30s}}
)

// Param declares a parameter of a strategy.
type Param struct {
	Name    string
	Was     string // its name before, which files may still have; or ""
	Kind    Kind
	Default string   // as written in a scenario file
	Words   []string // for WordKind
	// WordsWere are older words and what they are called now.
	WordsWere map[string]string
	Least     string // no value is below, as written in a scenario file; or ""
	Most      string // or above
	With      string // a word and what it must be for this to count, as "trip: ratio"; or ""
	About     string // what it is, with the source of the default or the word assumption
}

// Range says in words which values there are, as "at least 1s"; or "".
func (p *Param) Range() string {
	var words []string
	if p.Least != "" {
		words = append(words, "at least "+p.Least)
	}
	if p.Most != "" {
		words = append(words, "at most "+p.Most)
	}
	return strings.Join(append(words, p.Words...), ", ")
}

// Values holds a strategy's parameters by name.
type Values map[string]Value

// Value is one parameter's value; which field counts follows from its kind.
type Value struct {
	Duration time.Duration
	Number   float64 // shares, counts, rates per second, factors
	Word     string

	Distribution distribution.Distribution
}

func (v Values) get(name string) Value {
	x, ok := v[name]
	if !ok {
		panic(fmt.Sprintf("policy: a strategy asks for parameter %q, which it does not declare", name))
	}
	return x
}

// Duration returns a parameter of DurationKind.
func (v Values) Duration(name string) time.Duration { return v.get(name).Duration }

// Share returns a parameter of ShareKind.
func (v Values) Share(name string) float64 { return v.get(name).Number }

// Count returns a parameter of CountKind.
func (v Values) Count(name string) int { return int(v.get(name).Number) }

// PerSecond returns a parameter of RateKind.
func (v Values) PerSecond(name string) float64 { return v.get(name).Number }

// Factor returns a parameter of FactorKind.
func (v Values) Factor(name string) float64 { return v.get(name).Number }

// Word returns a parameter of WordKind.
func (v Values) Word(name string) string { return v.get(name).Word }

// Distribution returns a parameter of DistributionKind.
func (v Values) Distribution(name string) distribution.Distribution { return v.get(name).Distribution }
