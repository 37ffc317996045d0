package plan

import (
	"math"
	"strings"

	"failsim/results"
	"failsim/results/counted"
	"failsim/results/gate"
	"failsim/results/statistics"
	"failsim/results/stored"
	"failsim/sim/portable"
)

// Requirement is one expectation of one incident, and how its runs are judged.
type Requirement struct {
	gate.Expectation
	Incident string
	// quantile, of times to recover: at least so many of the harmed runs have to have
	// recovered by the bound, which is what p95 <= bound says.
	quantile float64
	value    func(*counted.Run, *counted.Part) float64 // nil: of the summary
	share    bool                                      // of runs: each is 0 or 1
	limits   statistics.Range
}

// Finding is what runs say of one requirement.
type Finding struct {
	Value, Low, High float64 // of the figure; of a quantile of times, the share of harmed runs that were in time
	Bound            float64
	N                int
	P                float64 // the chance that it is met
	Why              string
}

// quantiles are the shares that the ends of figures' names stand for.
var quantiles = map[string]float64{".p50": 0.5, ".p95": 0.95, ".p99": 0.99}

// NewRequirement says how an expectation is judged in an incident.
func NewRequirement(e gate.Expectation, incident string, objective counted.Layout) Requirement {
	r := Requirement{Expectation: e, Incident: incident, limits: statistics.Shares}
	name := e.Figure
	for end, q := range quantiles {
		if base, ok := strings.CutSuffix(name, end); ok {
			name, r.quantile = base, q
		}
	}
	switch name {
	case "availability":
		r.value = func(_ *counted.Run, p *counted.Part) float64 { return p.Availability }
	case "user_minutes_lost":
		r.value, r.limits = func(_ *counted.Run, p *counted.Part) float64 { return p.UserMinutesLost }, statistics.NotNegative
	case "full_outage_minutes":
		r.value, r.limits = func(_ *counted.Run, p *counted.Part) float64 { return p.OutageMinutes }, statistics.NotNegative
	case gate.Aliases["recovered_in_time"]:
		r.share = true
		r.value = func(_ *counted.Run, p *counted.Part) float64 {
			return one(p.Recovery.FinallyWell && p.Recovery.Finally <= objective.Recovery)
		}
	case gate.Aliases["recovery"]:
		if r.quantile > 0 && e.Op[0] == '<' {
			r.share = true
			r.value = func(_ *counted.Run, p *counted.Part) float64 {
				if p.Recovery.State == counted.NeverHarmed {
					return math.NaN()
				}
				return one(p.Recovery.FinallyWell && p.Recovery.Finally.Seconds() <= e.Bound)
			}
		}
	}
	return r
}

func one(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}

// upper reports whether the figure must lie below its bound; of a quantile that is
// judged by runs, their share must lie above.
func (r *Requirement) upper() bool { return r.Op[0] == '<' && !r.byRuns() }

func (r *Requirement) byRuns() bool { return r.quantile > 0 && r.value != nil }

func (r *Requirement) bound() float64 {
	if r.byRuns() {
		return r.quantile
	}
	return r.Bound
}

// parts are the parts of a run that the requirement is of: populations, or the whole.
func (r *Requirement) parts(populations []string, run *counted.Run) []*counted.Part {
	if len(r.Populations) == 0 {
		return []*counted.Part{&run.Part}
	}
	var list []*counted.Part
	for _, name := range r.Populations {
		for i := range populations {
			if populations[i] == name {
				list = append(list, &run.Populations[i])
			}
		}
	}
	return list
}

// least is the worst value of the populations that the requirement is of.
func (r *Requirement) least(populations []string, run *counted.Run) float64 {
	worst := math.NaN()
	for _, p := range r.parts(populations, run) {
		x := r.value(run, p)
		if math.IsNaN(worst) || r.upper() && x > worst || !r.upper() && x < worst {
			worst = x
		}
	}
	return worst
}

// judge returns what the runs of a design say, and for each of them, in order, how
// good it was.
func (r *Requirement) judge(sample *results.Sample, populations []string, figures func() ([]stored.Figure, error)) (Finding, []float64, error) {
	if r.value == nil {
		f, err := r.ofFigures(figures)
		return f, nil, err
	}
	of := func(run *counted.Run) float64 { return r.least(populations, run) }
	limits := r.limits
	e := sample.Estimate(limits, of)
	if e.CI95 == nil { // fewer than a skewed figure's interval takes: Student's, to tell what is far from its bound
		limits.Skewed = false
		e = sample.Estimate(limits, of)
	}
	f := Finding{Value: float64(e.Mean), Bound: r.bound(), N: e.N, Low: math.NaN(), High: math.NaN()}
	if e.CI95 != nil {
		f.Low, f.High = float64(e.CI95[0]), float64(e.CI95[1])
	}
	if f.P = r.chance(&e, &f); r.share && e.N > 0 {
		n := worth(&e)
		if error := sample.ErrorAgainst(e.N, of); error > 0 {
			n = float64(e.N) / error
		}
		f.ofShare(n)
	}
	values := sample.Values(of)
	for i := range values {
		if r.upper() {
			values[i] = -values[i]
		}
	}
	return f, values, nil
}

