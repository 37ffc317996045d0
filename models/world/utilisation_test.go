package world

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/distribution"
	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// The mistake was to let a control plane have more work than workers without a
// word: 30 LBs were misconfigured instead of 354, and it looked like a good design.
func TestTheUtilisationOfAControlPlaneByHand(t *testing.T) {
	for _, c := range []struct {
		what                 string
		fleet, workers       int
		touches, creations   float64
		work                 time.Duration
		perHour, busy, share float64
	}{
		{"1,000 LBs changed once an hour, a minute each, by 20 workers", 1000, 20, 1, 0, time.Minute, 1000, 1000. / 60, 1000. / 60 / 20},
		{"new LBs count once", 1000, 20, 1, 200, time.Minute, 1200, 20, 1},
		{"1,370 changes an hour, six minutes each, by 100", 13700, 100, 0.1, 0, 6 * time.Minute, 1370, 137, 1.37},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := &scenario.Scenario{World: scenario.World{
				Providers:    []scenario.Provider{{Name: "a", Regions: []scenario.Region{{Name: "r", Zones: 1, Fleet: c.fleet}}}},
				ControlPlane: scenario.ControlPlane{TouchesPerHour: c.touches, CreationsPerHour: c.creations, Workers: c.workers, Work: distribution.Constant(c.work)},
			}}
			u := Utilisations(s, &topology.Map{Regions: []topology.Region{{Name: "a/r"}}})[0]
			assert.InEpsilon(t, c.perHour, u.PerHour, 1e-12)
			assert.InEpsilon(t, c.busy, u.Busy, 1e-12)
			assert.InEpsilon(t, c.share, u.Share(), 1e-12)
		})
	}
}
