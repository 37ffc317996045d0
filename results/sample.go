package results

import (
	"fmt"

	"failsim/models/request"
	"failsim/results/counted"
	"failsim/results/statistics"
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
	// ErrorPasses is the probability that the operator error which begins the incident
	// gets through to do harm. NaN where the incident does not begin with an operator error.
	ErrorPasses float64
	// OutOfReach: nothing of the incident can touch it.
	OutOfReach bool
	Headroom   Headroom
	// ServesPerSecond is how many real requests a server answers in a second.
	ServesPerSecond float64
	Servers         []Servers // by place and region
	Paper           Paper
}

// Headroom is spare capacity as a share of the load's peak; NaN if the caller
// does not say.
type Headroom struct{ AtRest, Failover, Grown float64 }

// Sample gathers the runs of one design in one incident. Runs may come in any
// order: each has its place, and timelines are added up in integers, by stratum.
type Sample struct {
	Design Design
	layout counted.Layout
	strata strata
	runs   []*counted.Run    // in the order of strata.Runs, without their timelines
	from   []string          // by run: whose it is
	totals []*counted.Totals // by stratum
	shape  [][]float32       // by run, ShapeStep: availability
}

// NewSample makes room for so many replications of a design, as they come.
func NewSample(d Design, l counted.Layout, replications int) *Sample {
	return NewStratified(d, l, plainly(replications), []int{0})
}

// NewStratified makes room for the runs that are drawn. Cells of the same class
// are alike to the design: nothing that it uses tells them apart.
func NewStratified(d Design, l counted.Layout, drawn *Drawn, class []int) *Sample {
	l = l.Filled()
	s := &Sample{Design: d, layout: l, strata: strata{drawn, class}}
	for range s.strata.weights() {
		s.totals = append(s.totals, counted.NewTotals(&l))
	}
	s.Grow()
	return s
}

// Grow makes room for runs that have been drawn since.
func (s *Sample) Grow() {
	for len(s.runs) < len(s.strata.Runs) {
		s.runs, s.shape, s.from = append(s.runs, nil), append(s.shape, nil), append(s.from, s.Design.Name)
	}
}

// Lengthen makes room for the runs of a longer draw, which begins with those that
// the sample has.
func (s *Sample) Lengthen(d *Drawn) {
	s.strata.Drawn = d
	s.Grow()
}

// Add files a run that was drawn and takes its timeline. It is not safe for
// concurrent use.
func (s *Sample) Add(drawn int, r *counted.Run) {
	line := r.Timeline
	r.Timeline = nil
	s.runs[drawn] = r
	s.shape[drawn] = line.Shape()
	s.totals[s.strata.of(drawn)].Add(line)
}

// AddOf files a run of another design, which stands for one of this.
func (s *Sample) AddOf(design string, drawn int, r *counted.Run) {
	same := *r // filing takes its timeline
	s.Add(drawn, &same)
	s.from[drawn] = design
}

// Drawn returns the replication of a run, and whether the design's gates stop the
// operator error in it.
func (s *Sample) Drawn(run int) (replication int, stopped bool) {
	r := s.strata.Runs[run]
	return r.Replication, s.strata.Cells[r.Cell].Stopped
}

// Layout returns what the runs have in common.
func (s *Sample) Layout() *counted.Layout { return &s.layout }

// Place says where a run stands in a sample.
type Place struct {
	Replication int
	Stratum     string
	Weight      float64 // what the run counts for: all together 1
	Of          string  // the design whose run it is, which may stand for another
}

// Places returns those of all runs, in their order.
func (s *Sample) Places() []Place {
	weights, names := s.strata.weightsOfRuns(), s.strata.names()
	places := make([]Place, len(s.runs))
	for k := range places {
		places[k] = Place{s.strata.Runs[k].Replication, names[s.strata.of(k)], weights[k], s.from[k]}
	}
	return places
}

// Shape returns the availability of a run in steps of ShapeStep; NaN where there was no
// request.
func (s *Sample) Shape(run int) []float32 { return s.shape[run] }

// Runs returns the runs in the order in which they were drawn.
func (s *Sample) Runs() []*counted.Run { return s.runs }

// Values returns a figure of every run.
func (s *Sample) Values(figure func(*counted.Run) float64) []float64 {
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
			return fmt.Errorf("design %s: replication %d has no run", s.Design.Name, s.strata.Runs[k].Replication)
		}
	}
	return nil
}

// balance checks that lost requests by cause add up to the failures, however
// they are cut: by replication, over time in steps and in windows, and by
// population.
func (s *Sample) balance() error {
	whole := s.requests(func(r *counted.Run) *counted.Requests { return &r.Requests })
	for p, name := range s.layout.Populations {
		runs := s.requests(func(r *counted.Run) *counted.Requests { return &r.Populations[p].Requests })
		var steps counted.CauseCounts
		settled, failed := int64(0), int64(0)
		for _, t := range s.totals {
			for _, step := range t.Lost[p] {
				for c, n := range step {
					steps[c] += n
				}
			}
			n, bad := t.Count(p, counted.Span{First: 0, Last: s.layout.Windows()})
			settled, failed = settled+n, failed+bad
		}
		steps[request.None] = runs.Ended[request.None] // steps hold failures only
		if steps != runs.Ended {
			return fmt.Errorf("population %s lost %v by cause in time, but %v in replications", name, steps[1:], runs.Ended[1:])
		}
		if settled != runs.Settled() || failed != runs.Failed() {
			return fmt.Errorf("population %s lost %d of %d requests in time, but %d of %d by cause", name, failed, settled, runs.Failed(), runs.Settled())
		}
		for c, n := range runs.Ended {
			whole.Ended[c] -= n
		}
	}
	if whole.Ended != (counted.CauseCounts{}) {
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
func (s *Sample) requests(part func(*counted.Run) *counted.Requests) counted.Requests {
	var sum counted.Requests
	for _, r := range s.runs {
		sum.Add(part(r))
	}
	return sum
}

// of sorts a figure of every run by stratum.
func (s *Sample) of(figure func(*counted.Run) float64) statistics.Values {
	return s.strata.values(s.Values(figure))
}

// shareOf estimates the share of runs of which something holds.
func (s *Sample) shareOf(holds func(*counted.Run) bool) statistics.Proportion {
	return s.of(func(r *counted.Run) float64 {
		if holds(r) {
			return 1
		}
		return 0
	}).Proportion()
}

// Weighted returns how likely it is that a run is one of some, as the table has
// it: runs of rare branches weigh less than their number.
func (s *Sample) Weighted(holds func(*counted.Run) bool) float64 {
	return float64(s.shareOf(holds).Share)
}

// ErrorAgainst returns how large the variance of a figure's mean is, against that
// of n replications that are taken as they come. 0 of what does not vary.
func (s *Sample) ErrorAgainst(n int, figure func(*counted.Run) float64) float64 {
	return s.strata.errorAgainst(n, s.Values(figure))
}

// Estimate estimates the mean of a figure of a run.
func (s *Sample) Estimate(r statistics.Range, figure func(*counted.Run) float64) statistics.Estimate {
	return s.of(figure).Estimate(r)
}
