package world_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// marks are when faults began and ended.
type marks struct {
	record.Nothing
	began, ended []time.Duration
}

func (m *marks) Marked(at sim.Time, mark record.Mark, _ id.Region) {
	switch mark {
	case record.FaultBegan:
		m.began = append(m.began, time.Duration(at))
	case record.FaultEnded:
		m.ended = append(m.ended, time.Duration(at))
	}
}

var lasts = regexp.MustCompile(`for: \w+`)

// The example of each kind in faultkinds.go begins and ends in a world, from the line of
// makers to the model that it acts on.
func TestTheExampleOfEveryKindOfFaultHappens(t *testing.T) {
	for _, kind := range scenario.FaultKinds() {
		t.Run(kind, func(t *testing.T) {
			example := lasts.ReplaceAllString(scenario.ExampleOfFault(kind), "for: 5m")
			s := needing(t, "- {service: tokens}\nconfigurations:\n- {configuration: routes, of: aws/east/lbs, takes: 1m}", "- "+example)
			m := &marks{}
			require.NoError(t, build(t, s, 0, 0, 2, 20*time.Minute, m).Run())
			assert.Equal(t, []time.Duration{10 * time.Minute}, m.began, example)
			if strings.Contains(example, "for: ") {
				assert.Equal(t, []time.Duration{15 * time.Minute}, m.ended, example)
			}
		})
	}
}
