package results

import (
	"slices"
	"strings"

	"failsim/results/statistics"
)

// strata are cells that are joined where they cannot differ for what is
// measured: each of class c belongs to stratum class[c].
type strata struct {
	*Drawn
	class []int // by cell; from 0 on, without gaps
}

// together joins all cells that neither of two partitions tells apart.
func (s strata) together(t strata) strata {
	seen := map[[2]int]int{}
	both := strata{Drawn: s.Drawn}
	for c := range s.class {
		pair := [2]int{s.class[c], t.class[c]}
		if _, ok := seen[pair]; !ok {
			seen[pair] = len(seen)
		}
		both.class = append(both.class, seen[pair])
	}
	return both
}

// names returns what the strata are called: by the words that all their cells
// have in common.
func (s strata) names() []string {
	return s.called(func(c Cell) string {
		if c.Class == "" {
			return c.Name
		}
		return strings.TrimPrefix(c.Name+", "+c.Class, ", ")
	})
}

// branchNames returns the names of the branches that the strata are of.
func (s strata) branchNames() []string { return s.called(func(c Cell) string { return c.Name }) }

func (s strata) called(name func(Cell) string) []string {
	words := make([][]string, len(s.weights()))
	for c, class := range s.class {
		of := strings.Split(name(s.Cells[c]), ", ")
		if words[class] == nil {
			words[class] = of
		}
		words[class] = slices.DeleteFunc(slices.Clone(words[class]), func(w string) bool { return !slices.Contains(of, w) })
	}
	list := make([]string, len(words))
	for class, w := range words {
		if list[class] = strings.Join(w, ", "); list[class] == "" {
			list[class] = "all"
			if s.gated() {
				list[class] = "the operator error passes"
			}
		}
	}
	return list
}

// of returns the stratum of a run.
func (s strata) of(run int) int { return s.class[s.Runs[run].Cell] }

// weights returns the probability of each stratum.
func (s strata) weights() []float64 {
	var w []float64
	for c, class := range s.class {
		for len(w) <= class {
			w = append(w, 0)
		}
		w[class] += s.Cells[c].Probability
	}
	return w
}

// weightsOfRuns returns how much each run counts: all together 1. Strata that
// no run is of count for nothing.
func (s strata) weightsOfRuns() []float64 { return s.weightsOf(make([]float64, len(s.Runs))) }

// weightsOf is weightsOfRuns among those that have a value; 0 for the others.
func (s strata) weightsOf(x []float64) []float64 {
	v, n, list := s.sorted(x), s.counts(x), make([]float64, len(x))
	for k := range list {
		if h := s.of(k); x[k] == x[k] {
			list[k] = v.Weight[h] / float64(n[h])
		}
	}
	return list
}

// counts returns how many runs of each stratum have a value.
func (s strata) counts(x []float64) []int {
	n := make([]int, len(s.weights()))
	for k := range x {
		if x[k] == x[k] {
			n[s.of(k)]++
		}
	}
	return n
}

func (s strata) sorted(x []float64) statistics.Values {
	v := statistics.Values{Group: s.branchOf(), Weight: s.weights(), X: make([][]float64, len(s.weights()))}
	runs := make([]int, len(v.X))
	for k, value := range x {
		h := s.of(k)
		runs[h]++
		if value == value {
			v.X[h] = append(v.X[h], value)
		}
	}
	v.Settle(runs)
	return v
}

// branchOf numbers the branch of each stratum.
func (s strata) branchOf() []int {
	names := s.branchNames()
	group := make([]int, len(names))
	for h, name := range names {
		group[h] = slices.Index(names, name)
	}
	return group
}

// gated reports whether some runs are of a branch that is the design's own.
func (s strata) gated() bool {
	return slices.ContainsFunc(s.Cells, func(c Cell) bool { return c.Stopped })
}

// passes returns the probability that the incident happens to the design.
func (s strata) passes() float64 {
	p := 1.0
	for _, c := range s.Cells {
		if c.Stopped {
			p -= c.Probability
		}
	}
	return p
}
