package statistics

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
