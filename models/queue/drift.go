package queue

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
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

// unservedShare is from which share of unserved arrivals on the times of those
// served are told with it (assumption).
const unservedShare = 0.01

const unserved = "p_unserved"

// halves is the mean number in a station or group in both halves of the
// measured time of a replication.
type halves struct {
	of            string
	first, second float64
}

// halve keeps the means of both halves of what should be steady, and which
// figures are those of whom.
func (r *record) halve(out *Report) {
	s := r.spec
	out.shared = map[string][]string{}
	for i := range s.Stations {
		if s.Stations[i].Group < 0 {
			r.halveTarget(out, "station "+s.Stations[i].Name, i, []int{i})
		} else {
			out.shared["station "+s.Stations[i].Name] = []string{"station " + s.Stations[i].Name}
		}
	}
	for g := range s.Groups {
		r.halveTarget(out, "group "+s.Groups[g].Name, len(s.Stations)+g, s.Groups[g].Members)
	}
}

func (r *record) halveTarget(out *Report, of string, target int, members []int) {
	for _, m := range members {
		for _, name := range r.spec.affected(m) {
			if !slices.Contains(out.shared[of], name) {
				out.shared[of] = append(out.shared[of], name)
			}
		}
	}
	if !r.watched && !r.halved || r.spec.varies(members[0]) {
		return
	}
	first, second, span := r.areas(target)
	out.halves = append(out.halves, halves{of, first / span, second / span})
}

// areas returns the request-nanoseconds of both halves, and how long a half is.
func (r *record) areas(target int) (first, second, span float64) {
	if r.halved {
		for c := 0; c+2 < len(r.marks); c += 3 {
			begin, middle, end := r.marks[c][target].area, r.marks[c+1][target].area, r.marks[c+2][target].area
			first += middle - begin
			second += end - middle
		}
		return first, second, float64(r.spec.Length) / 2 * float64(r.spec.Cycles)
	}
	extra := len(r.marks) - windows // 1 where a mark ends the warm-up
	upTo := func(window int) float64 {
		if i := window - 1 + extra; i >= 0 {
			return r.marks[i][target].area
		}
		return 0
	}
	from := 0
	if r.spec.WarmUp.MSER {
		from = r.keep * perSegment
	}
	middle := (from + windows) / 2
	return upTo(middle) - upTo(from), upTo(windows) - upTo(middle),
		float64(r.spec.Length) * float64(windows-middle) / windows
}

// varies tells whether anybody comes to a station at a rate that varies.
func (s *Spec) varies(station int) bool {
	return slices.ContainsFunc(s.Streams, func(st Stream) bool {
		return st.Arrivals.varies && slices.Contains(s.members(st.To), station)
	})
}

// unserved returns which share of those who came and found a place are still
// there in the end.
func (r *record) unserved(t *tally, stations []int) float64 {
	left := 0.0
	for _, s := range stations {
		left += r.left[s]
	}
	return left / (left + t.served + t.abandoned)
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
	mean, se := meanAndError(differences)
	limit := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(1 - growthLevel)
	if !(mean > growthShare*first && mean > limit*se) {
		return ""
	}
	return fmt.Sprintf("still growing: %.4g in the system in the first half of the measured time, %.4g in the second; "+
		"it has no steady state, or needs a longer warm-up", first, second)
}

// judgeRuns takes back the figures of what is not in the steady state that it
// should be in, and warns of times that leave out many who were never served.
func judgeRuns(reports []*Report, list []Estimate) {
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
		if left.Name != unserved || !(left.Mean > unservedShare) {
			continue
		}
		for k := range list {
			if e := &list[k]; e.Warning == "" && ofTime(e.Name) && slices.Contains(reports[0].shared[left.Of], e.Of) {
				e.Warning = fmt.Sprintf("of those served: %.3g %% were still there at the end", 100*left.Mean)
			}
		}
	}
}

// ofTime tells whether a figure is about the times of those who were served.
func ofTime(name string) bool {
	return slices.ContainsFunc([]string{"mean_wait", "mean_sojourn", "mean_slowdown", "mean_latency", "var_wait", "var_sojourn", "wait_", "sojourn_", "latency_"},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}
