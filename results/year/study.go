package year

import (
	"time"

	"failsim/models/request"
	"failsim/results"
	"failsim/results/counted"
)

// Study holds the simulated episodes of a year of operation: what happens
// in a year was drawn many times over as calendars, their episodes were sorted
// into strata, and some of each stratum were simulated under every design.
type Study struct {
	Scenario, About string
	Seed            uint64
	Sampled         bool
	Length          time.Duration // of a year
	Memory          time.Duration
	Availability    float64 // the objective
	Requests        float64 // real ones in a year, as expected
	Weight          float64
	Kinds           []Kind
	Designs         []Design
	Strata          []Stratum
	Calendar        [][]int // by calendar: the strata of its episodes
	Outlived        int     // runs that were not steady when the world should have forgotten the incident
	LongestQuiet    time.Duration
	Inputs          []results.Input
	Notes           []string
}

// Kind is an incident with its rate.
type Kind struct {
	Name, Title string
	PerYear     float64
}

// Design is a design with its price, and what its quiet runs showed.
type Design struct {
	results.Design
	Simulated int64 // requests of all its runs
	Quiet     Quiet
	Causes    counted.CauseCounts // of the simulated episodes, unweighted
}

// Quiet sums runs of the same users without any incident.
type Quiet struct {
	Runs       int
	Arrived    int64
	Harm       Harm
	Lost       int64
	Differ     int           // runs whose last hour lost other requests than the run with incidents
	LongestLag time.Duration // from the end of the last fault to the last difference
}

// Stratum is a class of episodes.
type Stratum struct {
	Name     string
	Kind     int     // of the only incident; -1 if there are several
	Episodes int     // of all calendars
	Exposure float64 // the most requests that are expected while an episode's faults last
	Drawn    []Episode
}

// Episode is a simulated episode.
type Episode struct {
	Name string
	Runs []Run // by design
}

// Run is an episode under one design.
type Run struct {
	Harm    Harm
	Arrived int64 // requests simulated; 0 where nothing reached the design
}

// perYear returns how many episodes of a stratum a year has.
func (s *Study) perYear(k int) float64 {
	return float64(s.Strata[k].Episodes) / float64(len(s.Calendar))
}

// steady takes out of every episode what would have been lost without it, by the
// rate of the quiet runs: what is left is what the incidents cost.
func (s *Study) steady() {
	for k := range s.Strata {
		for _, e := range s.Strata[k].Drawn {
			for d := range e.Runs {
				r := &e.Runs[d]
				r.Harm = r.Harm.Plus(s.Designs[d].Quiet.perRequest().Times(-float64(r.Arrived)))
			}
		}
	}
}

// perRequest returns the harm of quiet runs for each simulated request. Traffic
// that goes elsewhere without an incident is no failover.
func (q *Quiet) perRequest() Harm {
	if q.Arrived == 0 {
		return Harm{}
	}
	return q.Harm.Times(1 / float64(q.Arrived))
}

// quietYear returns what a year without incidents costs a design.
func (s *Study) quietYear(d int) Harm {
	h := s.Designs[d].Quiet.perRequest().Times(s.Requests / s.Weight)
	h.AwayHours = 0
	return h
}

// Add files the causes of a run's lost requests.
func (d *Design) Add(c counted.CauseCounts) {
	for i := range c {
		if request.Cause(i) != request.None {
			d.Causes[i] += c[i]
		}
	}
}
