package plan

import (
	"errors"
	"math"
	"slices"

	"failsim/sim/portable"
)

// at finds the candidate of a group at a point; -1 if there is none.
func (s *Search) at(group int, point []int) int {
	return slices.IndexFunc(s.Candidates, func(c Candidate) bool { return c.Group == group && slices.Equal(c.At, point) })
}

// Strictest is the candidate of a group with the strictest value on every axis.
func (s *Search) Strictest(group int) (int, error) {
	best := -1
	for c := range s.Candidates {
		if s.Candidates[c].Group == group && (best < 0 || sum(s.Candidates[c].At) > sum(s.Candidates[best].At)) {
			best = c
		}
	}
	if best < 0 {
		return -1, errors.New("there is no candidate")
	}
	return best, nil
}

// beyondChance is how unlikely a fall must be to count as one.
const beyondChance = 0.02

// falls reports whether b does worse than a by more than chance explains in some
// requirement: pairs of replications, Student's t, one side.
func falls(a, b *Evidence) bool {
	for r := range a.Values {
		n := min(len(a.Values[r]), len(b.Values[r])) // none where an earlier incident told enough
		var d []float64
		for k := range n {
			if x := b.Values[r][k] - a.Values[r][k]; !math.IsNaN(x) {
				d = append(d, x)
			}
		}
		if chanceAbove(d) <= beyondChance {
			return true
		}
	}
	return false
}

// chanceAbove is how likely differences at least as low as these are if their mean
// is not below 0.
func chanceAbove(d []float64) float64 {
	if len(d) < 2 {
		return 1
	}
	mean, sd := portable.MeanStdDev(d)
	if sd == 0 || math.IsNaN(sd) {
		if mean < 0 { // the same in every replication: their signs alone
			return portable.Pow(0.5, float64(len(d)))
		}
		return 1
	}
	n := float64(len(d))
	return 1 - portable.StudentSurvival(n-1, mean/sd*math.Sqrt(n))
}
