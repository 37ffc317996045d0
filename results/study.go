package results

import (
	"time"

	"failsim/results/counted"
)

// Incident is what several designs met, and what became of them.
type Incident struct {
	Name    string
	Title   string // follows "given this incident: "
	Layout  counted.Layout
	Offered Offered
	Samples []*Sample // the first is the baseline of comparisons
}

// Study is everything that a summary is made of. The first incident is the
// primary one.
type Study struct {
	Scenario     string
	About        string
	Seed         uint64
	Replications int
	Incidents    []Incident
	Inputs       []Input
	Notes        []string // what a reader must know, such as a trace that ended early
	Cautions     []string // those among them that are of what was asked, not of how it was answered
	Logged       []Logged // what the replayed log says became of its own requests, if it does
}

// Logged is what a replayed log says became of its own requests in one of its
// minutes: to be held beside what the simulation says.
type Logged struct {
	At               time.Duration // since the start of the run
	Requests, Failed int64         // whose fate is known; of those, how many failed: 5xx, or no answer
}
