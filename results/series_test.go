package results

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/results/statistics"
)

// A plot must not show an interval that the table beside it withholds.
func TestABandOverTimeHasIntervalsWhereTheWholeRunHasOne(t *testing.T) {
	for n, has := range map[int]bool{2: false, statistics.FewestSkewed - 1: false, statistics.FewestSkewed: true} {
		s := NewSample(Design{Name: "one"}, twoPopulations(), n)
		for k := range n {
			s.Add(k, play(10+4*(k%7)))
		}
		varied := 0
		for _, p := range s.AvailabilitySeries() {
			if p.Low == p.High { // in every run the same
				continue
			}
			varied++
			assert.Equal(t, has, !math.IsNaN(p.Low), "%d runs", n)
			assert.Equal(t, has, !math.IsNaN(p.High), "%d runs", n)
		}
		assert.Positive(t, varied)
	}
}
