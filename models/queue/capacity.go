package queue

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

// Closure is a span in which a station admits nothing: a new request is refused,
// who is inside is served.
type Closure struct{ From, For time.Duration }

func closure(n file.Node) Closure {
	m := n.Open("span in which the station is down")
	defer m.Done()
	return Closure{file.Need(m, "at", file.OffsetOf), file.Need(m, "for", file.PositiveDurationOf)}
}

// Scaling watches how busy servers are and changes their number.
type Scaling struct {
	Target      float64 // share of servers that should be busy
	Every       time.Duration
	Delay       time.Duration // from the decision until more servers are there; fewer are at once
	Least, Most int
}

func scaling(n file.Node) *Scaling {
	m := n.Open("scales")
	defer m.Done()
	s := &Scaling{
		Target: file.Need(m, "target", file.That(file.ProbabilityOf, "above 0%", func(x float64) bool { return x > 0 })),
		Every:  file.Need(m, "every", file.PositiveDurationOf),
		Delay:  file.Get(m, "delay", file.DurationOf, 0),
		Least:  file.Get(m, "least", file.PositiveCountOf, 1),
		Most:   file.Need(m, "most", file.That(file.PositiveCountOf, "at most 1000000", atMost(mostServers))),
	}
	if n.Sound() && s.Least > s.Most {
		m.RefuseAt("least", "there cannot be at least %d servers and at most %d", s.Least, s.Most)
	}
	return s
}

// Breakage takes servers down one by one, and mends them.
type Breakage struct {
	Up, Down distribution.Distribution
	People   int // who mend, one server at a time each
}

func breakage(n file.Node) *Breakage {
	m := n.Open("breaks")
	defer m.Done()
	return &Breakage{Up: file.Need(m, "up", distribution.PositiveOf), Down: file.Need(m, "down", distribution.PositiveOf),
		People: file.Get(m, "people", unlimitedOr(file.PositiveCountOf), Unlimited)}
}

// Change sets a station's number of servers at a time.
type Change struct {
	At      time.Duration
	Servers int
}

func readChange(n file.Node) Change {
	m := n.Open("change")
	defer m.Done()
	return Change{
		At:      file.Need(m, "at", file.OffsetOf),
		Servers: file.Need(m, "servers", file.That(file.CountOf, "at most 1000000", atMost(mostServers))),
	}
}
