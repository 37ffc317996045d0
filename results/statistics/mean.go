package statistics

import (
	"math"

	"failsim/sim/portable"
)

// EstimateMean estimates the mean of a figure from one value a replication;
// NaN stands for a replication that has none. The kind of interval follows from
// the figure and the number of values, never from what they are: Student's t,
// or, for what may be skewed, its outer ends with Hall's.
func EstimateMean(x []float64, r Range) Estimate { return Alone(x).Estimate(r) }

// Estimate estimates the mean of a figure over strata.
func (v Values) Estimate(r Range) Estimate {
	m := v.Moments()
	e := Estimate{Mean: Number(m.Mean), N: v.replications()}
	switch {
	case e.N == 0:
		e.Mean = Number(nan)
		return e
	case e.N == 1:
		e.Warning = OneSample
		return e
	}
	if e.CI95, e.Warning = r.neverLeft(&v); e.CI95 != nil {
		e.Method = Exact
	} else if low, high, method, why := m.Interval(r.Skewed, &v); why != "" {
		e.Warning = why
	} else {
		e.CI95, e.Method = r.Clip(low, high), method
	}
	if v.Unseen > 0 {
		e.CI95, e.Method, e.Warning = nil, "", BranchUnseen
	}
	return e
}

// Interval returns the interval of a mean, or why there is none.
func (m *Stratified) Interval(skewed bool, v *Values) (low, high float64, method Method, why Warning) {
	if _, same := v.same(); same {
		return m.Mean, m.Mean, StudentT, ""
	}
	switch {
	case m.Freedom == 0, skewed && (v.N() < FewestSkewed || v.fewest() < FewestOfStratum):
		return 0, 0, "", TooFew
	case skewed:
		low, high = m.SkewInterval()
		return low, high, SkewT, ""
	}
	half := float64(studentQuantile(m.Freedom, 0.975) * math.Sqrt(m.Variance))
	return m.Mean - half, m.Mean + half, StudentT, ""
}

// LossNeverSeen says of an availability that was always whole that no loss was seen.
func (e Estimate) LossNeverSeen() Estimate {
	if e.Warning == AlwaysSeen {
		e.Warning = NoFailureSeen
	}
	return e
}

// neverLeft returns the interval of values that all lie at one end of their
// range: that nothing was seen leaves a chance that something happens, as large
// as it can be. nil if the values differ, or the end is not an end.
func (r Range) neverLeft(v *Values) (*Interval, Warning) {
	end, same := v.same()
	if !same {
		return nil, ""
	}
	chance := v.NeverSeen()
	switch end {
	case r.Low:
		return &Interval{Number(end), Number(end + float64(chance*(r.High-r.Low)))}, NoFailureSeen
	case r.High:
		return &Interval{Number(end - float64(chance*(r.High-r.Low))), Number(end)}, AlwaysSeen
	}
	return nil, ""
}

// BeyondZero returns the two-sided p-value of a mean that is 0: the level at
// which its interval ends there. NaN where there is no interval.
func (m *Stratified) BeyondZero(v *Values) float64 {
	if _, _, _, why := m.Interval(true, v); why != "" || m.Variance == 0 {
		return nan
	}
	x, u := math.Abs(m.Mean)/math.Sqrt(m.Variance), skewFactor*m.Skewness()
	if m.Mean < 0 {
		u = -u
	}
	turned := x + float64(u*x*x/3) + float64(u*u*x*x*x/27) + float64(u/6) // the inverse of unbent
	return min(1, 2*portable.StudentSurvival(m.Freedom, min(x, turned)))
}
