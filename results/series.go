package results

import (
	"sort"
	"time"

	"failsim/models/request"
	"failsim/results/counted"
)

// Point is the mean of a step of time, at its middle. SinceOnset is negative before the fault, and
// counts from the start of the run where there is none.
type Point struct {
	SinceOnset time.Duration
	From       time.Duration // since the onset: when the step begins
	Mean       float64       // NaN where there was nothing to measure
	Low, High  float64       // its 95 % interval; NaN where there is none
}

// AvailabilitySeries returns the availability of all requests over time, in
// steps of ShapeStep: the mean over the replications, with the 95 % interval
// that the availability of a run has, and none where that has none.
func (s *Sample) AvailabilitySeries() []Point {
	points := s.PopulationSeries(-1)
	x := make([]float64, len(s.shape))
	for i := range points {
		for k, shape := range s.shape {
			x[k] = float64(shape[i])
		}
		v := s.strata.values(x)
		if v.N() == 0 {
			continue
		}
		m := v.Moments()
		points[i].Mean = m.Mean
		if low, high, _, why := m.Interval(true, &v); why == "" && v.Unseen == 0 {
			points[i].Low, points[i].High = max(0, low), min(1, high)
		}
	}
	return points
}

// PopulationSeries returns the availability of one population over time, of all
// if p is negative, without a band.
func (s *Sample) PopulationSeries(p int) []Point {
	var points []Point
	for _, step := range s.layout.Steps() {
		settled, failed := s.Expected(p, step)
		a := nan
		if settled > 0 {
			a = 1 - failed/settled
		}
		points = append(points, s.point(step, a))
	}
	return points
}

// point is the mean of a step, without an interval.
func (s *Sample) point(step counted.Span, mean float64) Point {
	return Point{SinceOnset: s.middle(step), From: s.SinceOrigin(step.First), Mean: mean, Low: nan, High: nan}
}

// middle returns when half of a step is over.
func (s *Sample) middle(step counted.Span) time.Duration {
	end := min(time.Duration(step.Last)*s.layout.Window, s.layout.Length)
	return (time.Duration(step.First)*s.layout.Window+end)/2 - s.layout.Origin()
}

// SinceOrigin returns when a window begins.
func (s *Sample) SinceOrigin(window int) time.Duration {
	return time.Duration(window)*s.layout.Window - s.layout.Origin()
}

// mean returns the mean over runs of what a stratum adds up: weighted, so it is
// what a run is expected to show. Strata without a run count for nothing.
func (s *Sample) mean(total func(*counted.Totals) float64) float64 {
	sum, seen := 0.0, 0.0
	for h, w := range s.strata.weights() {
		if t := s.totals[h]; t.Runs > 0 {
			sum += w * total(t) / float64(t.Runs)
			seen += w
		}
	}
	return sum / seen
}

// Expected returns how many requests of a population a run is expected to have in
// a step, and how many of them fail.
func (s *Sample) Expected(p int, step counted.Span) (settled, failed float64) {
	settled = s.mean(func(t *counted.Totals) float64 { n, _ := t.Count(p, step); return float64(n) })
	failed = s.mean(func(t *counted.Totals) float64 { _, n := t.Count(p, step); return float64(n) })
	return settled, failed
}

// Attempts returns how many attempts the requests of a window are expected to take
// in a run.
func (s *Sample) Attempts(window int) float64 {
	return s.mean(func(t *counted.Totals) float64 { return float64(t.Attempts[window]) })
}

// MisconfiguredSeries returns the mean share of a region's LBs that is misconfigured over
// time, in steps of ShapeStep.
func (s *Sample) MisconfiguredSeries(region int) []Point {
	var points []Point
	for _, step := range s.layout.Steps() {
		points = append(points, s.point(step, s.MisconfiguredShare(region, step)))
	}
	return points
}

// MisconfiguredShare returns the mean share of a region's LBs that is misconfigured in a step.
func (s *Sample) MisconfiguredShare(region int, step counted.Span) float64 {
	return s.mean(func(t *counted.Totals) float64 { return float64(t.Runs) * t.Misconfigured(&s.layout, region, step) })
}

// ControlPlaneFailed returns the share of calls to a region's control plane in a step
// that failed; NaN where there was none.
func (s *Sample) ControlPlaneFailed(region int, step counted.Span) float64 {
	of := func(count func(*counted.Tried) int64) float64 {
		return s.mean(func(t *counted.Totals) float64 {
			n := int64(0)
			for w := step.First; w < step.Last; w++ {
				n += count(&t.Calls[region][w])
			}
			return float64(n)
		})
	}
	failed := of(func(t *counted.Tried) int64 { return t.Failed })
	return failed / (failed + of(func(t *counted.Tried) int64 { return t.OK }))
}

// Capacity returns how many real requests a second a run is expected to be able to
// answer in a step; NaN where no run was followed.
func (s *Sample) Capacity(step counted.Span) float64 {
	perSecond := s.mean(func(t *counted.Totals) float64 {
		c, ok := t.MeanCapacity(step)
		if !ok {
			return nan
		}
		return c * float64(t.Runs)
	})
	return perSecond * s.layout.Filled().Weight
}

// Second is what a run is expected to show of the requests that arrive in one second.
type Second struct {
	SinceOnset                time.Duration
	Settled, Failed, Attempts float64
}

// Seconds returns those near the events of an incident.
func (s *Sample) Seconds() []Second {
	var list []Second
	for _, span := range s.layout.Near() {
		from, to := time.Duration(span.First)*s.layout.Window, time.Duration(span.Last)*s.layout.Window
		for at := from; at < to; at += time.Second {
			k := len(list)
			of := func(j int) float64 { return s.mean(func(t *counted.Totals) float64 { return float64(t.Near[k][j]) }) }
			list = append(list, Second{at - s.layout.Origin(), of(0), of(1), of(2)})
		}
	}
	return list
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
	for step := range s.layout.LostSteps() {
		for p, name := range s.layout.Populations {
			for c := request.None + 1; c < request.Causes; c++ {
				if n := s.mean(func(t *counted.Totals) float64 { return float64(t.Lost[p][step][c]) }); n > 0 {
					list = append(list, Lost{time.Duration(step)*counted.LostStep - s.layout.Origin(), name, c, n})
				}
			}
		}
	}
	return list
}

// LostByCause returns what a run is expected to lose to each cause.
func (s *Sample) LostByCause() CauseMeans {
	return s.lostByCause(func(r *counted.Run) *counted.Requests { return &r.Requests })
}

func (s *Sample) lostByCause(part func(*counted.Run) *counted.Requests) CauseMeans {
	var sum CauseMeans
	for k, w := range s.strata.weightsOfRuns() {
		for c, n := range part(s.runs[k]).Ended {
			sum[c] += float64(w * float64(n))
		}
	}
	return sum
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
		if r.Recovery.State != counted.NeverHarmed {
			times = append(times, RecoveryTime{r.Recovery.Took, r.Recovery.State == counted.Censored})
		}
	}
	sort.SliceStable(times, func(i, j int) bool { return times[i].Took < times[j].Took })
	return times
}
