package service_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/id"
	"failsim/models/service"
	"failsim/sim"
)

// edge is a service of 200 places, whose configuration a push reaches in 10 minutes.
type edge struct {
	*plant
	c *service.Configuration
}

func newEdge(seed uint64, guards service.Guards, changes float64) *edge {
	e := &edge{plant: newPlant(of("edge"))}
	e.c = service.NewConfiguration(&e.kernel, e.graph, sim.NewKey(seed, 0), service.ConfigurationSpec{Name: "routes",
		Sites: []service.Site{{Service: 0, Instances: 200}}, Takes: 10 * m, Changes: changes, Guards: guards}, nil)
	return e
}

func (e *edge) push(at time.Duration, v service.Version) {
	e.at(at, func(now sim.Time) { e.c.Push(now, v) })
}

// failsAt runs on and returns what the service fails at an instant.
func (e *edge) failsAt(d time.Duration) float64 {
	e.kernel.Run(sim.Time(d))
	return e.graph.State(0).Errors()
}

// The oracle: a push reaches places at a steady speed, so a wave from share a to share
// b lasts b - a of the push, and stands still while it is watched.
func TestTheShareServedByABadVersionUnderWaves(t *testing.T) {
	e := newEdge(1, service.Guards{Waves: []service.Wave{{To: -1, Share: 0.05, Bake: 30 * m}, {To: -1, Share: 0.25, Bake: time.Hour}}}, 0)
	e.push(m, service.Version{Fails: 0.8})
	served := func(d time.Duration) float64 { // by hand
		x := (d - m).Minutes()
		switch {
		case x < 0.5:
			return x / 10
		case x < 30.5:
			return 0.05
		case x < 32.5:
			return 0.05 + (x-30.5)/10
		case x < 92.5:
			return 0.25
		}
		return min(1, 0.25+(x-92.5)/10)
	}
	for _, d := range []time.Duration{m, m + 15*time.Second, 20 * m, 31*m + 31*time.Second, 32 * m, 33 * m, 80 * m, 93*m + 31*time.Second, 95 * m, 2 * time.Hour} {
		assert.InDelta(t, 0.8*served(d), e.failsAt(d), 0.8/200+1e-9, "after %v", d)
	}
}

// A canary of n requests of which a share p fails catches it unless all are good:
// 1 - (1-p)^n. More than one bad one needs the binomial, here summed term by term.
func TestWhatACanaryCatches(t *testing.T) {
	for _, p := range []float64{0, 0.001, 0.01, 0.3, 1} {
		for _, n := range []int{1, 20, 1000} {
			assert.InDelta(t, 1-math.Pow(1-p, float64(n)), service.Verdict{Requests: n, Alarm: 1}.Catches(p), 1e-12)
		}
	}
	below, term := 0.0, math.Pow(0.98, 200) // of 0 to 4 among 200 at 2 %
	for k := range 5 {
		below += term
		term *= float64(200-k) / float64(k+1) * 0.02 / 0.98
	}
	assert.InDelta(t, (1-below)*0.75, service.Verdict{Requests: 200, Alarm: 5, Lost: 0.25}.Catches(0.02), 1e-12)
	assert.Zero(t, service.Verdict{}.Catches(1), "nobody looks")
}

// The verdicts that are drawn agree with their probability, over many worlds.
func TestVerdictsAreDrawnAsOften(t *testing.T) {
	const worlds = 2000
	v := service.Verdict{Requests: 60, Alarm: 1, Lost: 0.1}
	caught := 0
	for w := range uint64(worlds) {
		e := newEdge(w, service.Guards{Waves: []service.Wave{{To: -1, Share: 0.1, Bake: m}}, Verdict: v}, 0)
		e.push(0, service.Version{Fails: 0.02})
		if e.kernel.Run(sim.Time(time.Hour)); e.c.Holding() < 0.11 {
			caught++
		}
	}
	p := 0.9 * (1 - math.Pow(0.98, 60))
	assert.InDelta(t, p, float64(caught)/worlds, 3.3*math.Sqrt(p*(1-p)/worlds))
}

// What places changed since an older version is gone with it, and rows change as a
// Poisson process: 1 - exp(-rate x age) of them.
func TestARevertTakesWhatChangedSince(t *testing.T) {
	const rate, age = 1.0 / 86400, 48 * time.Hour
	e := newEdge(1, service.Guards{}, rate)
	e.push(0, service.Version{Older: age, Fails: 0.25})
	gone := 1 - math.Exp(-rate*age.Seconds())
	assert.InDelta(t, gone+0.25*(1-gone), e.failsAt(20*m), 1.0/200)
	e.c.RollBack(sim.Time(20 * m))
	assert.Zero(t, e.failsAt(40*m))

	guarded := newEdge(1, service.Guards{RefusesOlder: true}, rate)
	guarded.push(0, service.Version{Older: age, Fails: 0.25})
	assert.Zero(t, guarded.failsAt(20*m), "places refuse what is older than theirs")
}

func TestAMissingRowIsNothingToWhoKeepsWhatItHas(t *testing.T) {
	e, keeps := newEdge(1, service.Guards{}, 0), newEdge(1, service.Guards{Keeps: true}, 0)
	for _, e := range []*edge{e, keeps} {
		e.push(0, service.Version{Missing: true})
	}
	assert.InDelta(t, 1, e.failsAt(20*m), 1e-9)
	assert.Zero(t, keeps.failsAt(20*m))
}

