package validate

import (
	"fmt"
	"io"
	"text/tabwriter"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/sim"
	"failsim/sim/portable"
)

// Coverage is how often a kind of interval that results print held the mean of
// a distribution that is known.
type Coverage struct {
	Distribution string  `json:"distribution"`
	Figure       string  `json:"figure"` // that has such a distribution
	N            int     `json:"n"`
	Samples      int     `json:"samples"`
	Withheld     bool    `json:"withheld"` // no interval is printed
	Held         int     `json:"held"`
	TooLow       int     `json:"intervals_too_low"`
	TooHigh      int     `json:"intervals_too_high"`
	Continuous   bool    `json:"continuous"`
	Share        float64 `json:"share"`
	Passed       bool    `json:"passed"`
}

// What the share of intervals that hold must not fall short of, and, where the
// distribution is continuous so that it can be met, not exceed.
const (
	leastCoverage = 0.93
	mostCoverage  = 0.97
)

// coverageSamples tell a share of 93 % to 0.4 points (standard error).
const coverageSamples = 4000

// coverageDistribution is a distribution with its mean, and how what has it is estimated.
type coverageDistribution struct {
	name, figure string
	continuous   bool
	mean         float64
	draw         func(u func() float64) float64
	estimate     func(x []float64) *statistics.Interval
	sample       func(n int, u func() float64) (x []float64, d *results.Drawn) // instead of draw
}

// normalOf, exponentialAt and lognormalAt turn a uniform number into another.
func normalAt(u float64) float64               { return portable.NormalQuantile(u) }
func exponentialAt(u float64) float64          { return -portable.Log(u) }
func lognormalAt(u float64, s float64) float64 { return portable.Exp(s * normalAt(u)) }

// meanIn returns how a mean in a range is estimated.
func meanIn(r statistics.Range) func([]float64) *statistics.Interval {
	return func(x []float64) *statistics.Interval { return statistics.EstimateMean(x, r).CI95 }
}

// sharesOf estimates the share of values that are 1.
func sharesOf(x []float64) *statistics.Interval {
	hits := 0.0
	for _, v := range x {
		hits += v
	}
	return statistics.EstimateProportion(hits, len(x)).CI95
}

func below(p float64) func(func() float64) float64 {
	return func(u func() float64) float64 {
		if u() < p {
			return 1
		}
		return 0
	}
}

// coverageLaws are the bench: what figures of failsim are like, and heavier.
func coverageDistributions() []coverageDistribution {
	losses := meanIn(statistics.NotNegative)
	return []coverageDistribution{
		{name: "normal", figure: "level", continuous: true, mean: 3, estimate: meanIn(statistics.Levels),
			draw: func(u func() float64) float64 { return 3 + float64(0.6*normalAt(u())) }},
		{name: "exponential", figure: "loss", continuous: true, mean: 1, estimate: losses,
			draw: func(u func() float64) float64 { return exponentialAt(u()) }},
		{name: "lognormal, sigma 1", figure: "loss", continuous: true, mean: portable.Exp(0.5), estimate: losses,
			draw: func(u func() float64) float64 { return lognormalAt(u(), 1) }},
		{name: "lognormal, sigma 1.5", figure: "loss", continuous: true, mean: portable.Exp(1.125), estimate: losses,
			draw: func(u func() float64) float64 { return lognormalAt(u(), 1.5) }},
		{name: "lognormal, sigma 1, or 0 in 30 %", figure: "loss", mean: 0.7 * portable.Exp(0.5), estimate: losses,
			draw: func(u func() float64) float64 {
				if u() < 0.3 {
					return 0
				}
				return lognormalAt(u(), 1)
			}},
		{name: "rare mode of 5 %, 20 times as large, drawn on purpose", figure: "loss over strata", continuous: true, mean: 0.95 + 0.05*20,
			sample: rareMode},
		{name: "difference of lognormals, sigma 1", figure: "paired difference", continuous: true, mean: 0.2 * portable.Exp(0.5),
			estimate: meanIn(statistics.Anything),
			draw:     func(u func() float64) float64 { return lognormalAt(u(), 1) - float64(0.8*lognormalAt(u(), 1)) }},
		{name: "Poisson, mean 2", figure: "count", mean: 2, estimate: losses,
			draw: func(u func() float64) float64 { return poissonAt(u(), 2) }},
		{name: "happens in 5 %", figure: "share of runs", mean: 0.05, estimate: sharesOf, draw: below(0.05)},
		{name: "happens in 97 %", figure: "share of runs", mean: 0.97, estimate: sharesOf, draw: below(0.97)},
	}
}

