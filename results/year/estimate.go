package year

import (
	"math"

	"failsim/results/statistics"
	"failsim/sim/portable"
)

// yearMean is a mean a year, by two-phase stratified sampling: the sum over
// strata of episodes a year times the mean of those simulated.
type yearMean struct {
	statistics.Stratified
	largest float64 // share of the mean that the one weightiest episode carries
	// most is, where nothing was ever seen, how much a year may lose on average
	// for all that (95 %).
	most float64
}

// mean estimates a figure of an episode, summed over a year. kind keeps to
// episodes of one kind; all for every kind.
func (s *Study) mean(kind int, value func([]Run) float64) yearMean {
	var m yearMean
	fourth := 0.0
	means := make([]float64, len(s.Strata))
	for k := range s.Strata {
		stratum := &s.Strata[k]
		if len(stratum.Drawn) == 0 || kind != all && stratum.Kind != kind {
			continue
		}
		x := make([]float64, len(stratum.Drawn))
		for i := range x {
			x[i] = value(stratum.Drawn[i].Runs)
		}
		n, weight := float64(len(x)), s.perYear(k)
		average, deviation := portable.MeanStdDev(x)
		means[k] = average
		m.Mean += float64(weight * average)
		for _, v := range x {
			m.largest = max(m.largest, weight/n*math.Abs(v))
		}
		v, freedom := weight*weight*deviation*deviation/n, n-1
		m.Third += portable.Pow(weight, 3) * thirdMoment(x, average) / (n * n)
		if n == 1 { // of one episode there is no deviation: its square is on the safe side
			v, freedom = weight*weight*average*average, 1
		}
		m.Variance += v
		fourth += v * v / freedom
	}
	// The first phase: so many calendars stand for all.
	years := make([]float64, len(s.Calendar))
	for y, list := range s.Calendar {
		for _, k := range list {
			years[y] += means[k]
		}
	}
	v := portable.Variance(years) / float64(len(years))
	m.Variance += v
	m.Third += thirdMoment(years, portable.Mean(years)) / float64(len(years)*len(years))
	fourth += v * v / float64(len(years)-1)
	m.Freedom = m.Variance * m.Variance / fourth
	m.largest /= math.Abs(m.Mean)
	return m
}

// lost estimates the requests lost a year, all in or to one kind of incident.
func (s *Study) lost(kind, d int) yearMean {
	m := s.mean(kind, func(r []Run) float64 { return r[d].Harm.Requests })
	if m.Variance == 0 && m.Mean == 0 {
		m.most = s.neverLost(kind)
	}
	return m
}

// thirdMoment returns the third central moment without bias; 0 of two values.
func thirdMoment(x []float64, mean float64) float64 {
	n := float64(len(x))
	if n < 3 {
		return 0
	}
	sum := 0.0
	for _, y := range x {
		sum += float64((y - mean) * (y - mean) * (y - mean))
	}
	return n * sum / ((n - 1) * (n - 2))
}

// neverLost bounds what episodes cost of which none that was simulated lost
// anything: those that do may lose every request of their faults' time, and are
// as many as leave a chance of 5 % not to see one.
func (s *Study) neverLost(kind int) float64 {
	var v statistics.Values
	for k := range s.Strata {
		if stratum := &s.Strata[k]; kind == all || stratum.Kind == kind {
			v.Weight = append(v.Weight, s.perYear(k)*stratum.Exposure)
			v.X = append(v.X, make([]float64, len(stratum.Drawn)))
		}
	}
	return v.MostUnseen()
}

// all stands for every kind of episode.
const all = -2

// heavyShare is the share of a mean from which on a single episode carries too
// much of it for its interval to be trusted (assumption).
const heavyShare = 0.2

// Heavy says that one simulated episode carries more than a fifth of the mean,
// or that too few vary: another seed may tell another story.
const Heavy statistics.Warning = "few-episodes"

// estimate returns the mean with its interval, in a range: the outer ends of
// Student's and Hall's.
func (m yearMean) estimate(r statistics.Range, episodes int) statistics.Estimate {
	// What the steady takes out may be a trifle more than there was.
	e := statistics.Estimate{Mean: statistics.Number(max(m.Mean, r.Low)), N: episodes}
	if math.IsNaN(m.Mean) { // as what a design costs that has no price
		return e
	}
	if m.Variance == 0 {
		if m.Mean == 0 {
			e.Warning = statistics.NoFailureSeen
			if m.most > 0 {
				e.CI95, e.Method = r.Clip(0, m.most), statistics.Exact
			}
		}
		return e
	}
	m.Freedom = max(m.Freedom, 1)
	low, high := m.SkewInterval()
	e.CI95, e.Method = r.Clip(low, max(high, r.Low)), statistics.SkewT
	if m.largest > heavyShare || m.Freedom < 4 {
		e.Warning = Heavy
	}
	return e
}

// times returns the estimate of a multiple.
func (m yearMean) times(x float64) yearMean {
	m.Mean, m.Variance, m.Third, m.most = float64(m.Mean*x), m.Variance*x*x, m.Third*x*x*x, m.most*x
	return m
}

// plus returns the estimate of a sum with a known number.
func (m yearMean) plus(x float64) yearMean {
	m.Mean = float64(m.Mean) + float64(x)
	return m
}
