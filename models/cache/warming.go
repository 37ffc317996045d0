package cache

import (
	"time"

	"failsim/sim/portable"
)

// Warming is a share of hits that rises from time 0 on: To-(To-From)e^(-t/Over).
// Before time 0 it is To. It stands for a cache of which only that is known.
type Warming struct {
	From, To float64
	Over     time.Duration
}

// Hits returns the share at an instant counted from time 0.
func (w *Warming) Hits(t time.Duration) float64 {
	if t < 0 {
		return w.To
	}
	return w.To - float64((w.To-w.From)*portable.Exp(-float64(t)/float64(w.Over)))
}
