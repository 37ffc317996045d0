package results

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Proportion is a share of replications with its 95 % interval.
type Proportion struct {
	Share Number    `json:"share"`
	CI95  *Interval `json:"ci95"`
	N     int       `json:"n"`

	Method Method `json:"interval,omitempty"`
}

var z975 = distuv.UnitNormal.Quantile(0.975)

// EstimateProportion returns hits/n with Wilson's score interval (1927), which
// stays within 0 and 1 and does not collapse at either. A tie may count as half
// a hit.
func EstimateProportion(hits float64, n int) Proportion {
	if n == 0 {
		return Proportion{Share: Number(nan)}
	}
	low, high := Wilson(hits, n)
	return Proportion{Share: Number(hits / float64(n)), CI95: &Interval{Number(low), Number(high)}, N: n, Method: Score}
}

// Wilson returns the 95 % score interval of a share.
func Wilson(hits float64, n int) (low, high float64) {
	m, z2 := float64(n), z975*z975
	p := hits / m
	centre := (p + z2/(2*m)) / (1 + z2/m)
	half := z975 / (1 + z2/m) * math.Sqrt(p*(1-p)/m+z2/(4*m*m))
	return max(centre-half, 0), min(centre+half, 1)
}

// NeverSeen returns the 95 % upper bound of the probability of what n
// independent trials never showed: 1 - 0.05^(1/n), which the rule of three
// rounds to 3/n.
func NeverSeen(n int64) float64 {
	if n <= 0 {
		return 1
	}
	return -math.Expm1(math.Log(0.05) / float64(n))
}

// estimateAvailability estimates an availability from one value a replication
// and the pooled counts. Where nothing failed there is no 100 % but a bound.
// Requests of one replication share its luck, so it is replications that
// count: n of them without a failure leave a chance of up to NeverSeen(n) of
// one with failures, in which, for all that was seen, everything might fail.
func estimateAvailability(e Estimate, settled, failed int64) Estimate {
	if settled == 0 || failed > 0 {
		return e
	}
	e.CI95 = &Interval{Number(1 - NeverSeen(int64(e.N))), 1}
	e.Method, e.Warning = Exact, NoFailureSeen
	return e
}