// rareMode draws 3 of 5 runs from the rare mode, as compare does.
func rareMode(n int, u func() float64) ([]float64, *results.Drawn) {
	d := &results.Drawn{Cells: []results.Cell{{Name: "usual", Probability: 0.95}, {Name: "rare", Probability: 0.05}}}
	x := make([]float64, n)
	for k := range x {
		cell := 0
		x[k] = exponentialAt(u())
		if k%5 < 3 {
			cell = 1
			x[k] *= 20
		}
		d.Runs = append(d.Runs, results.DrawnRun{Replication: k, Cell: cell})
	}
	return x, d
}

func poissonAt(u, mean float64) float64 {
	k, p := 0.0, portable.Exp(-mean)
	for u > p && k < 1000 {
		u -= p
		k++
		p *= mean / k
	}
	return k
}

// Coverages counts, for each distribution and number of values, how many of
// the intervals that results print hold its mean. It draws the same each time.
func Coverages() []Coverage {
	var list []Coverage
	dists, sizes := coverageDistributions(), []int{5, statistics.FewestSkewed, 20, 100}
	level := 0.01 / float64(len(dists)*len(sizes)) // 1 % over all cells
	for _, l := range dists {
		for _, n := range sizes {
			list = append(list, l.cover(n, level))
		}
	}
	return list
}

// cover counts for one number of values. A cell fails if its share is beyond
// the limits by more than chance explains.
func (l *coverageDistribution) cover(n int, level float64) Coverage {
	c := Coverage{Distribution: l.name, Figure: l.figure, N: n, Samples: coverageSamples, Continuous: l.continuous}
	key := sim.NewKey(Seed, 0).Named("coverage").Named(l.name).At(uint64(n))
	drawn := uint64(0)
	u := func() float64 { drawn++; return key.Float64(drawn) }
	x := make([]float64, n)
	for range coverageSamples {
		var ci *statistics.Interval
		if l.sample != nil {
			values, d := l.sample(n, u)
			ci = results.EstimateDrawn(d, []int{0, 1}, values, statistics.NotNegative).CI95
		} else {
			for i := range x {
				x[i] = l.draw(u)
			}
			ci = l.estimate(x)
		}
		switch {
		case ci == nil:
			c.Withheld = true
			c.Passed = true
			return c
		case float64(ci[1]) < l.mean:
			c.TooLow++
		case float64(ci[0]) > l.mean:
			c.TooHigh++
		default:
			c.Held++
		}
	}
	c.Share = float64(c.Held) / coverageSamples
	few := portable.BinomialCDF(coverageSamples, leastCoverage, float64(c.Held))
	many := 1 - portable.BinomialCDF(coverageSamples, mostCoverage, float64(c.Held)-1)
	c.Passed = few >= level && (!l.continuous || many >= level)
	return c
}

// WriteCoverage prints the bench.
func WriteCoverage(w io.Writer, list []Coverage) error {
	if len(list) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n95 %% intervals as printed: how many of %d samples' hold the mean (at least 93 %%; of continuous distributions at most 97 %%)\n\n", coverageSamples)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "distribution\tfigure\tn\tholds\ttoo low\ttoo high\t")
	percent := func(k int) string { return fmt.Sprintf("%.1f %%", 100*float64(k)/coverageSamples) }
	for _, c := range list {
		verdict := "passed"
		if !c.Passed {
			verdict = "FAILED"
		}
		if c.Withheld {
			fmt.Fprintf(t, "%s\t%s\t%d\twithheld\t\t\tno interval is printed\n", c.Distribution, c.Figure, c.N)
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t%s\t%s\n", c.Distribution, c.Figure, c.N, percent(c.Held), percent(c.TooLow), percent(c.TooHigh), verdict)
	}
	return t.Flush()
}
