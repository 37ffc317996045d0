package gate

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/results"
	"failsim/results/stored"
)

// The mistake was to name of each design the worst incident alone, so that one that meets
// the objectives in one of two reads like one that meets them in neither.
func TestTheVerdictSaysInWhichIncidentsObjectivesAreMet(t *testing.T) {
	cell := func(design, incident string, value, low, high float64) stored.Figure {
		f := figure("availability", value, low, high)
		f.Design, f.Incident = design, incident
		return f
	}
	const met, missed, open = 0.9999, 0.98, 0.9994
	figures := []stored.Figure{}
	for _, d := range []struct {
		name string
		is   []float64
	}{
		{"all", []float64{met, met, met, met}},
		{"half", []float64{met, missed, met, missed}},
		{"one", []float64{missed, met, met, met}},
		{"too", []float64{missed, met, met, met}},
		{"few", []float64{open, met, met, met}},
		{"none", []float64{missed, missed, missed, 0.9}},
	} {
		for k, x := range d.is {
			half := 0.0001
			if x == open {
				half = 0.0005
			}
			figures = append(figures, cell(d.name, []string{"zone", "region", "provider", "push"}[k], x, x-half, x+half))
		}
	}
	assert.Equal(t, []string{
		"99.95% availability: met in all 4 incidents by all.",
		"Met in 3 of 4 incidents, too few runs to tell in zone: few (availability 99.9400% [99.8900%, 99.9900%]).",
		"Met in 3 of 4 incidents, missed in zone: one, too (2 points).",
		"Met in zone and provider, missed in region and push: half (2 points in region).",
		"Missed in all 4 incidents: none (10 points in push).",
	}, Sentences(results.Objectives{Availability: 0.9995}, figures))
	two := append(slices.Clone(figures[:2]), figures[20:22]...)
	assert.Equal(t, []string{"99.95% availability: met in both incidents by all.", "Missed in both incidents: none (2 points in zone)."},
		Sentences(results.Objectives{Availability: 0.9995}, two))
}
