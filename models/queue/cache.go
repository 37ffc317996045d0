package queue

import (
	"time"

	held "failsim/models/cache"
	"failsim/models/file"
)

// Cache answers what it holds, and asks its origin for the rest.
type Cache struct {
	Name    string
	Station int // where hits are served
	Origin  Target
	Keeps   int           // objects; the one not asked for the longest makes room
	Fresh   time.Duration // how long after the origin has answered; 0: for ever
	Warms   *Warming
}

// Warming is a share of hits that rises.
type Warming = held.Warming

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
