package results

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// yearMean is a mean a year, by two-phase stratified sampling: the sum over
// strata of episodes a year times the mean of those simulated.
type yearMean struct {
	stratified
	largest float64 // share of the mean that the one weightiest episode carries
	// most is, where nothing was ever seen, how much a year may lose on average
	// for all that (95 %).
	most float64
}

// mean estimates a figure of an episode, summed over a year. kind keeps to
// episodes of one kind; all for every kind.
func (s *YearStudy) mean(kind int, value func([]YearRun) float64) yearMean {
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
		average, deviation := stat.MeanStdDev(x, nil)
		means[k] = average
		m.mean += weight * average
		for _, v := range x {
			m.largest = max(m.largest, weight/n*math.Abs(v))
		}
		v, freedom := weight*weight*deviation*deviation/n, n-1
		m.third += math.Pow(weight, 3) * thirdMoment(x, average) / (n * n)
		if n == 1 { // of one episode there is no deviation: its square is on the safe side
			v, freedom = weight*weight*average*average, 1
		}
		m.variance += v
		fourth += v * v / freedom
	}
	// The first phase: so many calendars stand for all.
	years := make([]float64, len(s.Calendar))
	for y, list := range s.Calendar {
		for _, k := range list {
			years[y] += means[k]
		}
	}
	v := stat.Variance(years, nil) / float64(len(years))
	m.variance += v
	m.third += thirdMoment(years, stat.Mean(years, nil)) / float64(len(years)*len(years))
	fourth += v * v / float64(len(years)-1)
	m.freedom = m.variance * m.variance / fourth
	m.largest /= math.Abs(m.mean)
	return m
}

// lost estimates the requests lost a year, all in or to one kind of incident.
func (s *YearStudy) lost(kind, d int) yearMean {
	m := s.mean(kind, func(r []YearRun) float64 { return r[d].Harm.Requests })
	if m.variance == 0 && m.mean == 0 {
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
		sum += (y - mean) * (y - mean) * (y - mean)
	}
	return n * sum / ((n - 1) * (n - 2))
}

// neverLost bounds what episodes cost of which none that was simulated lost
// anything: those that do may lose every request of their faults' time, and are
// as many as leave a chance of 5 % not to see one.
func (s *YearStudy) neverLost(kind int) float64 {
	var v values
	for k := range s.Strata {
		if stratum := &s.Strata[k]; kind == all || stratum.Kind == kind {
			v.weight = append(v.weight, s.perYear(k)*stratum.Exposure)
			v.x = append(v.x, make([]float64, len(stratum.Drawn)))
		}
	}
	return v.mostUnseen()
}

// all stands for every kind of episode.
const all = -2

// heavyShare is the share of a mean from which on a single episode carries too
// much of it for its interval to be trusted (assumption).
const heavyShare = 0.2

// Heavy says that one simulated episode carries more than a fifth of the mean,
// or that too few vary: another seed may tell another story.
const Heavy Warning = "few-episodes"

// estimate returns the mean with its interval, in a range: the outer ends of
// Student's and Hall's.
func (m yearMean) estimate(r Range, episodes int) Estimate {
	e := Estimate{Mean: Number(max(m.mean, r.Low)), N: episodes} // what the calm takes out may be a trifle more than there was
	if m.variance == 0 {
		if m.mean == 0 {
			e.Warning = NoFailureSeen
			if m.most > 0 {
				e.CI95, e.Method = r.clip(0, m.most), Exact
			}
		}
		return e
	}
	m.freedom = max(m.freedom, 1)
	low, high := m.skewInterval()
	e.CI95, e.Method = r.clip(low, max(high, r.Low)), SkewT
	if m.largest > heavyShare || m.freedom < 4 {
		e.Warning = Heavy
	}
	return e
}

// times returns the estimate of a multiple.
func (m yearMean) times(x float64) yearMean {
	m.mean, m.variance, m.third, m.most = m.mean*x, m.variance*x*x, m.third*x*x*x, m.most*x
	return m
}

// plus returns the estimate of a sum with a known number.
func (m yearMean) plus(x float64) yearMean {
	m.mean += x
	return m
}
