package results

import (
	"fmt"
	"math"

	"failsim/models/request"
	"failsim/sim"
)

// Design is what a caller says of a design under comparison.
type Design struct {
	Name  string
	About string
	Buyer string // who could buy it: the tenant or a provider
	// CostPerHour and CostPerFailoverHour are in US dollars; NaN if not priced.
	CostPerHour         float64
	CostPerFailoverHour float64
	Priced              string // a word on what the prices hold, or why there is none
	// SlipPasses is the probability that the slip which begins the incident
	// gets through to do harm; all figures are given that it did. NaN where the
	// incident does not begin with a slip.
	SlipPasses float64
	Headroom   Headroom
	Servers    []Servers // by place and region
	Paper      Paper
}

// Headroom is spare capacity as a share of the load's peak; NaN if the caller
// does not say.
type Headroom struct{ AtRest, Failover, Grown float64 }

// Sample gathers the runs of one design in one incident. Runs may come in any
// order: each has its place, and timelines are added up in integers.
type Sample struct {
	Design Design
	layout Layout
	runs   []*Run // by replication, without their timelines

	settled, failed [][]int64                 // by population, window: totals
	lost            [][][request.Causes]int64 // by population, LostStep: totals
	damage          [][]int64                 // by region, window: totals of LBs damaged times microseconds
	fleets          []int                     // by region
	shape           [][]float32               // by replication, ShapeStep: availability
}

// NewSample makes room for the replications of a design.
func NewSample(d Design, l Layout, replications int) *Sample {
	l = l.Filled()
	s := &Sample{
		Design: d, layout: l, runs: make([]*Run, replications),
		shape: make([][]float32, replications), fleets: make([]int, len(l.Regions)),
	}
	for range l.Populations {
		s.settled = append(s.settled, make([]int64, l.windows()))
		s.failed = append(s.failed, make([]int64, l.windows()))
		s.lost = append(s.lost, make([][request.Causes]int64, lostSteps(&l)))
	}
	for range l.Regions {
		s.damage = append(s.damage, make([]int64, l.windows()))
	}
	return s
}

// Grow makes room for more replications.
func (s *Sample) Grow(replications int) {
	for len(s.runs) < replications {
		s.runs, s.shape = append(s.runs, nil), append(s.shape, nil)
	}
}

// Add files the run of a replication and takes its timeline. It is not safe
// for concurrent use.
func (s *Sample) Add(replication int, r *Run) {
	line := r.Timeline
	r.Timeline = nil
	s.runs[replication] = r
	for p := range s.settled {
		for w := range s.settled[p] {
			s.settled[p][w] += int64(line.settled[p][w])
			s.failed[p][w] += int64(line.failed[p][w])
		}
		for i := range s.lost[p] {
			for c := range s.lost[p][i] {
				s.lost[p][i][c] += int64(line.lost[p][i][c])
			}
		}
	}
	s.shape[replication] = line.shape()
	for i, column := range line.damage {
		s.fleets[i] = max(s.fleets[i], line.fleets[i])
		for w, n := range column {
			s.damage[i][w] += n
		}
	}
}

// Runs returns the runs in the order of replications.
func (s *Sample) Runs() []*Run { return s.runs }

// Values returns a figure of every run.
func (s *Sample) Values(figure func(*Run) float64) []float64 {
	values := make([]float64, len(s.runs))
	for i, r := range s.runs {
		values[i] = figure(r)
	}
	return values
}

// complete reports a replication that is missing.
func (s *Sample) complete() error {
	for k, r := range s.runs {
		if r == nil {
			return fmt.Errorf("design %s: replication %d has no run", s.Design.Name, k)
		}
	}
	return nil
}

// balance checks that lost requests by cause add up to the failures, however
// they are cut: by replication, over time in steps and in windows, and by
// population.
func (s *Sample) balance() error {
	whole := s.requests(func(r *Run) *Requests { return &r.Requests })
	for p, name := range s.layout.Populations {
		runs := s.requests(func(r *Run) *Requests { return &r.Populations[p].Requests })
		var steps CauseCounts
		for _, step := range s.lost[p] {
			for c, n := range step {
				steps[c] += n
			}
		}
		steps[request.None] = runs.Ended[request.None] // steps hold failures only
		if steps != runs.Ended {
			return fmt.Errorf("population %s lost %v by cause in time, but %v in replications", name, steps[1:], runs.Ended[1:])
		}
		settled, failed := s.total(p, span{0, s.layout.windows()})
		if settled != runs.Settled() || failed != runs.Failed() {
			return fmt.Errorf("population %s lost %d of %d requests in time, but %d of %d by cause", name, failed, settled, runs.Failed(), runs.Settled())
		}
		for c, n := range runs.Ended {
			whole.Ended[c] -= n
		}
	}
	if whole.Ended != (CauseCounts{}) {
		return fmt.Errorf("the populations' outcomes do not add up to the whole: %v are left", whole.Ended)
	}
	return nil
}

// Fingerprint sums the facts of all runs.
func (s *Sample) Fingerprint() sim.Fingerprint {
	var f sim.Fingerprint
	for _, r := range s.runs {
		f.Merge(r.Fingerprint)
	}
	return f
}

// requests adds up the requests of all runs.
func (s *Sample) requests(part func(*Run) *Requests) Requests {
	var sum Requests
	for _, r := range s.runs {
		sum.add(part(r))
	}
	return sum
}

// recoverySeconds returns the time to recover that comparisons use: 0 of a run
// that was never harmed, the end of the run of one that had not recovered.
func recoverySeconds(r *Recovery) float64 { return r.Took.Seconds() }

// recoveryGivenHarm returns the time to recover that quantiles use: NaN of a
// run that was never harmed, +Inf of one that had not recovered.
func recoveryGivenHarm(r *Recovery) float64 {
	switch r.State {
	case NeverHarmed:
		return nan
	case Censored:
		return math.Inf(1)
	}
	return r.Took.Seconds()
}

// finallyGivenHarm is recoveryGivenHarm of the last recovery.
func finallyGivenHarm(r *Recovery) float64 {
	last := *r
	last.Took = r.Finally
	if !r.FinallyWell {
		last.State = Censored
	}
	return recoveryGivenHarm(&last)
}
