package study

import (
	"fmt"
	"math"
	"runtime/debug"
	"strings"

	"failsim/models/figures"
	"failsim/results/statistics"
	"failsim/sim/portable"
)

// QueueFigure is an estimate of a system's figure with its 95 % interval. Why
// says why there is no mean; Short why there is one without an interval.
type QueueFigure struct {
	figures.Estimate
	CI95    *statistics.Interval
	Method  statistics.Method
	Caution statistics.Warning
	Short   string
}

// logJackknife is the method of ratios of sums.
const logJackknife statistics.Method = "log-jackknife"

// QueueFigures estimates every figure of a system from its replications.
func QueueFigures(name string, seed uint64, reports []*figures.Report) (list []QueueFigure, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &Broken{Design: name, Incident: "none (while figures were estimated)", Seed: seed, Replication: len(reports) - 1, What: p, Stack: debug.Stack()}
		}
	}()
	for _, e := range figures.Estimates(reports) {
		list = append(list, queueFigure(e))
	}
	return list, nil
}

func queueFigure(e figures.Estimate) QueueFigure {
	f := QueueFigure{Estimate: e}
	switch {
	case e.Why != "":
	case math.IsNaN(e.Mean):
		f.Why = "none of the replications counted anything that it is of"
	case e.Pooled != nil:
		f.quantile()
	case e.Ratio != nil && e.Ratio.Trials():
		hits, n := e.Ratio.Sums()
		p := statistics.EstimateProportion(hits, int(n))
		f.CI95, f.Method = p.CI95, p.Method
		if hits == 0 {
			f.CI95[0] = 0 // not what rounding makes of it
		}
	case e.Ratio != nil && !e.Ratio.Even():
		f.ratio()
	default:
		f.mean(e.Values)
	}
	return f
}

// mean is over replications, of which each counts as much.
func (f *QueueFigure) mean(values []float64) {
	e := statistics.EstimateMean(values, rangeOf(f.Name))
	f.CI95, f.Method, f.Caution = e.CI95, e.Method, e.Warning
	if f.CI95 != nil && math.IsInf(float64(f.CI95[1]), 1) {
		f.CI95, f.Method, f.Caution = nil, "", ""
		f.Short = fmt.Sprintf("never seen in %d replications: no bound is known", f.Replications)
	}
}

// ratio has an interval on the scale of logarithms, on which a ratio of sums is
// less skewed, and which ends above 0; of a share near 1, that of what it lacks.
func (f *QueueFigure) ratio() {
	above, below := f.Ratio.Sums()
	limits := rangeOf(f.Name)
	if above == 0 || limits == statistics.Shares && above == below {
		f.mean(f.Values) // all alike
		return
	}
	flip := limits == statistics.Shares && above > below/2
	part := func(above, below float64) float64 {
		if flip {
			return (below - above) / below
		}
		return above / below
	}
	se := f.Ratio.Jackknife(func(above, below float64) float64 { return portable.Log(part(above, below)) })
	if math.IsNaN(se) || f.Replications < 2 {
		f.Short = "one replication has all of it: too few for an interval"
		return
	}
	wide := portable.Exp(student(f.Replications-1) * se)
	low, high := part(above, below)/wide, float64(part(above, below)*wide)
	if flip {
		low, high = 1-high, 1-low
	}
	f.CI95, f.Method = &statistics.Interval{statistics.Number(max(low, limits.Low)), statistics.Number(min(high, limits.High))}, logJackknife
}

// quantile has an interval between two order statistics of all values. There
// are as many as they are worth: Korn and Graubard (Survey Methodology 24,
// 1998) so carry exact binomial bounds to clusters, with a factor for how badly
// few clusters tell their own spread.
func (f *QueueFigure) quantile() {
	n, q := f.Pooled.Values(), f.Pooled.Share()
	worth := 0.0
	if f.Replications > 1 {
		worth = f.Pooled.Effective()
		if n > float64(f.Replications) {
			worth *= portable.Pow(student(int(n)-1)/student(f.Replications-1), 2)
		}
	}
	count := int(worth + 1e-9)
	low, high, ok := statistics.QuantileRanks(max(count, 1), q)
	switch {
	case ok:
		at := func(rank int) statistics.Number {
			return statistics.Number(f.Pooled.At((float64(rank) - 0.5) / float64(count)))
		}
		f.CI95, f.Method = &statistics.Interval{at(low), at(high)}, statistics.Order
	case q == 0.5:
		f.Short = "too few values for an interval"
	default:
		f.Mean, f.SE = math.NaN(), math.NaN()
		f.Why = fmt.Sprintf("too few values: the %.0f are worth %d independent ones, and it takes %d", n, count, fewestFor(q))
	}
}

// fewestFor is how many independent values have an order statistic on either
// side of a quantile with 95 % confidence.
func fewestFor(q float64) int {
	return int(math.Ceil(portable.Log(0.025) / portable.Log(max(q, 1-q))))
}

func student(freedom int) float64 {
	return portable.StudentQuantile(float64(freedom), 0.975)
}

// rangeOf reports where a figure can lie: its name says whether it is a share.
// Instants may lie before the end of the warm-up, which is 0.
func rangeOf(name string) statistics.Range {
	switch name {
	case "availability", "unavailability", "utilisation", "share_mean", "share_moved_by_loss", "hit_share":
		return statistics.Shares
	case "time_of_peak_queue", "drained_at":
		return statistics.Anything
	}
	for _, share := range []string{"p_", "tail_ge_", "share_of_downtime_", "miss_share_at_"} {
		if strings.HasPrefix(name, share) {
			return statistics.Shares
		}
	}
	return statistics.NotNegative
}

// Words says what to mind about the figure.
func (f *QueueFigure) Words() string {
	said := map[statistics.Warning]string{
		statistics.TooFew:        "too few replications for an interval of what may be skewed",
		statistics.NoFailureSeen: fmt.Sprintf("never seen in %d replications: a bound", f.Replications),
		statistics.AlwaysSeen:    fmt.Sprintf("always so in %d replications: a bound", f.Replications),
		statistics.OneSample:     "one replication has a value: no interval",
	}[f.Caution]
	words := []string{}
	for _, w := range []string{f.Warning, f.Short, said} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, "; ")
}
