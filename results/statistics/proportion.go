package statistics

import (
	"failsim/sim/portable"
)

// Proportion is a share of replications with its 95 % interval.
type Proportion struct {
	Share Number    `json:"share"`
	CI95  *Interval `json:"ci95"`
	N     int       `json:"n"`

	Method Method `json:"interval,omitempty"`
}

// EstimateProportion returns hits/n with the exact interval of Clopper and
// Pearson (1934): it holds the share with at least 95 % for every share,
// however near 0 or 1. (Wilson's holds one of 5 % in 92.5 % of samples of 20.)
// A tie may count as half a hit.
func EstimateProportion(hits float64, n int) Proportion {
	if n == 0 {
		return Proportion{Share: Number(nan)}
	}
	low, high := ClopperPearson(hits, n)
	return Proportion{Share: Number(hits / float64(n)), CI95: &Interval{Number(low), Number(high)}, N: n, Method: BetaInterval}
}

// Proportion estimates the share of values that are 1, of values from 0 to 1.
func (v Values) Proportion() Proportion {
	p := Proportion{Share: Number(nan), N: v.N()}
	if p.N == 0 {
		return p
	}
	means := make([]float64, len(v.X))
	for h, x := range v.X {
		if len(x) > 0 {
			means[h] = average(x)
		}
	}
	low, share, high := v.shareInterval(means)
	p.Share = Number(share)
	if v.Unseen == 0 {
		p.CI95, p.Method = &Interval{Number(low), Number(high)}, BetaInterval
	}
	return p
}

func square(x float64) float64 { return x * x }

// ClopperPearson returns the exact 95 % interval of a share.
func ClopperPearson(hits float64, n int) (low, high float64) {
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
	return v.Unseen + (1-v.Unseen)*v.MostUnseen()
}

// MostUnseen is the largest sum of weights times probabilities of what no value
// showed. Weights need not add up to 1.
func (v *Values) MostUnseen() float64 {
	chance := func(scale float64) (sum, logNone float64) {
		for h, x := range v.X {
			if n := float64(len(x)); n > 0 && v.Weight[h] > 0 {
				none := min(1, scale*n/v.Weight[h])
				sum += v.Weight[h] * (1 - none)
				logNone += n * portable.Log(none)
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

// EstimateAvailability bounds an availability of which nothing was lost by
// replications: requests of one replication share its draws, so n of them
// without a failure leave a chance of up to NeverSeen(n) of one with failures,
// in which, for all that was seen, everything might fail. 100 % is never
// printed.
func (v Values) EstimateAvailability(settled, failed int64) Estimate {
	e := v.Estimate(Shares)
	if settled == 0 || failed > 0 {
		return e
	}
	e.CI95 = &Interval{Number(1 - v.NeverSeen()), 1}
	e.Method, e.Warning = Exact, NoFailureSeen
	return e
}
