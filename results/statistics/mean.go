package statistics

import (
	"math"
	"sync"

	"failsim/sim/portable"

	"gonum.org/v1/gonum/stat"
)

// Estimate is a mean over replications with its 95 % interval.
type Estimate struct {
	Mean    Number    `json:"mean"`
	CI95    *Interval `json:"ci95"`
	N       int       `json:"n"`
	Method  Method    `json:"interval,omitempty"`
	Warning Warning   `json:"warning,omitempty"`
}

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
	half := studentQuantile(m.Freedom, 0.975) * math.Sqrt(m.Variance)
	return m.Mean - half, m.Mean + half, StudentT, ""
}

func average(x []float64) float64 { return stat.Mean(x, nil) }

func known(values []float64) []float64 {
	x := make([]float64, 0, len(values))
	for _, v := range values {
		if !math.IsNaN(v) {
			x = append(x, v)
		}
	}
	return x
}

// StudentInterval returns the mean, the standard deviation and half the length
// of Student's interval (1908) at a level of confidence. Of one value only the
// mean is a number.
func StudentInterval(x []float64, level float64) (mean, sd, half float64) {
	mean, sd = stat.MeanStdDev(x, nil)
	if len(x) < 2 {
		return mean, nan, nan
	}
	return mean, sd, studentQuantile(float64(len(x)-1), (1+level)/2) * sd / math.Sqrt(float64(len(x)))
}

type studentKey struct{ freedom, p float64 }

var students struct {
	sync.Mutex
	quantile map[studentKey]float64
}

// studentQuantile returns a quantile of Student's t. gonum takes 16 µs for one,
// so those of whole degrees of freedom are kept.
func studentQuantile(freedom, p float64) float64 {
	of := func() float64 { return portable.StudentQuantile(freedom, p) }
	if freedom != math.Trunc(freedom) {
		return of()
	}
	students.Lock()
	defer students.Unlock()
	key := studentKey{freedom, p}
	q, ok := students.quantile[key]
	if !ok {
		q = of()
		if students.quantile == nil {
			students.quantile = map[studentKey]float64{}
		}
		students.quantile[key] = q
	}
	return q
}

// LossNeverSeen says of an availability that was always whole that no loss was seen.
func (e Estimate) LossNeverSeen() Estimate {
	if e.Warning == AlwaysSeen {
		e.Warning = NoFailureSeen
	}
	return e
}
