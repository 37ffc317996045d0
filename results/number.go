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

// neverLeft returns the interval of values that all lie at one end of their
// range: that nothing was seen in n replications leaves a chance of up to
// NeverSeen(n) that something happens, as large as it can be. nil if the values
// differ, or the end is not an end.
func (r Range) neverLeft(x []float64) (*Interval, Warning) {
	end := x[0]
	for _, v := range x {
		if v != end {
			return nil, ""
		}
	}
	chance := NeverSeen(int64(len(x)))
	switch {
	case end == r.Low:
		return &Interval{Number(end), Number(end + chance*(r.High-r.Low))}, NoFailureSeen
	case end == r.High:
		return &Interval{Number(end - chance*(r.High-r.Low)), Number(end)}, AlwaysSeen
	}
	return nil, ""
}

// losses returns what may have a heavy tail in values of the range: of shares
// near 1 what they lack, of differences how large they are.
func (r Range) losses(x []float64) []float64 {
	y := make([]float64, len(x))
	flip := r == Shares && average(x) > 0.5
	for i, v := range x {
		y[i] = math.Abs(v)
		if flip {
			y[i] = 1 - v
		}
	}
	return y
}

func (r Range) clip(low, high float64) *Interval {
	return &Interval{Number(max(low, r.Low)), Number(min(high, r.High))}
}

// Method says how an interval was made.
type Method string

// The methods.
const (
	StudentT  Method = "t"                // mean and Student's t
	Bootstrap Method = "bca"              // bootstrap, bias-corrected and accelerated
	Exact     Method = "exact"            // bound on what was never seen
	Score     Method = "wilson"           // score interval of a share
	Order     Method = "order-statistics" // of a quantile, whatever the law
)

// Warning says why a number should be read with care. It travels with it.
type Warning string

// The warnings.
const (
	HeavyTailed   Warning = "heavy-tailed"    // a few values make up most of the sum: the mean of more runs may be far off, and may not exist
	Skewed        Warning = "skewed"          // too skewed for its number of samples: the interval covers less than it says
	OneSample     Warning = "one-sample"      // no interval
	NoFailureSeen Warning = "no-failure-seen" // the interval is a bound: so many replications did not show any such thing
	AlwaysSeen    Warning = "always-seen"     // the interval is a bound: every one of so many replications had all of it
	Restricted    Warning = "restricted"      // some had not recovered by the end and count as if they had then
)
