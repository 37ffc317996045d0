package figures

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"failsim/sim/portable"
)

// The runs themselves are asked whether they are in their steady state, since
// no rule on the file knows of every queue that grows. Over replications, the
// mean number in the system in the second half of the measured time is held
// against that in the first, in pairs. Both bounds are choices of ours
// (assumption): a right run is refused at most once in a thousand for each
// station or group, and only if what chance added is a twentieth or more.
const (
	growthLevel = 0.001 // of Student's test, one-sided
	growthShare = 0.05  // of the first half's mean; less has no weight
)

// unservedShare is from which share of unserved arrivals on the times of those served are
// reported with it (assumption).
const unservedShare = 0.01

// Unserved names the share of those who came and found a place that are still
// there in the end.
const Unserved = "p_unserved"

// RecordHalves keeps the mean number somewhere in both halves of the measured time,
// if it should be steady.
func (r *Report) RecordHalves(of string, first, second float64) {
	r.halves = append(r.halves, halves{of, first, second})
}

// RecordShared keeps whose figures depend on what happens at a place.
func (r *Report) RecordShared(of string, whose []string) {
	if r.shared == nil {
		r.shared = map[string][]string{}
	}
	r.shared[of] = whose
}

// Growing says, for each station and group that should be in its steady state
// and is not, how it grows.
func Growing(reports []*Report) []string {
	var all []string
	if len(reports) == 0 {
		return nil
	}
	for i, h := range reports[0].halves {
		if why := grows(reports, i); why != "" {
			all = append(all, h.of+" is "+why)
		}
	}
	return all
}

// grows says how a station or group grows; empty: it does not.
func grows(reports []*Report, i int) string {
	n := float64(len(reports))
	if n < 2 {
		return ""
	}
	first, second, differences := 0.0, 0.0, make([]float64, len(reports))
	for k, r := range reports {
		h := r.halves[i]
		first += h.first / n
		second += h.second / n
		differences[k] = h.second - h.first
	}
	mean, se := MeanAndError(differences)
	limit := portable.StudentQuantile(n-1, 1-growthLevel)
	if !(mean > growthShare*first && mean > limit*se) {
		return ""
	}
	return fmt.Sprintf("still growing: %.4g in the system in the first half of the measured time, %.4g in the second; "+
		"it has no steady state, or needs a longer warm-up", first, second)
}

// judgeSteadiness takes back the figures of what is not in the steady state that it
// should be in, and warns of times that leave out many who were never served.
func judgeSteadiness(reports []*Report, list []Estimate) {
	for i, h := range reports[0].halves {
		why := grows(reports, i)
		for k := range list {
			if e := &list[k]; why != "" && e.Why == "" && slices.Contains(reports[0].shared[h.of], e.Of) {
				e.Mean, e.SE, e.Why = math.NaN(), math.NaN(), why
				e.Ratio, e.Pooled = nil, nil
			}
		}
	}
	for _, left := range list {
		if left.Name != Unserved || !(left.Mean > unservedShare) {
			continue
		}
		for k := range list {
			if e := &list[k]; e.Warning == "" && ofTime(e.Name) && slices.Contains(reports[0].shared[left.Of], e.Of) {
				e.Warning = fmt.Sprintf("of those served: %.3g %% were still there at the end", 100*left.Mean)
			}
		}
	}
}

// ofTime reports whether a figure is about the times of those who were served.
func ofTime(name string) bool {
	return slices.ContainsFunc([]string{"mean_wait", "mean_sojourn", "mean_slowdown", "mean_latency", "var_wait", "var_sojourn", "wait_", "sojourn_", "latency_"},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}
