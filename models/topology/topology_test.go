package topology_test

import (
	"testing"

	"failsim/models/id"
	"failsim/models/topology"

	"github.com/stretchr/testify/assert"
)

func TestPlacesOfTheMapAreFoundByTheirFullNames(t *testing.T) {
	m := topology.Map{Providers: []topology.Provider{{Name: "a"}, {Name: "b"}},
		Regions: []topology.Region{{Name: "a/one", Zones: 3}, {Name: "b/one", Provider: 1, Zones: 1}}, Locations: []topology.Location{{Name: "north"}, {Name: "south"}}}
	assert.Equal(t, []id.Region{0, 1, id.NoRegion}, []id.Region{m.Region("a/one"), m.Region("b/one"), m.Region("one")})
	assert.Equal(t, []int{0, 1, -1}, []int{m.Provider("a"), m.Provider("b"), m.Provider("a/one")})
	assert.Equal(t, []id.Location{0, 1, -1}, []id.Location{m.Location("north"), m.Location("south"), m.Location("")})
	assert.Equal(t, []string{"a/one/2", "b/one/0"}, []string{m.ZoneName(0, 2), m.ZoneName(1, 0)}, "zones of different regions have different keys")
}
