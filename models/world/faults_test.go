package world

import (
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/world/scenario"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

func exponential(mean time.Duration) distribution.Distribution {
	l, err := distribution.NewExponential(mean)
	if err != nil {
		panic(err)
	}
	return l
}

// durations returns how long each fault of an incident lasts.
func durations(incident string, faults ...scenario.Fault) []time.Duration {
	o := Occurrence{Incident: &scenario.Incident{Name: incident, Faults: faults}}
	list := make([]time.Duration, len(faults))
	for i := range faults {
		list[i] = o.lasts(sim.NewKey(1, 0), i)
	}
	return list
}

func TestEveryKindOfFaultCanBeMade(t *testing.T) {
	for _, kind := range scenario.FaultKinds() {
		assert.Contains(t, makers, kind, "makers in faults.go")
		assert.NotNil(t, makers[kind].takes, "what %s takes of capacity, in makers", kind)
	}
}

func TestAFaultsDurationDoesNotDependOnOtherFaults(t *testing.T) {
	hour := exponential(time.Hour)
	zone := scenario.Fault{Kind: scenario.LoseZone, Region: "a/one", Zone: 1, At: time.Hour, For: hour}
	other := scenario.Fault{Kind: scenario.LoseZone, Region: "a/one", Zone: 2, For: hour}
	region := scenario.Fault{Kind: scenario.LoseRegion, Region: "a/one", For: hour}
	later := zone
	later.At = 2 * time.Hour

	alone := durations("i", zone)[0]
	for says, all := range map[string][]time.Duration{
		"after another zone's":  durations("i", other, zone)[1:],
		"after a region's":      durations("i", region, other, zone)[2:],
		"before its own second": durations("i", zone, later),
		"at another time":       durations("i", later),
	} {
		assert.Equal(t, alone, all[0], says)
	}
	assert.NotEqual(t, alone, durations("i", other)[0])
	assert.NotEqual(t, alone, durations("i", region)[0])
	assert.NotEqual(t, alone, durations("i", zone, later)[1], "the same fault again has a random stream of its own")
	assert.NotEqual(t, alone, durations("j", zone)[0], "and so has that of another incident")
	assert.Zero(t, durations("i", scenario.Fault{Kind: scenario.LoseZone})[0], "without a distribution it lasts to the end")
}
