package dns_test

import (
	"testing"
	"time"

	"failsim/models/dns"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

var check = policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 5 * time.Second, Unhealthy: 2, Healthy: 10}

func twoRegions() *topology.Map {
	return &topology.Map{Regions: []topology.Region{{Name: "a/one", Zones: 3}, {Name: "a/two", Zones: 1}}}
}

func TestAZoneIsAvoidedOnlyByThoseWhoAskedSinceItWasWithdrawn(t *testing.T) {
	var k sim.Kernel
	z := dns.NewZones(&k, sim.NewKey(1, 0), twoRegions(), check)
	lost := sim.Time(100e9)
	k.Run(lost)
	z.Changed(lost, 0, 1, false, false)
	k.Run(300e9)
	phase := time.Duration(sim.NewKey(1, 0).Named("a/one/1").Named("phase").Float64(0) * float64(check.Interval))
	withdrawn := check.VerdictAt(lost, phase, 0, false, true)
	for _, c := range []struct {
		says  string
		asked sim.Time
		want  [3]int // zones of the first address by u = 0, 1, 2
		// addresses is how many the answer has.
		addresses int
	}{
		{"before the loss", 50e9, [3]int{0, 1, 2}, 3},
		{"after the loss, before health checks know", withdrawn - 1, [3]int{0, 1, 2}, 3},
		{"after the withdrawal", withdrawn, [3]int{0, 2, 2}, 2},
		{"long after", 290e9, [3]int{0, 2, 2}, 2},
	} {
		for u, want := range c.want {
			assert.Len(t, reported(z, 0, c.asked, uint64(u)), c.addresses, "%s, u = %d", c.says, u)
			assert.Equal(t, want, first(z, 0, c.asked, uint64(u)), "%s, u = %d", c.says, u)
		}
		assert.Zero(t, first(z, 1, c.asked, 17), "the other region has one zone")
	}
	z.Changed(300e9, 0, 1, true, false)
	k.Run(1000e9)
	assert.Equal(t, 1, first(z, 0, 900e9, 1), "announced again after ten good probes")
}

// told are the zones of all addresses of a region that a resolver was told.
func reported(z *dns.Zones, region id.Region, asked sim.Time, u uint64) (zones []int) {
	for zone, ok := z.Pick(region, asked, u, 0); ok; zone, ok = z.Pick(region, asked, u, len(zones)) {
		zones = append(zones, int(zone))
	}
	return zones
}

func first(z *dns.Zones, region id.Region, asked sim.Time, u uint64) int {
	return reported(z, region, asked, u)[0]
}

func TestIfNoZoneIsWellAllAreAnswered(t *testing.T) {
	var k sim.Kernel
	z := dns.NewZones(&k, sim.NewKey(1, 0), twoRegions(), check)
	for zone := range id.Zone(3) {
		z.Changed(0, 0, zone, false, false)
	}
	k.Run(100e9)
	for u := range 3 {
		assert.Equal(t, u, first(z, 0, 99e9, uint64(u)))
		assert.Equal(t, (u+2)%3, reported(z, 0, 99e9, uint64(u))[2])
	}
}

func TestAddressesAreSpreadOverZones(t *testing.T) {
	var k sim.Kernel
	z := dns.NewZones(&k, sim.NewKey(1, 0), twoRegions(), check)
	key, counts := sim.NewKey(2, 0), [3]int{}
	for i := range uint64(3000) {
		counts[first(z, 0, 0, key.Uint64(i))]++
	}
	for _, n := range counts {
		assert.InDelta(t, 1000, n, 4*26)
	}
	assert.Zero(t, k.Fired())
}

func TestAZoneThatIsShiftedAwayIsWithdrawnWhateverChecksSay(t *testing.T) {
	var k sim.Kernel
	z := dns.NewZones(&k, sim.NewKey(1, 0), twoRegions(), check)
	k.Run(100e9)
	z.Shift(100e9, 0, 1, true)
	z.Changed(100e9, 0, 1, false, false)
	assert.Equal(t, 1, first(z, 0, 99e9, 1), "who asked before goes there")
	assert.Equal(t, 2, first(z, 0, 100e9, 1))
	k.Run(300e9)
	z.Shift(300e9, 0, 1, false)
	assert.Equal(t, 2, first(z, 0, 300e9, 1), "checks have found out meanwhile")
	z.Changed(300e9, 0, 1, true, false)
	k.Run(1000e9)
	assert.Equal(t, 1, first(z, 0, 1000e9, 1))
	assert.Equal(t, 2, first(z, 0, 250e9, 1), "what was answered then stays so")
}
