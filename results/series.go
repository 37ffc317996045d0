package results

import (
	"math"
	"sort"
	"time"

	"failsim/models/request"
)

// Point is the mean of a step of time, at its middle. SinceOnset is negative before the fault, and
// counts from the start of the run where there is none.
type Point struct {
	SinceOnset time.Duration
	Mean       float64 // NaN where there was nothing to measure
	Low, High  float64 // its 95 % interval; NaN where there is none
}

// origin returns what plots and timelines count time from.
func (l *Layout) origin() time.Duration {
	if time.Duration(l.Onset) >= l.Length {
		return 0
	}
	return time.Duration(l.Onset)
}

// AvailabilitySeries returns the availability of all requests over time, in
// steps of ShapeStep: the mean over the replications, with Student's 95 %
// interval, cut at 0 and 1.
func (s *Sample) AvailabilitySeries() []Point {
	points := s.PopulationSeries(-1)
	for i := range points {
		var x []float64
		for _, shape := range s.shape {
			if v := float64(shape[i]); !math.IsNaN(v) {
				x = append(x, v)
			}
		}
		if len(x) == 0 {
			continue
		}
		mean, _, half := StudentInterval(x, 0.95)
		points[i].Mean = mean
		if len(x) > 1 {
			points[i].Low, points[i].High = max(0, mean-half), min(1, mean+half)
		}
	}
	return points
}

// PopulationSeries returns the availability of one population over time, of all
// if p is negative, without a band.
func (s *Sample) PopulationSeries(p int) []Point {
	var points []Point
	for _, step := range shapeSpans(&s.layout) {
		settled, failed := s.total(p, step)
		a := nan
		if settled > 0 {
			a = 1 - float64(failed)/float64(settled)
		}
		points = append(points, Point{s.middle(step), a, nan, nan})
	}
	return points
}

// middle returns when half of a step is over: where its mean belongs in a plot.
func (s *Sample) middle(step span) time.Duration {
	end := min(time.Duration(step.last)*s.layout.Window, s.layout.Length)
	return (time.Duration(step.first)*s.layout.Window+end)/2 - s.layout.origin()
}

// sinceOrigin returns when a window begins.
func (s *Sample) sinceOrigin(window int) time.Duration {
	return time.Duration(window)*s.layout.Window - s.layout.origin()
}

// total adds up a population's windows over all replications.
func (s *Sample) total(p int, step span) (settled, failed int64) {
	for q := range s.settled {
		if p >= 0 && p != q {
			continue
		}
		for w := step.first; w < step.last; w++ {
			settled += s.settled[q][w]
			failed += s.failed[q][w]
		}
	}
	return settled, failed
}

// DamageSeries returns the mean share of a region's LBs that is damaged over
// time, in steps of ShapeStep.
func (s *Sample) DamageSeries(region int) []Point {
	var points []Point
	for _, step := range shapeSpans(&s.layout) {
		points = append(points, Point{s.middle(step), s.damageShare(region, step), nan, nan})
	}
	return points
}

func (s *Sample) damageShare(region int, step span) float64 {
	if s.fleets[region] == 0 {
		return 0
	}
	damaged, length := int64(0), time.Duration(0)
	for w := step.first; w < step.last; w++ {
		damaged += s.damage[region][w]
		length += windowLength(&s.layout, w)
	}
	fleet := float64(s.fleets[region]) * float64(len(s.runs))
	return float64(damaged) / (float64(length/time.Microsecond) * fleet)
}

// Lost is how many requests one cause cost in one step of LostStep.
type Lost struct {
	SinceOnset time.Duration
	Population string
	Cause      request.Cause
	Mean       float64 // a replication
}

// LostSeries returns lost requests by time, population and cause, without
// those that lost nothing.
func (s *Sample) LostSeries() []Lost {
	var list []Lost
	for step := range lostSteps(&s.layout) {
		for p, name := range s.layout.Populations {
			for c := request.None + 1; c < request.Causes; c++ {
				if n := s.lost[p][step][c]; n > 0 {
					list = append(list, Lost{
						time.Duration(step)*LostStep - s.layout.origin(), name, c, float64(n) / float64(len(s.runs)),
					})
				}
			}
		}
	}
	return list
}

// LostByCause returns the totals of lost requests over all replications.
func (s *Sample) LostByCause() CauseCounts {
	all := s.requests(func(r *Run) *Requests { return &r.Requests })
	return all.Ended
}

// RecoveryTime is the time to recover of one replication that was harmed.
type RecoveryTime struct {
	Took     time.Duration
	Censored bool // not recovered when the run ended
}

// RecoveryTimes returns those of the harmed replications, shortest first.
func (s *Sample) RecoveryTimes() []RecoveryTime {
	var times []RecoveryTime
	for _, r := range s.runs {
		if r.Recovery.State != NeverHarmed {
			times = append(times, RecoveryTime{r.Recovery.Took, r.Recovery.State == Censored})
		}
	}
	sort.SliceStable(times, func(i, j int) bool { return times[i].Took < times[j].Took })
	return times
}
