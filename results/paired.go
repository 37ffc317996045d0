package results

import "failsim/results/statistics"

// Paired compares two designs that met the same users and the same faults,
// replication by replication.
type Paired struct {
	A              string               `json:"a"`
	B              string               `json:"b"`
	Metric         string               `json:"metric"`
	MeanDifference statistics.Number    `json:"mean_difference"` // A minus B
	CI95           *statistics.Interval `json:"ci95"`
	PABetter       statistics.Number    `json:"p_a_better"` // a tie counts half
	PABetterCI95   *statistics.Interval `json:"p_a_better_ci95"`
	Ties           int                  `json:"ties"`
	Same           bool                 `json:"same"` // in every pair of runs
	N              int                  `json:"n"`
	HigherIsBetter bool                 `json:"higher_is_better"`
	// VarianceReduction is what pairing bought: how many times more
	// replications independent runs would need for the same interval. Null if
	// the difference does not vary.
	VarianceReduction statistics.Number  `json:"variance_reduction"`
	Method            statistics.Method  `json:"interval,omitempty"`
	Warning           statistics.Warning `json:"warning,omitempty"`
	P                 statistics.Number  `json:"p_value"`      // that the mean difference is 0
	PHolm             statistics.Number  `json:"p_value_holm"` // adjusted for all pairs of designs
	Restricted        bool               `json:"restricted"`   // a censored value counts as if it had ended with the run
}

// Compare compares the values of two designs by replication. Replications of
// which either has no value (NaN) are left out.
func Compare(a, b []float64, higherIsBetter bool) Paired {
	s := strata{plainly(len(a)), []int{0}}
	return compare(s, s, a, b, higherIsBetter)
}

// compare compares two designs, each of which tells its own cells apart. Only
// replications count of which both have a value.
func compare(s, t strata, a, b []float64, higherIsBetter bool) Paired {
	a, b = s.drop(a, t, b), t.drop(b, s, a)
	difference := newSums()
	difference.add(0, s, a, 1)
	difference.add(1, t, b, -1)
	v, of, than := difference.values(), s.values(a), t.values(b)
	v.Unseen = max(of.Unseen, than.Unseen)
	better, ties := isBetter(s, t, a, b, higherIsBetter)
	better.Unseen = v.Unseen
	e, p := v.Estimate(statistics.Anything), better.Proportion()
	result := Paired{
		MeanDifference: e.Mean, CI95: e.CI95, Method: e.Method, Warning: e.Warning, N: e.N,
		PABetter: p.Share, PABetterCI95: p.CI95, Ties: ties, Same: ties > 0 && ties == better.N(), HigherIsBetter: higherIsBetter,
		VarianceReduction: statistics.Number(nan), P: statistics.Number(nan), PHolm: statistics.Number(nan),
	}
	m := v.Moments()
	result.P = statistics.Number(m.BeyondZero(&v))
	if paired := v.Moments().Variance; paired > 0 {
		result.VarianceReduction = statistics.Number((of.Moments().Variance + than.Moments().Variance) / paired)
	}
	return result
}

// drop returns x without the values of replications of which another design has
// none: it may have fewer runs.
func (s strata) drop(x []float64, t strata, y []float64) []float64 {
	there := map[int]bool{}
	for k, run := range t.Runs {
		there[run.Replication] = there[run.Replication] || y[k] == y[k]
	}
	x = append([]float64(nil), x...)
	for k, run := range s.Runs {
		if !there[run.Replication] {
			x[k] = nan
		}
	}
	return x
}

// isBetter returns, for pairs of runs of the same replication, 1 where a is
// better than b, 0 where it is worse and half where neither is. Whether gates
// stop an operator error is one draw for all designs, so what one lets pass may stop at the
// other: each of the parts that their chances cut the draw into has its pairs.
func isBetter(s, t strata, a, b []float64, higherIsBetter bool) (v statistics.Values, ties int) {
	type stratum struct{ part, a, b int }
	at, groups := map[stratum]int{}, map[stratum]int{}
	ofA, ofB := s.branchOf(), t.branchOf()
	chances := []float64{0, min(s.passes(), t.passes()), max(s.passes(), t.passes()), 1}
	for part, low := range chances[:3] {
		share := chances[part+1] - low
		if share <= 0 {
			continue
		}
		first := len(v.X)
		x, y := s.byReplication(a, low >= s.passes()), t.byReplication(b, low >= t.passes())
		for _, run := range s.Runs { // in the order in which they were drawn
			i, ok := x[run.Replication]
			j, both := y[run.Replication]
			if s.Cells[run.Cell].Stopped || !ok || !both {
				continue
			}
			key := stratum{part, s.of(i), t.of(j)}
			h, ok := at[key]
			if !ok {
				h = len(v.X)
				at[key] = h
				v.X, v.Weight = append(v.X, nil), append(v.Weight, 0)
				branch := stratum{part, ofA[key.a], ofB[key.b]}
				if _, ok := groups[branch]; !ok {
					groups[branch] = h
				}
				v.Group = append(v.Group, groups[branch])
				for c, cell := range s.Cells {
					if !cell.Stopped && (s.of(i) == s.class[c] || low >= s.passes()) && (c < len(t.class) && t.of(j) == t.class[c] || low >= t.passes()) {
						v.Weight[h] += share * cell.Probability / s.passes()
					}
				}
			}
			switch d := a[i] - b[j]; {
			case d == 0:
				v.X[h], ties = append(v.X[h], 0.5), ties+1
			case d > 0 == higherIsBetter:
				v.X[h] = append(v.X[h], 1)
			default:
				v.X[h] = append(v.X[h], 0)
			}
		}
		sum := 0.0 // strata that no pair is of count for nothing
		for _, w := range v.Weight[first:] {
			sum += w
		}
		for h := first; h < len(v.Weight); h++ {
			v.Weight[h] *= share / sum
		}
	}
	runs := make([]int, len(v.X))
	for h := range runs { // all of them have a value
		runs[h] = len(v.X[h])
	}
	v.Settle(runs)
	return v, ties
}

// byReplication returns the run of each replication that has a value, with the
// operator error stopped or not; a design without gates has one whatever happens.
func (s strata) byReplication(x []float64, stopped bool) map[int]int {
	list := map[int]int{}
	for k, run := range s.Runs {
		if x[k] == x[k] && (s.Cells[run.Cell].Stopped == stopped) {
			list[run.Replication] = k
		}
	}
	return list
}
