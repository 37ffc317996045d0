package reliability

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

// Spec is a file that was read and checked.
type Spec struct {
	Name, About string
	Length      time.Duration // of one cycle
	WarmUp      time.Duration
	Cycles      int
	Until       Until
	Within      []time.Duration

	Crews      []Crew
	Components []Component
	Causes     []Cause
	Pairs      []Pair
	Sharing    []Sharing
	Systems    []System
}

// Until says what ends a cycle before its length.
type Until uint8

// The ends of a cycle.
const (
	UntilLength Until = iota
	UntilOutage       // of the first system, or of anything
	UntilMended       // everything is up, after a failure
)

// Crew is people who mend one thing at a time each.
type Crew struct {
	Name   string
	People int
}

// Component is parts that are alike.
type Component struct {
	Name     string
	Count    int
	Up, Down distribution.Distribution // Up is nil if it does not fail again
	Broken   bool                      // at the start of each cycle
	Crew     int                       // of Spec.Crews, or -1
	Found    Found
	Takeover *Takeover
}

// Found says how long a failure stays unknown. The zero value: not at all.
type Found struct {
	Every time.Duration       // a scan, at a phase of its own
	Probe *policy.ProbeTiming // probes that fail only when their timeout ends
	Lease time.Duration       // its length
	Renew time.Duration       // how often a healthy holder renews it
}

// Takeover is a standby that never fails.
type Takeover struct {
	Coverage float64                   // share of failures that it takes over
	Switch   distribution.Distribution // once the failure is found
}

// Cause takes components down with it.
type Cause struct {
	Name     string
	Up, Down distribution.Distribution
	Takes    []int // of Spec.Components
}

// Pair is an active and a standby component.
type Pair struct {
	Name             string
	Up, Down         distribution.Distribution
	Coverage         float64
	Failover, Manual distribution.Distribution // how long a switch takes, covered and not
}

// Sharing is servers that share a load evenly, and that trip above a load.
type Sharing struct {
	Name    string
	Servers int
	Load    float64 // in servers
	Loses   float64 // share that is lost at the start
	Above   float64 // load of one server at which it trips
	Batch   float64 // share of those up that trips at once
	After   time.Duration
}

// System is up while enough of what it needs is.
type System struct {
	Name  string
	Needs Needs
}

// Needs is a thing, or at least so many of others.
type Needs struct {
	Thing Thing
	Least int // 0: all of them
	Of    []Needs
}

// Thing is something that is up or down, by its section and place there.
type Thing struct {
	Section Section
	Index   int
}

// Section is one of a file.
type Section uint8

// The sections whose members a system may need.
const (
	NoSection Section = iota
	OfComponents
	OfCauses
	OfPairs
	OfSystems
)

// members returns how many leaves a need counts as: a component has one for
// each of its count.
func (s *Spec) members(n Needs) int {
	if n.Thing.Section == OfComponents {
		return s.Components[n.Thing.Index].Count
	}
	return 1
}
