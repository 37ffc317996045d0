// Package strata shares runs out among classes of draws whose weights are known before
// the first run, such as whether a rare branch is taken. Each has so many runs that its
// variance can be estimated, and rare ones have more than their weight, by a rule that
// has not seen a result; so means that weigh each run by its stratum are unbiased
// (Cochran, Sampling Techniques, 3rd ed., 1977, ch. 5).
//
// Left out: what the strata are, which its users know (compare's branches, a year's
// episodes), and the estimates, which are those of results/statistics.
package strata

import (
	"math"

	"failsim/results/statistics"
)

// Fewest is how many runs each stratum has at least: of fewer there is no interval
// of what may be skewed.
const Fewest = statistics.FewestOfStratum

// Stratum is a class of draws.
type Stratum struct {
	Name   string
	Weight float64 // its probability, or how many of it there are; exact, or counted before any run
	Share  float64 // of the runs; that of all together is 1
	Most   int     // runs that there can be; 0: as many as one likes
	Runs   int     // that it has
}

// List is all strata of a study.
type List []Stratum

// full reports whether there is no run more.
func (s *Stratum) full() bool { return s.Most > 0 && s.Runs >= s.Most }

// Next returns whose turn it is, in an order that does not depend on how many runs
// there will be: each stratum in turn until it has the fewest, those with the
// largest share first; then the one that is furthest behind its share. before says
// which of two that are equal comes first. It returns -1 if there is no run left.
func (l List) Next(before func(a, b int) bool) int {
	runs, scant := 0, false
	for k := range l {
		runs += l[k].Runs
		scant = scant || l[k].scant()
	}
	best := -1
	for k := range l {
		switch {
		case l[k].full() || l[k].Share == 0 || scant && !l[k].scant():
		case best < 0 || l.ahead(k, best, runs, scant, before):
			best = k
		}
	}
	return best
}

func (s *Stratum) scant() bool { return s.Share > 0 && s.Runs < Fewest && !s.full() }

// ahead reports whether the turn of stratum a comes before that of b.
func (l List) ahead(a, b, runs int, scant bool, before func(a, b int) bool) bool {
	if scant && l[a].Runs != l[b].Runs {
		return l[a].Runs < l[b].Runs
	}
	behind := func(k int) float64 { return float64(l[k].Share*float64(runs+1)) - float64(l[k].Runs) }
	if d := behind(a) - behind(b); math.Abs(d) > hair {
		return d > 0
	}
	return before(a, b)
}

// hair is more than shares that ought to be equal differ by.
const hair = 1e-9

// Fill gives each stratum its share of so many runs, and at least the fewest, as
// far as there are runs. All together may be more than was asked for.
func (l List) Fill(runs int) {
	for k := range l {
		l[k].Runs = max(Fewest, int(math.Round(l[k].Share*float64(runs))))
		if l[k].Most > 0 {
			l[k].Runs = min(l[k].Runs, l[k].Most)
		}
	}
}

// Scant reports whether a stratum has fewer runs than the fewest although it could
// have more.
func (l List) Scant() bool {
	for k := range l {
		if l[k].scant() {
			return true
		}
	}
	return false
}