// ofShare judges a share of runs by Jeffreys' posterior after n of them: the chance that
// it reaches its bound, and the interval, of which an end lies at the bound where that
// chance is 2.5 or 97.5 %.
func (f *Finding) ofShare(n float64) {
	hits, misses := float64(f.Value*n), float64((1-f.Value)*n)
	f.Low, f.High, f.Why = 0, 1, ""
	if hits > 0 {
		f.Low = portable.InvRegIncBeta(hits+0.5, misses+0.5, 0.025)
	}
	if misses > 0 {
		f.High = portable.InvRegIncBeta(hits+0.5, misses+0.5, 0.975)
	}
	f.P = 1 - portable.RegIncBeta(hits+0.5, misses+0.5, f.Bound)
}

// worth is as how many runs, taken as they come, those count that all showed the same:
// by the bound on what none of them showed, which n runs put at 1 - 0.05^(1/n). Runs that
// are drawn by strata may tell less of a common branch than their number.
func worth(e *statistics.Estimate) float64 {
	if e.CI95 == nil || e.Method != statistics.Exact {
		return float64(e.N)
	}
	unseen := float64(e.CI95[1] - e.CI95[0])
	if !(unseen > 0 && unseen < 1) {
		return float64(e.N)
	}
	return portable.Log(0.05) / portable.Log1p(-unseen)
}

// seen is how likely n runs show what happens in one of ten: a loss that is rarer is
// not ruled out by runs without one.
func seen(n float64) float64 { return 1 - portable.Pow(0.9, n) }

// rarerUnseen is what a chance does not say that comes from runs that were all the same.
const rarerUnseen = "what strikes fewer than one run of ten may be unseen"

// chance is how likely the requirement is met.
func (r *Requirement) chance(e *statistics.Estimate, f *Finding) float64 {
	switch {
	case e.N == 0: // no run has such a time: none was harmed
		f.Why = "as no run was harmed"
		return 1
	case e.CI95 == nil:
		return 0.5
	case e.Warning == statistics.NoFailureSeen || e.Warning == statistics.AlwaysSeen:
		if r.meets(f.Value) {
			f.Why = rarerUnseen
			return seen(worth(e))
		}
		return 1 - seen(worth(e))
	}
	low, high := f.Value-f.Low, f.High-f.Value
	if r.upper() {
		return between(f.Bound-f.Value, high, low)
	}
	return between(f.Value-f.Bound, low, high)
}

func (r *Requirement) meets(x float64) bool {
	if r.upper() {
		return x <= r.bound()
	}
	return x >= r.bound()
}

// between is the chance that a mean lies on the right side of a bound that is margin
// away, by halves of its 95 % interval: towards the bound, if it lies on the right
// side, and else away from it.
func between(margin, towards, away float64) float64 {
	half := towards
	if margin < 0 {
		half = away
	}
	if half <= 0 {
		return one(margin >= 0)
	}
	return portable.NormalCDF(margin / half * portable.NormalQuantile(0.975))
}

// ofFigures judges by any other figure of the summary: by its interval alone.
func (r *Requirement) ofFigures(figures func() ([]stored.Figure, error)) (Finding, error) {
	list, err := figures()
	if err != nil {
		return Finding{}, err
	}
	f := Finding{Bound: r.Bound, P: 0.5, Value: math.NaN(), Low: math.NaN(), High: math.NaN()}
	for _, v := range gate.Judge([]gate.Expectation{r.Expectation}, list) {
		if v.Figure.Incident != r.Incident {
			continue
		}
		f.Value, f.Low, f.High, f.N, f.Why = v.Figure.Value, v.Figure.Low, v.Figure.High, v.Figure.N, v.Why
		switch v.Outcome {
		case gate.Met:
			f.P = 0.975
		case gate.Missed:
			f.P = 0.025
		}
		if v.Figure.Exact {
			f.P = one(v.Outcome == gate.Met)
		}
	}
	return f, nil
}
