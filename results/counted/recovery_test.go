package counted

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
	settled, failed := make([]uint32, l.Windows()), make([]uint32, l.Windows())
	w := 0
	for _, s := range stretches {
		for range s.minutes {
			settled[w], failed[w] = uint32(s.requests), uint32(s.failed)
			w++
		}
	}
	return newCourse(l.Window, l.Windows(), [][]uint32{settled}, [][]uint32{failed})
}

// recoverOn judges a course whose trigger is there to the end.
func recoverOn(l *Layout, stretches ...stretch) Recovery {
	c := courseOf(*l, stretches...)
	return recoveryOf(c, l, growthOf(c, l).MitigatedIn, sim.Never)
}

const (
	never_ = -1.0 // minutes of what did not happen
	inf_   = -2.0 // and of what the run did not see
)

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
		"what comes before the peak is no recovery": {
			[]stretch{{15, 20, 0}, {5, 20, 10}, {20, 20, 0}, {5, 20, 20}, {15, 20, 0}}, Recovered, 15, 35, 35, 0},
		"a peak without an end is censored, though lesser harm before it had ended": {
			[]stretch{{15, 20, 0}, {5, 20, 10}, {20, 20, 0}, {20, 20, 20}}, Censored, 15, 50, 50, 0},
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
			r := recoverOn(&l, c.course...)
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
	assert.Equal(t, NeverHarmed, recoverOn(&l, stretch{60, 20, 20}).State)
	assert.True(t, math.IsNaN(growthOf(courseOf(l, stretch{60, 20, 20}), &l).Mitigated))
}

func TestAnOnsetWithinAWindowCountsFromItself(t *testing.T) {
	l := oneHour().Filled()
	l.Onset = at(10.5)
	r := recoverOn(&l, stretch{10, 20, 0}, stretch{10, 20, 20}, stretch{40, 20, 0})
	assert.Equal(t, l.Onset, r.Harmed)
	assert.Equal(t, 9*time.Minute+30*time.Second, r.Took)
}

// An hour with a fault at minute 10, an objective of 90 % and a hold of 5
// minutes. Harm is mitigated when five minutes in a row lose at most a tenth of
// the peak, or the 10 % that are allowed where that is more.
func TestGrowthOfHarm(t *testing.T) {
	cases := map[string]struct {
		course                      []stretch
		peak                        float64
		peakAt, mitigated, halfPeak float64 // minutes since the onset
	}{
		"no harm": {[]stretch{{60, 100, 0}}, 0, never_, never_, never_},
		"an overload of eleven minutes is mitigated after eleven minutes": {
			[]stretch{{10, 100, 0}, {11, 100, 100}, {39, 100, 0}}, 1, 0, 11, 9}, // of minutes 19 to 23 two are lost, less than half
		"a ramp: its worst five minutes are the peak": {
			[]stretch{{20, 100, 0}, {5, 100, 20}, {5, 100, 50}, {5, 100, 90}, {5, 100, 40}, {20, 100, 0}}, 0.9, 20, 29, 25},
		"an outage of a minute is a fifth of the worst five": {
			[]stretch{{30, 100, 0}, {1, 100, 100}, {29, 100, 0}}, 0.2, 20, 21, 21},
		"harm that stays at more than a tenth is not mitigated": {
			[]stretch{{20, 100, 0}, {5, 100, 90}, {35, 100, 12}}, 0.9, 10, inf_, 13}, // 43 % of minutes 23 to 27
		"harm that stays at a tenth is mitigated": {
			[]stretch{{20, 100, 0}, {5, 100, 100}, {35, 100, 10}}, 1, 10, 15, 13},
		"harm that comes back within the hold is not mitigated before": {
			[]stretch{{20, 100, 0}, {5, 100, 100}, {4, 100, 0}, {5, 100, 90}, {26, 100, 0}}, 1, 10, 24, 13},
		"harm that comes back after the hold was mitigated before": {
			[]stretch{{20, 100, 0}, {5, 100, 100}, {5, 100, 0}, {5, 100, 90}, {25, 100, 0}}, 1, 10, 15, 13},
		"harm to the end is never mitigated": {
			[]stretch{{20, 100, 0}, {40, 100, 90}}, 0.9, 10, inf_, inf_},
		"an end too near to see the hold": {
			[]stretch{{20, 100, 0}, {36, 100, 90}, {4, 100, 0}}, 0.9, 10, inf_, 44}, // 36 % of minutes 54 to 58
		"a step too small to tell is joined to the next": {
			// A request a minute: ten tell. All ten from minute 20 on fail.
			[]stretch{{20, 1, 0}, {10, 1, 1}, {30, 1, 0}}, 1, 10, 19, 18}, // for half, two requests tell
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l := oneHour().Filled()
			g := growthOf(courseOf(l, c.course...), &l)
			assert.InDelta(t, c.peak, g.Peak, 1e-12)
			assertMinutes(t, c.peakAt, g.PeakAt)
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
	if want == inf_ {
		assert.True(t, math.IsInf(seconds, 1), "%v should be later than the run", seconds)
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
				r := recoveryOf(c, &f, growthOf(c, &f).MitigatedIn, sim.Never)
				assert.Equal(t, r.State == Recovered, l.SeesRecovery(), "%d min, fault at %d, hold %d: %v", length, onset, hold, r.State)
				if l.SeesRecovery() {
					seen++
				}
			}
		}
	}
	assert.Positive(t, seen)
}
