package results

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/sim"
)

// stretch is some minutes of so many requests each, of which so many failed.
type stretch struct{ minutes, requests, failed int }

func courseOf(l Layout, stretches ...stretch) *course {
	l = l.Filled()
	settled, failed := make([]uint32, l.windows()), make([]uint32, l.windows())
	w := 0
	for _, s := range stretches {
		for range s.minutes {
			settled[w], failed[w] = uint32(s.requests), uint32(s.failed)
			w++
		}
	}
	return newCourse(l.Window, l.windows(), [][]uint32{settled}, [][]uint32{failed})
}

const never_ = -1.0 // minutes of what did not happen

func TestRecovery(t *testing.T) {
	// An hour with a fault at minute 10, an objective of 90 % (10 requests tell)
	// that must hold for 5 minutes.
	cases := map[string]struct {
		course   []stretch
		state    State
		harmed   float64 // minute of the run
		took     float64 // minutes since the onset
		finally  float64
		relapses int
	}{
		"a run without failures is never harmed": {
			[]stretch{{60, 20, 0}}, NeverHarmed, never_, 0, 0, 0},
		"failures within the objective are no harm": {
			[]stretch{{60, 20, 2}}, NeverHarmed, never_, 0, 0, 0},
		"failures before the fault are no harm of it": {
			[]stretch{{10, 20, 20}, {50, 20, 0}}, NeverHarmed, never_, 0, 0, 0},
		"an outage of ten minutes": {
			[]stretch{{15, 20, 0}, {10, 20, 20}, {35, 20, 0}}, Recovered, 15, 15, 15, 0},
		"a tail that the objective allows counts as recovered": {
			// Of the 100 requests of five minutes 23 are lost from minute 24 on, and 3 from minute 25 on.
			[]stretch{{15, 20, 0}, {10, 20, 20}, {1, 20, 3}, {34, 20, 0}}, Recovered, 15, 15, 15, 0},
		"an outage to the end is censored": {
			[]stretch{{15, 20, 0}, {45, 20, 20}}, Censored, 15, 50, 50, 0},
		"an end too near to hold is censored": {
			[]stretch{{15, 20, 0}, {42, 20, 20}, {3, 20, 0}}, Censored, 15, 50, 50, 0},
		"a relapse is told": {
			[]stretch{{15, 20, 0}, {5, 20, 20}, {20, 20, 0}, {5, 20, 20}, {15, 20, 0}}, Recovered, 15, 10, 35, 1},
		"a relapse to the end is told": {
			[]stretch{{15, 20, 0}, {5, 20, 20}, {20, 20, 0}, {20, 20, 20}}, Recovered, 15, 10, 50, 1},
		"windows too small to tell are joined": {
			// One request a minute: none tells alone, but the four of minutes 18 to 21 all failed, by chance once in
			// 10,000 times, and there are 67 stretches to look at. Of the ten from minute 21 on one failed, as allowed.
			[]stretch{{18, 1, 0}, {4, 1, 1}, {38, 1, 0}}, Recovered, 18, 11, 11, 0},
		"one failure more than allowed is chance": {
			[]stretch{{15, 20, 0}, {1, 20, 3}, {44, 20, 0}}, NeverHarmed, never_, 0, 0, 0},
		"what chance explains in a minute, it does not in fifty": {
			// 15 % of 1000 requests: 150 failures where 100 are allowed, with a standard deviation of 9.5.
			[]stretch{{10, 20, 0}, {50, 20, 3}}, Censored, 10, 50, 50, 0},
		"a night without requests recovers nobody": {
			[]stretch{{15, 20, 0}, {5, 20, 20}, {40, 0, 0}}, Censored, 15, 50, 50, 0},
		"what little traffic there is at the end may tell": {
			[]stretch{{15, 20, 0}, {5, 20, 20}, {39, 0, 0}, {1, 5, 0}}, Recovered, 15, 10, 10, 0},
		"a quiet time that ends in failures is no recovery": {
			[]stretch{{15, 20, 0}, {5, 20, 20}, {20, 0, 0}, {5, 20, 20}, {15, 20, 0}}, Recovered, 15, 35, 35, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l := oneHour().Filled()
			r := recoveryOf(courseOf(l, c.course...), &l, sim.Never)
			assert.Equal(t, c.state.String(), r.State.String())
			if c.harmed != never_ {
				assert.Equal(t, at(c.harmed), r.Harmed)
			}
			assert.Equal(t, c.took, r.Took.Minutes(), "took")
			assert.Equal(t, c.finally, r.Finally.Minutes(), "finally")
			assert.Equal(t, c.relapses, r.Relapses)
		})
	}
}

