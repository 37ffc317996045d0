package results

// Paired compares two designs that met the same users and the same faults,
// replication by replication.
type Paired struct {
	A              string    `json:"a"`
	B              string    `json:"b"`
	Metric         string    `json:"metric"`
	MeanDifference Number    `json:"mean_difference"` // A minus B
	CI95           *Interval `json:"ci95"`
	PABetter       Number    `json:"p_a_better"` // a tie counts half
	PABetterCI95   *Interval `json:"p_a_better_ci95"`
	Ties           int       `json:"ties"`
	Same           bool      `json:"same"` // in every pair of runs
	N              int       `json:"n"`
	HigherIsBetter bool      `json:"higher_is_better"`
	// VarianceReduction is what pairing bought: how many times more
	// replications independent runs would need for the same interval. Null if
	// the difference does not vary.
	VarianceReduction Number  `json:"variance_reduction"`
	Method            Method  `json:"interval,omitempty"`
	Warning           Warning `json:"warning,omitempty"`
	P                 Number  `json:"p_value"`      // that the mean difference is 0
	PHolm             Number  `json:"p_value_holm"` // adjusted for all pairs of designs
	Restricted        bool    `json:"restricted"`   // a censored value counts as if it had ended with the run
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
	v.unseen = max(of.unseen, than.unseen)
	better, ties := isBetter(s, t, a, b, higherIsBetter)
	better.unseen = v.unseen
	e, p := v.estimate(Anything), better.proportion()
	result := Paired{
		MeanDifference: e.Mean, CI95: e.CI95, Method: e.Method, Warning: e.Warning, N: e.N,
		PABetter: p.Share, PABetterCI95: p.CI95, Ties: ties, Same: ties > 0 && ties == better.n(), HigherIsBetter: higherIsBetter,
		VarianceReduction: Number(nan), P: Number(nan), PHolm: Number(nan),
	}
	m := v.moments()
	result.P = Number(m.beyondZero(&v))
	if paired := v.moments().variance; paired > 0 {
		result.VarianceReduction = Number((of.moments().variance + than.moments().variance) / paired)
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
// stop a slip is one draw for all designs, so what one lets pass may stop at the
// other: each of the parts that their chances cut the draw into has its pairs.
func isBetter(s, t strata, a, b []float64, higherIsBetter bool) (v values, ties int) {
	type stratum struct{ part, a, b int }
	at, groups := map[stratum]int{}, map[stratum]int{}
	ofA, ofB := s.branchOf(), t.branchOf()
	chances := []float64{0, min(s.passes(), t.passes()), max(s.passes(), t.passes()), 1}
	for part, low := range chances[:3] {
		share := chances[part+1] - low
		if share <= 0 {
			continue
		}
		first := len(v.x)
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
				h = len(v.x)
				at[key] = h
				v.x, v.weight = append(v.x, nil), append(v.weight, 0)
				branch := stratum{part, ofA[key.a], ofB[key.b]}
				if _, ok := groups[branch]; !ok {
					groups[branch] = h
				}
				v.group = append(v.group, groups[branch])
				for c, cell := range s.Cells {
					if !cell.Stopped && (s.of(i) == s.class[c] || low >= s.passes()) && (c < len(t.class) && t.of(j) == t.class[c] || low >= t.passes()) {
						v.weight[h] += share * cell.Probability / s.passes()
					}
				}
			}
			switch d := a[i] - b[j]; {
			case d == 0:
				v.x[h], ties = append(v.x[h], 0.5), ties+1
			case d > 0 == higherIsBetter:
				v.x[h] = append(v.x[h], 1)
			default:
				v.x[h] = append(v.x[h], 0)
			}
		}
		sum := 0.0 // strata that no pair is of count for nothing
		for _, w := range v.weight[first:] {
			sum += w
		}
		for h := first; h < len(v.weight); h++ {
			v.weight[h] *= share / sum
		}
	}
	runs := make([]int, len(v.x))
	for h := range runs { // all of them have a value
		runs[h] = len(v.x[h])
	}
	v.settle(runs)
	return v, ties
}

// byReplication returns the run of each replication that has a value, with the
// slip stopped or not; a design without gates has one whatever happens.
func (s strata) byReplication(x []float64, stopped bool) map[int]int {
	list := map[int]int{}
	for k, run := range s.Runs {
		if x[k] == x[k] && (s.Cells[run.Cell].Stopped == stopped) {
			list[run.Replication] = k
		}
	}
	return list
}
