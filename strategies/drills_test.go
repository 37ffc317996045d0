package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/distribution"
	"failsim/models/policy"
)

// Netflix moved out of a region in about 50 minutes, and in 10 at most with drills (Failovers
// in 7 minutes, 2018); a drill that is never repeated is forgotten: after three times the
// decay a step takes 96 % of its time again, 1 - 0.8/e^3.
func TestDrillsBringNetflixsEvacuationFrom50MinutesTo10(t *testing.T) {
	takes := func(every, draw string) time.Duration {
		values := policy.Values{}
		for _, p := range drillsEntry.Params {
			values[p.Name] = parseValue(t, p, p.Default)
		}
		values["every"] = parseValue(t, drillsEntry.Params[0], every)
		book := policy.Playbook{Steps: []policy.Step{{Name: "evacuate", Do: policy.Find, Takes: distribution.Constant(50 * time.Minute)}}}
		book.Draw = func(string) float64 { return map[string]float64{"after": 0, "before": 1}[draw] }
		drillsEntry.New(values).(policy.Operating).Revise(&book)
		mean, known := book.Steps[0].Takes.Mean()
		require.True(t, known)
		return mean
	}
	assert.Equal(t, 10*time.Minute, takes("720h", "after"))
	assert.InDelta(t, float64(50*time.Minute)*(1-0.8*0.049787068), float64(takes("12960h", "before")), float64(time.Second))
}