func TestARunWithoutFaultIsNeverHarmed(t *testing.T) {
	l := oneHour().Filled()
	l.Onset = math.MaxInt64
	c := courseOf(l, stretch{60, 20, 20})
	assert.Equal(t, NeverHarmed, recoveryOf(c, &l, sim.Never).State)
	assert.True(t, math.IsNaN(growthOf(c, &l).Mitigated))
}

func TestAnOnsetWithinAWindowCountsFromItself(t *testing.T) {
	l := oneHour().Filled()
	l.Onset = at(10.5)
	r := recoveryOf(courseOf(l, stretch{10, 20, 0}, stretch{10, 20, 20}, stretch{40, 20, 0}), &l, sim.Never)
	assert.Equal(t, l.Onset, r.Harmed)
	assert.Equal(t, 9*time.Minute+30*time.Second, r.Took)
}

func TestGrowthOfHarm(t *testing.T) {
	cases := map[string]struct {
		course              []stretch
		peak                float64
		mitigated, halfPeak float64 // minutes since the onset
	}{
		"no harm": {[]stretch{{60, 100, 0}}, 0, never_, never_},
		"a block of harm grows at once": {
			[]stretch{{20, 100, 0}, {10, 100, 50}, {30, 100, 0}}, 0.5, 11, 20},
		"a ramp grows to its top": {
			[]stretch{{20, 100, 0}, {5, 100, 20}, {5, 100, 50}, {5, 100, 90}, {5, 100, 40}, {20, 100, 0}}, 0.9, 21, 25},
		"a plateau is reached where it begins, though its highest point comes later": {
			[]stretch{{20, 100, 0}, {10, 100, 50}, {1, 100, 52}, {9, 100, 50}, {20, 100, 0}}, 0.52, 11, 30},
		"harm that comes back is not halved before": {
			[]stretch{{20, 100, 0}, {5, 100, 90}, {5, 100, 10}, {5, 100, 80}, {25, 100, 0}}, 0.9, 11, 25},
		"harm to the end is never halved": {
			[]stretch{{20, 100, 0}, {40, 100, 90}}, 0.9, 11, never_},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l := oneHour().Filled()
			g := growthOf(courseOf(l, c.course...), &l)
			assert.InDelta(t, c.peak, g.Peak, 1e-12)
			assertMinutes(t, c.mitigated, g.Mitigated)
			assertMinutes(t, c.halfPeak, g.HalfPeak)
		})
	}
}

func assertMinutes(t *testing.T, want, seconds float64) {
	t.Helper()
	if want == never_ {
		assert.True(t, math.IsNaN(seconds), "%v should be NaN", seconds)
		return
	}
	assert.InDelta(t, want, seconds/60, 1e-9)
}

func TestBlastRadius(t *testing.T) {
	l := oneHour().Filled()
	asked, lost := make([]uint32, 60), make([]uint32, 60)
	for m := range asked {
		asked[m] = 400
	}
	lost[5] = 400                // before the fault
	lost[20], lost[21] = 100, 40 // a quarter, a tenth
	b := blastOf([][]uint32{asked}, [][]uint32{lost}, &l)
	assert.InDelta(t, 0.25, b.Peak, 1e-12)
	assert.InDelta(t, 0.35, b.Minutes, 1e-12, "as long as everybody out for 21 seconds")
}

func TestBlastRadiusJoinsMinutesOfFewUsers(t *testing.T) {
	l := oneHour().Filled()
	asked, lost := make([]uint32, 60), make([]uint32, 60)
	for m := range asked {
		asked[m] = 40 // ten minutes tell
	}
	lost[12] = 40
	b := blastOf([][]uint32{asked}, [][]uint32{lost}, &l)
	assert.InDelta(t, 0.1, b.Peak, 1e-12)
	assert.InDelta(t, 1, b.Minutes, 1e-12)
}

// The mistake was to call every run censored, without a word, where the hold was
// longer than what was left of the run. The shortest outage that there is, one
// minute, must be seen to recover if and only if the layout says so.
func TestALayoutSaysWhetherARecoveryCanBeSeen(t *testing.T) {
	seen := 0
	for length := 3; length <= 12; length++ {
		for onset := range length {
			for hold := 1; hold <= 13; hold++ {
				l := Layout{Populations: []string{"p"}, Length: time.Duration(length) * time.Minute, Onset: sim.Time(time.Duration(onset) * time.Minute),
					Hold: time.Duration(hold) * time.Minute, Availability: 0.9}
				f := l.Filled()
				c := courseOf(l, stretch{onset, 20, 0}, stretch{1, 20, 20}, stretch{length - onset - 1, 20, 0})
				r := recoveryOf(c, &f, sim.Never)
				assert.Equal(t, r.State == Recovered, l.SeesRecovery(), "%d min, fault at %d, hold %d: %v", length, onset, hold, r.State)
				if l.SeesRecovery() {
					seen++
				}
			}
		}
	}
	assert.Positive(t, seen)
}
