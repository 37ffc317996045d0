package statistics

import (
	"math"
	"sync"

	"failsim/sim/portable"
)

// shareOf is what an interval of a share follows from.
type shareOf struct {
	hits float64
	n    int
}

// clopperPearsons are the intervals that were asked for before: a study of 20 runs asks for the
// same few again and again, for which it took a fiftieth of its time (profiled, 30 November 2026).
var clopperPearsons sync.Map // by shareOf: [2]float64

// ClopperPearson returns the exact 95 % interval of a share.
func ClopperPearson(hits float64, n int) (low, high float64) {
	of := shareOf{hits, n}
	if known, ok := clopperPearsons.Load(of); ok {
		ends := known.([2]float64)
		return ends[0], ends[1]
	}
	low, high = clopperPearson(hits, n)
	if n <= 100 && hits == math.Trunc(hits) { // few others are asked for twice
		clopperPearsons.Store(of, [2]float64{low, high})
	}
	return low, high
}

func clopperPearson(hits float64, n int) (low, high float64) {
	m := float64(n)
	high = 1
	if hits > 0 {
		low = portable.InvRegIncBeta(hits, m-hits+1, 0.025)
	}
	if hits < m {
		high = portable.InvRegIncBeta(hits+1, m-hits, 0.975)
	}
	return low, high
}

// NeverSeen returns the 95 % upper bound of the probability of what n
// independent trials never showed: 1 - 0.05^(1/n), which the rule of three
// rounds to 3/n.
func NeverSeen(n int64) float64 {
	if n <= 0 {
		return 1
	}
	return -portable.Expm1(portable.Log(0.05) / float64(n))
}

// NeverSeen is NeverSeen over strata: the largest probability of what no run
// showed, however it is spread over the strata, that leaves a chance of 5 % to
// see nothing. Where it is not 0 the chance 1-p of a stratum is in proportion
// to its runs by its weight (Lagrange).
func (v *Values) NeverSeen() float64 {
	if len(v.X) == 1 {
		return NeverSeen(int64(v.N()))
	}
	return v.Unseen + float64((1-v.Unseen)*v.MostUnseen())
}

// MostUnseen is the largest sum of weights times probabilities of what no value
// showed. Weights need not add up to 1.
func (v *Values) MostUnseen() float64 {
	chance := func(scale float64) (sum, logNone float64) {
		for h, x := range v.X {
			if n := float64(len(x)); n > 0 && v.Weight[h] > 0 {
				none := min(1, scale*n/v.Weight[h])
				sum += float64(v.Weight[h] * (1 - none))
				logNone += float64(n * portable.Log(none))
			}
		}
		return sum, logNone
	}
	low, high := 0.0, 0.0
	for h, x := range v.X {
		if len(x) > 0 {
			high = max(high, v.Weight[h]/float64(len(x)))
		}
	}
	for range 200 {
		scale := (low + high) / 2
		if _, logNone := chance(scale); logNone < portable.Log(0.05) {
			low = scale
		} else {
			high = scale
		}
	}
	sum, _ := chance(high)
	return sum
}

// shareInterval returns the interval of a share from the mean of each stratum,
// all between 0 and 1. The intervals of branches are put together as Zou and
// Donner do (Statistics in Medicine 27, 2008): the distances from the shares to
// their ends are added up as standard errors are.
func (v *Values) shareInterval(means []float64) (low, share, high float64) {
	type branch struct {
		n         int
		weight, p float64
	}
	branches := map[int]*branch{}
	var order []int
	for h, x := range v.X {
		if len(x) == 0 || v.Weight[h] == 0 {
			continue
		}
		g := h
		if v.Group != nil {
			g = v.Group[h]
		}
		b := branches[g]
		if b == nil {
			b = &branch{}
			branches[g], order = b, append(order, g)
		}
		b.n, b.weight, b.p = b.n+len(x), b.weight+v.Weight[h], b.p+float64(v.Weight[h]*means[h])
	}
	below, above := 0.0, 0.0
	for _, g := range order {
		b := branches[g]
		share += b.p
		mean := b.p / b.weight
		hits := float64(mean * float64(b.n))
		if whole := math.Round(hits); math.Abs(hits-whole) < 1e-9 { // not what rounding makes of it
			hits = whole
		}
		l, h := ClopperPearson(hits, b.n)
		below += square(b.weight * (mean - l))
		above += square(b.weight * (h - mean))
	}
	return max(share-math.Sqrt(below), 0), share, min(share+math.Sqrt(above), 1)
}
