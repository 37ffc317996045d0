package results

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

// Known tells whether there is a number at all.
func (n Number) Known() bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// Interval is a 95 % interval. A bound that is not known is null.
type Interval [2]Number

// Range is where a figure can lie. Intervals are clipped to it.
type Range struct{ Low, High float64 }

// The ranges of figures.
var (
	Shares      = Range{0, 1}
	NotNegative = Range{0, math.Inf(1)}
	Anything    = Range{math.Inf(-1), math.Inf(1)}
)

func (r Range) clip(low, high float64) *Interval {
	return &Interval{Number(max(low, r.Low)), Number(min(high, r.High))}
}

// Method says how an interval was made.
type Method string

// The methods.
const (
	StudentT  Method = "t"     // mean and Student's t
	Bootstrap Method = "bca"   // bootstrap, bias-corrected and accelerated
	Exact     Method = "exact" // bound on what was never seen
)

// Warning says why a number should be read with care. It travels with it.
type Warning string

// The warnings.
const (
	Skewed        Warning = "skewed"          // too skewed for its number of samples: the interval covers less than it says
	OneSample     Warning = "one-sample"      // no interval
	NoFailureSeen Warning = "no-failure-seen" // the interval is a bound: so many replications did not show a failure
	Restricted    Warning = "restricted"      // some had not recovered by the end and count as if they had then
)
