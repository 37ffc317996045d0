package study

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results/counted"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
)

// A region is lost for ten minutes of an hour, and all names go to the standby and
// back: two moves of each. Who is at the standby before the region is back is well
// served there; who is there later, until probes have noticed and answers have run
// out, was moved in vain: counted here from what became of requests alone.
func TestWhatIsMovedInVainIsWhatStaysAwayTooLong(t *testing.T) {
	lasts, began := 10*time.Minute, 5*time.Minute
	for _, c := range []struct{ design, strategy string }{{"standby", "dns-failover: {interval: 10s}"}, {"standby", "dns-failover: {interval: 10s, hold-down: 20m}"},
		{"standby", "dns-failover: {interval: 10s, floor: 50%}"}} {
		text, err := os.ReadFile("testdata/hazards.yaml")
		require.NoError(t, err)
		edited := strings.NewReplacer("lose-region: {region: a/east}", "lose-region: {region: a/east, for: 10m}", "dns-failover: {interval: 10s}", c.strategy,
			"overstay:", "# overstay:").Replace(string(text))
		s, err := scenario.Read("hazards.yaml", []byte(edited), strategies.All(), traces.Names()...)
		require.NoError(t, err)
		r := playCounted(t, steady(s), c.design, "loss")
		moved, late := 0, 0
		for _, o := range r.settled {
			if !o.FailedOver {
				continue
			}
			moved++
			if o.Arrived >= sim.Time(began+lasts) {
				late++
			}
		}
		n := float64(r.Requests.Settled())
		assert.InDelta(t, float64(moved)/n, r.Thrash.Moved, 3/n, "%s: all that is answered away from home", c.strategy)
		assert.LessOrEqual(t, r.Thrash.InVain, float64(late)/n, c.strategy)
		if strings.Contains(c.strategy, "floor") {
			// Half of the names may go; as the first come back others follow that still look sick.
			assert.Greater(t, r.Thrash.MovesPerDay, 24.0)
			assert.Less(t, r.Thrash.MovesPerDay, 48.0)
			continue
		}
		assert.InDelta(t, 48, r.Thrash.MovesPerDay, 1e-9, "%s: 2 in an hour", c.strategy)
		// By hand, at 40/s: home serves again once the first backend has passed two checks of the
		// LB; then three probes of 10 s from a phase of their own, 25 s in the mean, 5 s to
		// publish, half a TTL. Or a hold-down from the verdict on, which came 29 s after the
		// loss, and home serves again 11 s after its return.
		away := 25 + 5 + 30.0
		if strings.Contains(c.strategy, "hold-down") {
			away = 29 + 20*60 + 5 + 30 - lasts.Seconds() - 11
		}
		assert.InEpsilon(t, 40*away, r.Thrash.InVain*n, 0.05, "%s: requests", c.strategy)
	}
}

// playCounted makes a run of which every fact is kept, and its figures.
func playCounted(t *testing.T, w *Workload, design, incident string) *run {
	t.Helper()
	c := world.Choice{Design: designOf(w.Scenario, design), Seed: 1}
	for i := range w.Scenario.Incidents {
		if w.Scenario.Incidents[i].Name == incident {
			c.Incident = &w.Scenario.Incidents[i]
		}
	}
	l := w.Layout(c.Incident)
	l.ServedFrom = w.servedFrom(c.Design)
	sink := both{&counted.Tally{}, &tape{}}
	sink.Reset(l)
	in, closeInput, err := w.input(world.Root(c.Seed, c.Replication))
	require.NoError(t, err)
	made, err := world.New(w.Scenario, w.Fixed, c, in, sink)
	require.NoError(t, err)
	require.NoError(t, made.Run())
	require.NoError(t, closeInput())
	return &run{tape: sink.tape, Run: sink.Run(), layout: l, workload: w}
}
