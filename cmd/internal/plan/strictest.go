package plan

import (
	"errors"
	"math"
	"slices"
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

// falls tells whether b does worse than a by more than chance explains in some
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