// By hand: half of 80 % fails after 6.25 min of the push; two minutes later it goes
// back, and places follow at the speed of that, in the same order.
func TestAnAlarmRollsBack(t *testing.T) {
	e := newEdge(1, service.Guards{Back: service.Back{Alarm: 0.5, For: 2 * m, Takes: 4 * m}}, 0)
	e.push(0, service.Version{Fails: 0.8})
	assert.InDelta(t, 0.8*0.825, e.failsAt(8*m+15*time.Second), 0.8/200+1e-9)
	assert.InDelta(t, 0.8*(0.825-0.5), e.failsAt(10*m+15*time.Second), 0.8/100+1e-9)
	assert.Zero(t, e.failsAt(13*m))
}

// A version that fails only once it is trusted has become the last good one.
func TestALastGoodThatIsPoisoned(t *testing.T) {
	for _, c := range []struct {
		says          string
		begins, trust time.Duration
		left          float64
	}{
		{"it fails before it is trusted", 2 * m, 30 * m, 0},
		{"it is trusted before it fails", 30 * m, 2 * m, 0.8},
		{"what was before is kept for good", 30 * m, 0, 0},
	} {
		e := newEdge(1, service.Guards{Back: service.Back{Alarm: 0.4, For: m, Takes: m, Trusts: c.trust}}, 0)
		e.push(0, service.Version{Fails: 0.8, Begins: c.begins})
		assert.InDelta(t, c.left, e.failsAt(3*time.Hour), 1e-9, c.says)
		e.c.PushMended(sim.Time(3 * time.Hour))
		assert.Zero(t, e.failsAt(4*time.Hour), "a mended version helps, %s", c.says)
	}
}

// A canary is blind to what fails only after it has been watched.
func TestACanaryIsBlindToWhatComesLater(t *testing.T) {
	guards := service.Guards{Waves: []service.Wave{{To: -1, Share: 0.01, Bake: 10 * m}}, Verdict: service.Verdict{Requests: 1000, Alarm: 1}}
	for begins, holds := range map[time.Duration]float64{9 * m: 0.01, 15 * m: 1} {
		e := newEdge(1, guards, 0)
		e.push(0, service.Version{Fails: 1, Begins: begins})
		e.failsAt(2 * time.Hour)
		assert.InDelta(t, holds, e.c.Holding(), 1e-9, "it begins after %v", begins)
	}
}

func TestAFreezeStopsAPushAndHasOthersWait(t *testing.T) {
	e := newEdge(1, service.Guards{}, 0)
	e.push(0, service.Version{Fails: 1})
	e.at(5*m+time.Second, func(now sim.Time) { e.c.Freeze(now, true) })
	e.push(10*m, service.Version{Fails: 0.5})
	assert.InDelta(t, 0.5, e.failsAt(time.Hour), 1e-9)
	e.c.Freeze(sim.Time(time.Hour), false)
	assert.InDelta(t, 0.5, e.failsAt(2*time.Hour), 1e-9, "the push that waited is everywhere, and the first one nowhere")
	assert.InDelta(t, 1, e.c.Holding(), 1e-9)
}

// A kill switch goes out like anything else, and does not reach all.
func TestAKillSwitchIsARollOut(t *testing.T) {
	e := newEdge(1, service.Guards{}, 0)
	e.push(0, service.Version{Fails: 1})
	e.at(20*m, func(now sim.Time) { e.c.Kill(now, 2*m, 0.9) })
	assert.InDelta(t, 0.5, e.failsAt(21*m), 1.0/200+1e-9)
	assert.InDelta(t, 0.1, e.failsAt(30*m), 1e-9)
}

// A wave may be a service: the others are spared while it is watched.
func TestAWaveMayBeAService(t *testing.T) {
	p := newPlant(of("east"), of("west"))
	c := service.NewConfiguration(&p.kernel, p.graph, sim.NewKey(1, 0), service.ConfigurationSpec{Sites: []service.Site{{Service: 0, Instances: 10}, {Service: 1, Instances: 30}},
		Takes: 4 * m, Guards: service.Guards{Waves: []service.Wave{{To: 1, Bake: time.Hour}}}}, nil)
	c.Push(0, service.Version{Fails: 1})
	p.kernel.Run(sim.Time(time.Hour))
	assert.Zero(t, p.graph.State(0).Errors())
	assert.InDelta(t, 1, p.graph.State(1).Errors(), 1e-9)
	p.run()
	assert.InDelta(t, 1, p.graph.State(id.Service(0)).Errors(), 1e-9)
}

// Where a site's places are told one by one, its service is told nothing.
func TestPlacesOfTheirOwn(t *testing.T) {
	p := newPlant(of("lbs"))
	reported := map[int]service.Ail{}
	c := service.NewConfiguration(&p.kernel, p.graph, sim.NewKey(1, 0), service.ConfigurationSpec{Changes: 1.0 / 3600,
		Sites: []service.Site{{Service: 0, Instances: 4, Each: func(_ sim.Time, place int, from, to service.Ail) {
			assert.Equal(t, reported[place], from)
			reported[place] = to
		}}}}, nil)
	c.Push(0, service.Version{Older: time.Hour, Fails: 0.25, After: time.Second})
	p.run()
	wholly := 0
	for _, is := range reported {
		if is.Errors == 1 {
			wholly++
		} else {
			assert.Equal(t, service.Ail{Errors: 0.25, Slow: 1, After: time.Second}, is)
		}
	}
	assert.Equal(t, 3, wholly, "of four places 63 %% changed in the last hour: ages are at 1/8, 3/8, 5/8 and 7/8 of the law")
	assert.Empty(t, p.log)
}
