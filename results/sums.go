package results

import "failsim/results/statistics"

// sums add up, replication by replication, what several runs of it count for:
// those of two designs, or of two branches of one. Replications are independent,
// their runs are not, so variances are of these sums. A replication's runs tell
// its stratum.
type sums struct {
	at     map[int]int // by replication
	total  []float64
	steady float64  // what stopped runs count for on average, which is no replication's own
	of     [][4]int // by design and whether the operator error was stopped: 1 + the class of the run; 0 without one
}

func newSums() *sums { return &sums{at: map[int]int{}} }

// add adds a design's runs, numbered 0 or 1, with a sign. Runs without a value
// (NaN) do not count. Only some replications have a stopped run: that they do is
// nothing by which they vary, so it counts for how it differs from others of its
// kind.
func (s *sums) add(design int, t strata, x []float64, sign float64) {
	w := t.weightsOf(x)
	stopped, weight := 0.0, 0.0
	for k, run := range t.Runs {
		if x[k] == x[k] && t.Cells[run.Cell].Stopped {
			stopped, weight = stopped+float64(w[k]*x[k]), weight+w[k]
		}
	}
	s.steady += float64(sign * stopped)
	for k, run := range t.Runs {
		if x[k] != x[k] {
			continue
		}
		i, ok := s.at[run.Replication]
		if !ok {
			i = len(s.total)
			s.at[run.Replication] = i
			s.total, s.of = append(s.total, 0), append(s.of, [4]int{})
		}
		slot, value := 2*design, x[k]
		if t.Cells[run.Cell].Stopped {
			slot, value = slot+1, value-stopped/weight
		}
		s.total[i] += float64(sign * w[k] * value)
		s.of[i][slot] = 1 + t.of(k)
	}
}

// values sorts the sums by stratum. Each stratum weighs as much as it has
// replications, so that the mean is the sum of all. Too few that have a stopped
// run, which hardly varies, are no stratum of their own.
func (s *sums) values() statistics.Values {
	n := map[[4]int]int{}
	for _, of := range s.of {
		n[of]++
	}
	var v statistics.Values
	at := map[[4]int]int{}
	for i, of := range s.of {
		if without := ([4]int{of[0], 0, of[2], 0}); without != of && n[of] < statistics.FewestOfStratum && n[without] > 0 {
			of = without
		}
		h, ok := at[of]
		if !ok {
			h = len(v.X)
			at[of] = h
			v.X, v.Weight = append(v.X, nil), append(v.Weight, 0)
		}
		v.X[h] = append(v.X[h], s.total[i]+s.steady/float64(len(s.total)))
		v.Weight[h]++
	}
	return v
}
