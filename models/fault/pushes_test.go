package fault

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/sim"
)

// pushed counts what goes out.
type pushed struct{ all, bad, lateBad, late int }

func (p *pushed) PushAgain(now sim.Time, _ string, _ Version, bad bool) {
	p.all++
	late := now >= sim.Time(2*time.Hour)
	if late {
		p.late++
	}
	if bad {
		p.bad++
		if late {
			p.lateBad++
		}
	}
}

// Every 5 minutes for 4 hours are 48 versions. Odds that rise from 0 to 1 over the first two
// hours make the nth of them bad with n/24, half of them on average, and all later ones.
func TestEverySoOftenAVersionGoesOut(t *testing.T) {
	bad, runs := 0, 400
	for run := range runs {
		var kernel sim.Kernel
		p := &pushed{}
		f := &Pushes{Kernel: &kernel, Where: p, Key: sim.NewKey(1, run), Every: 5 * time.Minute, Bad: Odds{To: 1, Over: 2 * time.Hour}}
		f.Begin(0)
		kernel.Run(sim.Time(4*time.Hour - 1))
		assert.Equal(t, 48, p.all)
		assert.Equal(t, 24, p.late)
		assert.Equal(t, 24, p.lateBad)
		bad += p.bad - p.lateBad
		f.End(kernel.Now())
		kernel.Run(sim.Time(9 * time.Hour))
		assert.Equal(t, 48, p.all, "no more")
	}
	// The sum of n/24 for n below 24 is 11.5; its variance is the sum of p(1-p).
	variance := 0.0
	for n := range 24 {
		p := float64(n) / 24
		variance += p * (1 - p)
	}
	assert.InDelta(t, 11.5, float64(bad)/float64(runs), 4*math.Sqrt(variance/float64(runs)))
}
