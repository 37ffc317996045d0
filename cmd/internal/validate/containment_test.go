package validate

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/control"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/store"
	"failsim/sim"
)

// The control plane of 24 December 2012, whose workflows were switched off after 278
// minutes, when 6.8 % of LBs were damaged. A cap of 20 an
// hour lets one through each 3 minutes, once the next comes that would be hit: one in 10.5 s.
func TestWhatWouldHaveContained2012(t *testing.T) {
	const fleet, minutes = 20_000, 278.0
	touches := -math.Log(1-0.068/0.25) / minutes * 60 // an hour, of each: a quarter of the records was lost, and 6.8 % of LBs hit
	for _, c := range []struct {
		says    string
		healing policy.Healing
		share   float64
		within  float64
	}{
		{"as it happened", strategy("overwrite", nil).(policy.Healing), 0.068, 0.006},
		{"a cap of 0.1 % an hour: half a percent", strategy("blast-radius", policy.Values{"share": {Number: 0.001}, "burst": {Number: 1}}).(policy.Healing), minutes / (3 + 1/(fleet*0.25*touches/60)) / fleet, 0.0001},
		{"nothing is written on missing state", strategy("fail-static", policy.Values{"horizon": {Duration: 24 * time.Hour}, "pace": {Number: 20}}).(policy.Healing), 0, 0},
		{"what registers again has no hole for long", strategy("soft-state", policy.Values{"heartbeat": {Duration: 30 * time.Second}, "pace": {Number: 50}}).(policy.Healing), 0, 0},
	} {
		var k sim.Kernel
		l := &ledger{}
		spec := control.Spec{TouchesPerHour: touches, Workers: 1000, Work: distribution.Constant(0), Alarm: time.Minute}
		l.plane = control.New(&k, sim.NewKey(1, 0), spec, 0, store.New(fleet, time.Hour, 24*time.Hour), nil, nil, []policy.Healing{c.healing}, l, l)
		l.plane.Delete(0, sim.NewKey(1, 0).Named("deletion"), 0.25)
		k.Run(sim.Time(minutes * float64(time.Minute)))
		assert.InDelta(t, c.share, float64(l.plane.Misconfigured())/fleet, c.within, c.says)
	}
}
