package year

import (
	"fmt"
	"math"

	"failsim/models/request"
	"failsim/results/statistics"
)

// yearObjectives are those that years are compared with.
var yearObjectives = []float64{0.999, 0.9995, 0.9999}

// fewestBehind is how many different simulated episodes must stand behind a
// tail of years before a number is given for it: with fewer, the same few
// durations make up every bad year (assumption).
const fewestBehind = 10

// spreadOf reports how the years of a design differ.
func (s *Study) spreadOf(d int, quiet float64, whole *yearSpread, redrawn []*yearSpread) Spread {
	share := func(bound float64) Share {
		of := func(y *yearSpread) float64 { return atMost(y.lost[d], bound) }
		return Share{statistics.Number(of(whole)), interval(redrawn, statistics.Shares, of)}
	}
	spread := Spread{NoLoss: share(0.5), Variance: statistics.Number(variance(whole.lost[d]) / (s.Requests * s.Requests))}
	for _, o := range yearObjectives {
		spread.Meets = append(spread.Meets, Meets{statistics.Number(o), share(float64((1-o)*s.Requests) - quiet)})
	}
	quantile := func(p float64) Quantile {
		lost := whole.quantile(d, 1-p)
		of := func(y *yearSpread) float64 { return 1 - (y.quantile(d, 1-p)+quiet)/s.Requests }
		q := Quantile{Value: statistics.Number(of(whole)), CI95: interval(redrawn, statistics.Shares, of), Episodes: whole.behind(d, math.Max(lost, 1e-9))}
		if lost > 0 && q.Episodes < fewestBehind {
			q.Value, q.CI95 = statistics.Number(nan), nil
			q.Why = fmt.Sprintf("the worst %.3g %% of years rest on %d simulated episodes, fewer than %d: ask for more episodes", 100*p, q.Episodes, fewestBehind)
		}
		return q
	}
	spread.Median, spread.Worst10, spread.Worst5, spread.Worst1 = quantile(0.5), quantile(0.1), quantile(0.05), quantile(0.01)
	return spread
}

// pair compares a design with the first, episode by episode and year by year.
func (s *Study) pair(d int, whole *yearSpread, redrawn []*yearSpread) Pair {
	n := 0
	for k := range s.Strata {
		n += len(s.Strata[k].Drawn)
	}
	difference := s.mean(all, func(r []Run) float64 { return r[d].Harm.Requests - r[0].Harm.Requests }).
		plus(s.quietYear(d).Requests - s.quietYear(0).Requests).times(1 / s.Requests)
	better := func(y *yearSpread) float64 { b, _ := y.better(d, 0); return b }
	tied := func(y *yearSpread) float64 { _, t := y.better(d, 0); return t }
	return Pair{A: s.Designs[d].Name, B: s.Designs[0].Name, LostShare: difference.estimate(statistics.Anything, n),
		ABetter: Share{statistics.Number(better(whole)), interval(redrawn, statistics.Shares, better)},
		Tied:    Share{statistics.Number(tied(whole)), interval(redrawn, statistics.Shares, tied)}}
}

func causeName(c int) string { return request.Cause(c).String() }

// error returns the standard error.
func (m yearMean) error() float64 { return math.Sqrt(m.Variance) }
