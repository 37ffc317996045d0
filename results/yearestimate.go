package results

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// yearMean is a mean a year, by two-phase stratified sampling: the sum over
// strata of episodes a year times the mean of those simulated.
type yearMean struct {
	mean     float64
	variance float64 // of the estimate
	freedom  float64 // Satterthwaite's, 1946
	largest  float64 // share of the mean that the one weightiest episode carries
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
	fourth += v * v / float64(len(years)-1)
	m.freedom = m.variance * m.variance / fourth
	m.largest /= math.Abs(m.mean)
	return m
}

// all stands for every kind of episode.
const all = -2

// heavyShare is the share of a mean from which on a single episode carries too
// much of it for its interval to be trusted (assumption).
const heavyShare = 0.2

// Heavy says that one simulated episode carries more than a fifth of the mean,
// or that too few vary: another seed may tell another story.
const Heavy Warning = "few-episodes"

// estimate returns the mean with Student's interval, in a range.
func (m yearMean) estimate(r Range, episodes int) Estimate {
	e := Estimate{Mean: Number(m.mean), N: episodes}
	if m.variance == 0 {
		if m.mean == 0 {
			e.Warning = NoFailureSeen
		}
		return e
	}
	half := m.half()
	e.CI95, e.Method = r.clip(m.mean-half, m.mean+half), StudentT
	if m.largest > heavyShare || m.freedom < 4 {
		e.Warning = Heavy
	}
	return e
}

// half returns half the length of the 95 % interval.
func (m yearMean) half() float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: max(m.freedom, 1)}.Quantile(0.975) * math.Sqrt(m.variance)
}

// times returns the estimate of a multiple.
func (m yearMean) times(x float64) yearMean {
	m.mean, m.variance = m.mean*x, m.variance*x*x
	return m
}

// plus returns the estimate of a sum with a known number.
func (m yearMean) plus(x float64) yearMean {
	m.mean += x
	return m
}
