package balancer_test

import (
	"testing"

	"failsim/models/id"
	"failsim/models/policy"

	"github.com/stretchr/testify/assert"
)

// nosy is a filter that keeps what it is shown.
type nosy struct{ seen []policy.Targets }

func (n *nosy) Filter(t *policy.Targets) { n.seen = append(n.seen, *t) }
func (*nosy) MindsZones()                {}

func TestAnLBKnowsItsPlaceAndItsBackendsZones(t *testing.T) {
	n := &nosy{}
	r := newRig(nil, inTurn{}, n)
	r.send(0, 2, 1)
	r.send(2, 1, 2)
	r.send(1, 0, 3)
	assert.Equal(t, []id.Zone{0, 1, 2}, n.seen[0].Zones)
	assert.Equal(t, []id.Zone{2, 1, 0}, []id.Zone{n.seen[0].Zone, n.seen[1].Zone, n.seen[2].Zone})
	assert.Equal(t, [][2]int{{0, 2}, {1, 2}, {0, 1}}, [][2]int{{n.seen[0].Number, n.seen[0].LBs}, {n.seen[1].Number, n.seen[1].LBs}, {n.seen[2].Number, n.seen[2].LBs}},
		"LBs 0 and 2 share a pool")
	assert.True(t, r.plane.ZonesLost(), "whoever asks must say in which zone")
	there := n.seen[0].Asks
	assert.Equal(t, 2, there.Outstanding(0, 0)+there.Outstanding(0, 1)+there.Outstanding(0, 2), "a backend tells of the requests of all LBs")
	assert.Zero(t, there.Outstanding(seconds(60), 0))
	assert.False(t, newRig(nil, inTurn{}).plane.ZonesLost())
}
