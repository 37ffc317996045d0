package results

import (
	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/statistics"
	"failsim/sim"
)

// ThrashSummary says how much steering moves, and how much of that is for nothing.
type ThrashSummary struct {
	// MovesPerDay is how many times a day the load of a name is moved, the mean of
	// all names: there and back are two, half of it is half a move.
	MovesPerDay statistics.Estimate `json:"moves_per_day"`
	// Moved is the share of requests that were sent elsewhere than in a calm, InVain
	// that of requests which would have been answered there: what they were to be
	// spared was not, was over, or was at the place that they were moved to.
	Moved  statistics.Estimate `json:"moved_share"`
	InVain statistics.Estimate `json:"moved_in_vain_share"`
}

// thrash counts what steering moves.
type thrash struct {
	names         float64 // moved, by their shares
	moved, inVain int64   // requests
}

var _ record.Mover = (*Tally)(nil)

// Moved tells that steering moves a share of a name's load, or of several.
func (t *Tally) Moved(_ sim.Time, names float64) { t.thrash.names += names }

// Diverted tells of a request that steering has moved.
func (t *Tally) Diverted(_ request.Population, _ sim.Time, vain bool) {
	t.thrash.moved++
	if vain {
		t.thrash.inVain++
	}
}

// Thrash is what steering moved in a run.
type Thrash struct{ MovesPerDay, Moved, InVain float64 }

// of returns the figures of a run with so many requests.
func (t *thrash) of(l *Layout, requests int64) Thrash {
	names := 0
	for p := range l.Populations {
		names += l.names(p)
	}
	return Thrash{t.names / float64(names) / (l.Length.Hours() / 24), share(t.moved, requests), share(t.inVain, requests)}
}

func (s *Sample) thrash() ThrashSummary {
	return ThrashSummary{
		MovesPerDay: s.of(func(r *Run) float64 { return r.Thrash.MovesPerDay }).Estimate(statistics.NotNegative),
		Moved:       s.of(func(r *Run) float64 { return r.Thrash.Moved }).Estimate(statistics.Shares),
		InVain:      s.of(func(r *Run) float64 { return r.Thrash.InVain }).Estimate(statistics.Shares),
	}
}
