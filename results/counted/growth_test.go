package counted

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// minute is what the definitions are read on here: requests and failures, one
// by one, without running totals or joined steps.
type minute struct{ asked, failed int }

// lostShare returns the share of failures of some minutes.
func lostShare(m []minute) float64 {
	asked, failed := 0, 0
	for _, x := range m {
		asked, failed = asked+x.asked, failed+x.failed
	}
	return float64(failed) / float64(asked)
}

// Over random courses of 300 minutes, busy enough that five minutes always
// tell, the figures are what the definitions say when each instant is tried.
func TestPeakMitigationAndRecoveryAreWhatTheirDefinitionsSay(t *testing.T) {
	l := Layout{Populations: []string{"tv"}, Length: 300 * time.Minute, Onset: at(30), Availability: 0.99, Hold: 15 * time.Minute}.Filled()
	recovered, censored := 0, 0
	for seed := range uint64(400) {
		dice := rand.New(rand.NewPCG(seed, 1))
		course := make([]minute, 300)
		level := 0.0
		for m := range course {
			if m >= 30 && dice.IntN(12) == 0 { // outages begin, change and end
				level = []float64{0, 0, 0, 0.02, 0.3, 0.9, 1}[dice.IntN(7)]
			}
			course[m] = minute{asked: 200, failed: int(200 * level)}
		}
		var stretches []stretch
		for _, m := range course {
			stretches = append(stretches, stretch{1, m.asked, m.failed})
		}
		c := courseOf(l, stretches...)
		g := growthOf(c, &l)
		r := recoveryOf(c, &l, g.MitigatedIn, math.MaxInt64)

		peak := 0.0
		for m := 30; m+5 <= 300; m++ {
			peak = max(peak, lostShare(course[m:m+5]))
		}
		assert.InDelta(t, peak, g.Peak, 1e-12)
		if peak == 0 {
			continue
		}
		allowed := max(0.1*peak, 0.01) + 1e-9
		from := 30 + int(g.PeakAt/60)
		assert.InDelta(t, peak, worstOfFive(course, from), 1e-12, "the peak holds %d", from)
		stays := func(m int) bool {
			for k := m; k+5 <= m+15; k++ {
				if lostShare(course[k:k+5]) > allowed {
					return false
				}
			}
			return true
		}
		mitigated := math.Inf(1)
		for m := from; m+15 <= 300; m++ {
			if stays(m) {
				mitigated = float64(m-30) * 60
				break
			}
		}
		assert.Equal(t, mitigated, g.Mitigated, "seed %d", seed)
		if r.State == NeverHarmed {
			continue
		}
		took := math.Inf(1)
		for m := max(30+mitigated/60, r.Harmed.Seconds()/60+1); m+15 <= 300; m++ {
			if lostShare(course[int(m):int(m)+15]) <= 0.01+1e-9 {
				took = (m - 30) * 60
				break
			}
		}
		if r.State == Censored {
			censored++
			assert.True(t, math.IsInf(took, 1), "seed %d", seed)
			continue
		}
		recovered++
		assert.Equal(t, took, r.Took.Seconds(), "seed %d", seed)
		assert.LessOrEqual(t, g.Mitigated, r.Took.Seconds())
	}
	assert.Greater(t, recovered, 100, "enough of them recover")
	assert.Greater(t, censored, 20, "and some do not")
}

// worstOfFive returns the largest share of five minutes that hold a minute.
func worstOfFive(course []minute, m int) float64 {
	worst := 0.0
	for first := max(30, m-4); first <= m && first+5 <= len(course); first++ {
		worst = max(worst, lostShare(course[first:first+5]))
	}
	return worst
}
