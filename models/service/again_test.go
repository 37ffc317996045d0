package service_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/service"
	"failsim/sim"
)

// again pushes every 30 minutes, of which a push takes 10, and each third version is bad.
func (e *edge) again(until time.Duration) {
	for i := 0; time.Duration(i)*30*m < until; i++ {
		e.at(time.Duration(i)*30*m, func(now sim.Time) { e.c.PushAgain(now, service.Version{Fails: 0.6}, i%3 == 1) })
	}
}

// By hand: a bad version at 30 min is everywhere at 40, and the right one that follows at 60
// is at 70. People's roll-back at 45 lasts until the next bad one, at 120; a mended version,
// at 125, for good.
func TestVersionsThatAMachineMakesFollowEachOther(t *testing.T) {
	e := newEdge(1, service.Guards{}, 0)
	e.again(12 * time.Hour)
	assert.Zero(t, e.failsAt(29*m))
	assert.InDelta(t, 0.3, e.failsAt(35*m), 0.6/200)
	assert.InDelta(t, 0.6, e.failsAt(41*m), 1e-9)
	e.at(45*m, e.c.RollBack)
	assert.Zero(t, e.failsAt(56*m))
	assert.InDelta(t, 0.3, e.failsAt(125*m), 0.6/200)
	e.c.PushMended(sim.Time(125 * m))
	for at := 136 * m; at < 8*time.Hour; at += 11 * m {
		assert.Zero(t, e.failsAt(at), "what makes them is mended")
	}
}

// Frozen at 41 min it stays as it is, whatever is made meanwhile; the last of what has waited is
// what instances get at last. A roll-back meanwhile is not undone by what waits.
func TestAFreezeKeepsWhatIsThere(t *testing.T) {
	var lines []string
	e := newEdge(1, service.Guards{}, 0)
	e.c = service.NewConfiguration(&e.kernel, e.graph, sim.NewKey(1, 0), service.ConfigurationSpec{Name: "routes", Sites: []service.Site{{Service: 0, Instances: 200}}, Takes: 10 * m},
		func(_ sim.Time, line string, _ ...any) { lines = append(lines, line) })
	e.again(3 * time.Hour)
	e.at(41*m, func(now sim.Time) { e.c.Freeze(now, true) })
	assert.InDelta(t, 0.6, e.failsAt(100*m), 1e-9)
	e.c.RollBack(sim.Time(100 * m))
	assert.Zero(t, e.failsAt(129*m))
	before := len(lines)
	e.c.Freeze(sim.Time(129*m), false) // those of 60, 90 and 120 min have waited, the last is bad
	assert.Equal(t, before+2, len(lines), "that it ends, and one that goes out")
	assert.InDelta(t, 0.6, e.failsAt(140*m), 1e-9)
}

// Who is switched off does without what is pushed later too.
func TestAKillSwitchLastsUntilTheMendedVersion(t *testing.T) {
	e := newEdge(1, service.Guards{}, 0)
	e.again(4 * time.Hour)
	e.at(45*m, func(now sim.Time) { e.c.Kill(now, 0, 0.75) })
	assert.InDelta(t, 0.15, e.failsAt(46*m), 1e-9)
	assert.Zero(t, e.failsAt(75*m))
	assert.InDelta(t, 0.15, e.failsAt(135*m), 1e-9)
	e.c.PushMended(sim.Time(135 * m))
	assert.Zero(t, e.failsAt(220*m))
	e.at(221*m, func(now sim.Time) { e.c.Push(now, service.Version{Fails: 0.6}) })
	assert.InDelta(t, 0.6, e.failsAt(240*m), 1e-9, "they use it again")
}
