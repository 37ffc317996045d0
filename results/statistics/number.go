package statistics

import (
	"encoding/json"
	"math"
	"strconv"
)

// Number is a figure as JSON knows it: what is not finite is null.
type Number float64

// MarshalJSON writes 12 significant digits: what comes after them is an accident
// of the order of additions.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(float64(n), 'g', 12, 64), 64)
	if err != nil {
		return nil, err
	}
	return json.Marshal(rounded)
}

// UnmarshalJSON reads null as NaN.
func (n *Number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*n = Number(nan)
		return nil
	}
	return json.Unmarshal(data, (*float64)(n))
}

// Known reports whether there is a number at all.
func (n Number) Known() bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// Interval is a 95 % interval. A bound that is not known is null.
type Interval [2]Number

// Range is where a figure can lie, to which intervals are clipped, and whether
// it may be skewed as losses are: many small ones, and some large.
type Range struct {
	Low, High float64
	Skewed    bool
}

// The ranges of figures.
var (
	Shares      = Range{0, 1, true}                      // shares of losses, and what is left of them
	NotNegative = Range{0, math.Inf(1), true}            // losses
	Levels      = Range{0, math.Inf(1), false}           // means of many requests each, such as latencies
	Anything    = Range{math.Inf(-1), math.Inf(1), true} // differences of losses
)

func (r Range) Clip(low, high float64) *Interval {
	return &Interval{Number(max(low, r.Low)), Number(min(high, r.High))}
}

// Method says how an interval was made.
type Method string

// The methods.
const (
	StudentT     Method = "t"                // mean and Student's t, over strata with Satterthwaite's degrees of freedom
	SkewT        Method = "t-or-hall"        // the outer ends of that and of Hall's, which is turned for skewness
	Exact        Method = "exact"            // bound on what was never seen
	BetaInterval Method = "clopper-pearson"  // of a share of replications
	Order        Method = "order-statistics" // of a quantile, whatever the distribution
)

// Warning says why a number should be read with care. It travels with it.
type Warning string

// The warnings.
const (
	TooFew        Warning = "too-few-runs"    // no interval: so few runs of a skewed figure have none that holds the mean in 93 % of samples
	BranchUnseen  Warning = "branch-unseen"   // no interval: a branch of known probability has not been run
	OneSample     Warning = "one-sample"      // no interval
	NoFailureSeen Warning = "no-failure-seen" // the interval is a bound: so many replications did not show any such thing
	AlwaysSeen    Warning = "always-seen"     // the interval is a bound: every one of so many replications had all of it
	Restricted    Warning = "restricted"      // some had not recovered by the end and count as if they had then
)

// Estimate is a mean over replications with its 95 % interval.
type Estimate struct {
	Mean    Number    `json:"mean"`
	CI95    *Interval `json:"ci95"`
	N       int       `json:"n"`
	Method  Method    `json:"interval,omitempty"`
	Warning Warning   `json:"warning,omitempty"`
}
