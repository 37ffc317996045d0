package balancer

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/id"
)

// A part in a zone was counted over the whole pool, so that the first of every three
// was none in two zones of three.
func TestAPartOfAZoneIsCountedInTheZone(t *testing.T) {
	for _, c := range []struct {
		part Part
		hit  []int
	}{
		{Part{Zone: id.AnyZone, First: 1, Of: 3}, []int{0, 3, 6}},
		{Part{Zone: id.AnyZone, First: 2, Of: 4}, []int{0, 1, 4, 5, 8}},
		{Part{Zone: 0, First: 1, Of: 3}, []int{0}},
		{Part{Zone: 1, First: 1, Of: 3}, []int{1}},
		{Part{Zone: 2, First: 2, Of: 3}, []int{2, 5}},
		{Part{Zone: 2, First: 1, Of: 2}, []int{2, 8}},
		{Part{Zone: 1}, []int{1, 4, 7}},
	} {
		d := &DataPlane{pools: []*pool{{backends: make([]backend, 9)}}} // three in each of three zones
		for i := range d.pools[0].backends {
			d.pools[0].backends[i].zone = id.Zone(i % 3)
		}
		d.eachOf(0, c.part, func(b *backend) { b.out = true })
		var hit []int
		for i, b := range d.pools[0].backends {
			if b.out {
				hit = append(hit, i)
			}
		}
		assert.Equal(t, c.hit, hit, "%+v", c.part)
	}
}
