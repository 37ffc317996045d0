package counted

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/sim"
)

func TestWhatChanceExplains(t *testing.T) {
	// All of three requests fail with 0.1^3, of three at least two with 3*0.01*0.9 + 0.001 = 0.028.
	assert.True(t, moreThanChance(3, 3, 0.1, 0.00101))
	assert.False(t, moreThanChance(3, 3, 0.1, 0.00099))
	assert.True(t, moreThanChance(3, 2, 0.1, 0.0281))
	assert.False(t, moreThanChance(3, 2, 0.1, 0.0279))
	assert.False(t, moreThanChance(1000, 100, 0.1, 0.9), "no more than allowed is never harm")
}

// Chernoff's bound spares most of the exact tails; it must not change one.
func TestTheShortcutChangesNoVerdict(t *testing.T) {
	for _, n := range []int64{1, 7, 60, 246, 2000} {
		for _, p := range []float64{0.0005, 0.01, 0.1} {
			for _, level := range []float64{0.01, 1e-5} {
				for k := int64(0); k <= min(n, 60); k++ {
					dist := distuv.Binomial{N: float64(n), P: p}
					exact := dist.Survival(float64(k) - 1)
					if math.Abs(exact-level) < 1e-9*level {
						continue
					}
					want := exact < level && float64(k) > float64(n)*p
					assert.Equal(t, want, moreThanChance(n, k, p, level), "%d of %d, p %v, level %v: %v", k, n, p, level, exact)
				}
			}
		}
	}
}

// streamOf draws a course of a day and two hours: so many requests a minute, of
// which each fails with probability p, drawn minute by minute by inversion.
func streamOf(l *Layout, perMinute int, p float64, key sim.Key) *course {
	failed, settled := make([]uint32, l.Windows()), make([]uint32, l.Windows())
	for w := range failed {
		settled[w] = uint32(perMinute)
		u, term := key.Float64(uint64(w)), math.Pow(1-p, float64(perMinute))
		for k := 0; u > term && k < perMinute; k++ {
			u -= term
			term *= float64(perMinute-k) / float64(k+1) * p / (1 - p)
			failed[w]++
		}
	}
	return newCourse(l.Window, l.Windows(), [][]uint32{settled}, [][]uint32{failed})
}

func longDay() Layout {
	return Layout{Populations: []string{"tv"}, Length: 26 * time.Hour, Onset: at(24), Availability: 0.9995}.Filled()
}

func harmedShare(runs int, l *Layout, perMinute int, p float64) float64 {
	harmed := 0
	for k := range runs {
		if len(harms(streamOf(l, perMinute, p, testKey.Named("stream").At(uint64(k))), l, l.onsetWindow())) > 0 {
			harmed++
		}
	}
	return float64(harmed) / float64(runs)
}

// A stream that fails exactly as often as the objective allows is called
// harmed in at most falseHarm of runs, whatever its size. Of 1000 runs more
// than 19 would say otherwise once in 200 times.
func TestAStreamThatJustMeetsItsObjectiveIsSeldomCalledHarmed(t *testing.T) {
	l := longDay()
	for _, perMinute := range []int{4, 246} {
		assert.LessOrEqual(t, harmedShare(1000, &l, perMinute, 1-l.Availability), falseHarm+0.009, "%d requests a minute", perMinute)
	}
}

func TestALossThatMattersIsSeen(t *testing.T) {
	l := longDay()
	assert.Equal(t, 1.0, harmedShare(100, &l, 246, 0.01), "1 %% of 246 requests a minute")
	assert.Equal(t, 1.0, harmedShare(100, &l, 24, 0.01), "of 24 requests a minute")
	assert.Greater(t, harmedShare(100, &l, 246, 0.001), 0.99, "twice what is allowed, over the day")
}

func TestAMinuteOfBlackoutIsHarmOfThatMinute(t *testing.T) {
	l := longDay()
	c := courseOf(l, stretch{600, 10, 0}, stretch{1, 10, 10}, stretch{959, 10, 0})
	assert.Equal(t, []Span{{600, 601}}, harms(c, &l, l.onsetWindow()))
	r := recoveryOf(c, &l, growthOf(c, &l).MitigatedIn, sim.Never)
	assert.Equal(t, at(600), r.Harmed)
	assert.Equal(t, 577*time.Minute, r.Took, "from the onset at minute 24 to minute 601")
}

func TestHarmIsToldInItsShortestStretch(t *testing.T) {
	l := oneHour().Filled()
	// Minutes 14 to 17 lose 3 of 20 each, which is chance; minute 30 loses all.
	c := courseOf(l, stretch{14, 20, 0}, stretch{4, 20, 3}, stretch{12, 20, 0}, stretch{1, 20, 20}, stretch{29, 20, 0})
	assert.Equal(t, []Span{{30, 31}}, harms(c, &l, l.onsetWindow()))
}
