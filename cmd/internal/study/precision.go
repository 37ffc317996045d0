package study

import (
	"fmt"
	"math"

	"failsim/results/counted"
	"failsim/results/statistics"
)

// Precision says when replications are enough: when the 95 % interval of a
// figure, as it is printed, is narrow against its mean, for every design in
// every incident in which it has lost anything at all.
type Precision struct {
	Metric   string  // one of Metrics
	Relative float64 // half of the interval against the mean, above 0
	Limit    int     // most replications to make
	// Foresee is told, after the first replications, how many it will take,
	// by the square root law; at most Limit. It may be nil.
	Foresee func(replications int)
}

// metric is a figure that a precision can be asked of.
type metric struct {
	name   string
	limits statistics.Range
	value  func(*counted.Run) float64
}

var metrics = []metric{
	{"lost", statistics.Shares, func(r *counted.Run) float64 { return 1 - r.Availability }},
	{"user-minutes", statistics.NotNegative, func(r *counted.Run) float64 { return r.UserMinutesLost }},
	{"lb-minutes", statistics.NotNegative, func(r *counted.Run) float64 { return r.Damage.LBMinutes() }},
}

// Metrics returns the names of the figures that a precision can be asked of.
func Metrics() []string {
	names := make([]string, len(metrics))
	for i, m := range metrics {
		names[i] = m.name
	}
	return names
}

// NotReached says that a precision was not reached within its limit.
type NotReached struct {
	Precision
	Design, Incident string
	Got              float64 // relative half-width, the widest of all; infinite if there is no interval yet
}

// Error implements error.
func (n *NotReached) Error() string {
	got := fmt.Sprintf("has %.3g %%", 100*n.Got)
	if math.IsInf(n.Got, 1) {
		got = "has no interval yet"
	}
	return fmt.Sprintf("precision of %.3g %% of %s not reached in %d replications: %s in %s %s",
		100*n.Relative, n.Metric, n.Limit, n.Design, n.Incident, got)
}
