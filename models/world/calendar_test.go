package world

import (
	"testing"
	"time"

	"failsim/models/topology"
	"failsim/models/world/scenario"

	"github.com/stretchr/testify/assert"
)

func TestEachOccurrenceOfAnIncidentHasLuckOfItsOwn(t *testing.T) {
	one := scenario.Incident{Name: "i", Faults: []scenario.Fault{{Kind: scenario.LoseRegion, Region: "a/one", At: time.Minute, For: exponential(time.Hour)}}}
	fixed := &topology.Map{Providers: []topology.Provider{{Name: "a"}}, Regions: []topology.Region{{Name: "a/one"}}}
	s := &scenario.Scenario{}
	last := func(number int, at time.Duration) time.Duration {
		until, ends := Occurrence{Incident: &one, Number: number, At: at}.Until(s, fixed, 1, 0)
		assert.True(t, ends)
		return until - at - time.Minute
	}
	w := &World{key: Root(1, 0)}
	assert.Equal(t, durations("i", one.Faults...)[0], last(0, 0), "the first has that of a run without others")
	assert.Equal(t, last(0, 0), last(0, time.Hour), "whenever it happens")
	assert.NotEqual(t, last(0, 0), last(1, 0))
	assert.NotEqual(t, last(1, 0), last(2, 0))
	assert.Equal(t, last(1, 0), Occurrence{Incident: &one, Number: 1}.lasts(w.key, 0), "and the run agrees with who asks beforehand")

	one.Faults[0].For = nil
	_, ends := Occurrence{Incident: &one}.Until(s, fixed, 1, 0)
	assert.False(t, ends)
}

func TestWhatProvidersShareCanOutlastTheIncident(t *testing.T) {
	one := scenario.Incident{Name: "i", Faults: []scenario.Fault{{Kind: scenario.LoseProvider, Provider: "a", For: exponential(time.Hour)}}}
	fixed := &topology.Map{Providers: []topology.Provider{{Name: "a"}}}
	apart, shared := &scenario.Scenario{}, &scenario.Scenario{}
	shared.World.CommonMode = scenario.CommonMode{Share: 1, For: exponential(1000 * time.Hour)}
	before, _ := Occurrence{Incident: &one}.Until(apart, fixed, 1, 0)
	after, _ := Occurrence{Incident: &one}.Until(shared, fixed, 1, 0)
	assert.Greater(t, after, before)
}
