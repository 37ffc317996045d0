package queue

import (
	"math"
	"time"

	"failsim/models/file"
)

// Cache answers what it holds, and asks its origin for the rest.
type Cache struct {
	Name    string
	Station int // where hits are served
	Origin  Target
	Keeps   int // objects; the one not asked for the longest makes room
	Warms   *Warming
}

// Warming is a share of hits that rises from time 0 on: To-(To-From)e^(-t/Over).
// Before time 0 it is To.
type Warming struct {
	From, To float64
	Over     time.Duration
}

// hits returns the share at an instant counted from time 0.
func (w *Warming) hits(t time.Duration) float64 {
	if t < 0 {
		return w.To
	}
	return w.To - (w.To-w.From)*math.Exp(-float64(t)/float64(w.Over))
}

func warming(n file.Node) *Warming {
	m := n.Open("warms")
	defer m.Done()
	w := &Warming{From: file.Get(m, "from", file.ProbabilityOf, 0), To: file.Need(m, "to", file.ProbabilityOf),
		Over: file.Need(m, "over", file.PositiveDurationOf)}
	if n.Sound() && w.From > w.To {
		m.RefuseAt("from", "a cache warms up: its hits begin below %s", file.FormatShare(w.To))
	}
	return w
}
