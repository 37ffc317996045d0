package world_test

import (
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/world"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// zones writes down the zones lost.
type zones struct {
	counts
	log [][4]int // minute, region, lost, of
}

func (z *zones) ZonesLost(at sim.Time, region id.Region, lost, of int) {
	z.log = append(z.log, [4]int{int(time.Duration(at) / time.Minute), int(region), lost, of})
}

func TestTheZonesThatAFaultTakesAreTold(t *testing.T) {
	s := read(t, "drills")
	for incident, want := range map[string][][4]int{
		"zone-loss":   {{24, 0, 1, 3}, {84, 0, 0, 3}},
		"region-loss": {{24, 0, 3, 3}, {84, 0, 0, 3}},
		"gray-errors": nil,
	} {
		d, i := index(t, s, "single-provider", incident)
		var z zones
		require.NoError(t, build(t, s, d, i, 0.1, 2*time.Hour, &z).Run())
		assert.Equal(t, want, z.log, incident)
	}
}

// The data plane's callers hear from it what their backends have lost: the world, which
// has told it of the loss, is not passed a second time.
func TestALossPassesTheWorldOnce(t *testing.T) {
	_, twice := any(new(world.World)).(balancer.Callers)
	assert.False(t, twice)
}
