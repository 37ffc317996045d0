package theory

import (
	"math"

	"failsim/sim/portable"
)

// Transient is a birth-death chain on 0..n whose rates change at times:
// Kolmogorov's forward equations by uniformisation (Jensen 1953).
type Transient struct {
	distribution []float64
}

// NewTransient starts in a distribution.
func NewTransient(dist []float64) *Transient { return &Transient{append([]float64(nil), dist...)} }

// Distribution returns the distribution now.
func (t *Transient) Distribution() []float64 { return t.distribution }

// Advance moves on by a span with the given rates. Spans are cut so that no
// Poisson weight underflows.
func (t *Transient) Advance(span float64, up, down func(int) float64) {
	n := len(t.distribution) - 1
	fastest := 0.0
	for k := range n + 1 {
		fastest = max(fastest, up(k)+down(k))
	}
	pieces := max(1, math.Ceil(span*fastest/400))
	for range int(pieces) {
		t.piece(span/pieces*fastest, fastest, up, down)
	}
}

func (t *Transient) piece(mean, fastest float64, up, down func(int) float64) {
	now, next := append([]float64(nil), t.distribution...), make([]float64, len(t.distribution))
	sum := make([]float64, len(t.distribution))
	weight, seen := portable.Exp(-mean), 0.0
	for step := 0; ; step++ {
		for k := range sum {
			sum[k] += float64(weight * now[k])
		}
		seen += weight
		if float64(step) > mean && 1-seen < 1e-15 || float64(step) > float64(2*mean)+200 {
			break
		}
		for k := range now {
			stay := 1 - (up(k)+down(k))/fastest
			if k == len(now)-1 {
				stay += up(k) / fastest // truncated: no state above it
			}
			x := float64(now[k] * stay)
			if k > 0 {
				x += now[k-1] * up(k-1) / fastest
			}
			if k < len(now)-1 {
				x += now[k+1] * down(k+1) / fastest
			}
			next[k] = x
		}
		now, next = next, now
		weight *= mean / float64(step+1)
	}
	t.distribution = sum
}
