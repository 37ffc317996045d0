package scenario

import (
	"time"

	"failsim/models/file"
)

// Condition is so when a service has failed at least a share of its requests for a
// while without a break.
type Condition struct {
	Service string
	Share   float64
	For     time.Duration
}

// condition reads one: {service: X, down-for: 10m}.
func (r *reader) condition(n file.Node) *Condition {
	m := n.Open("condition")
	defer m.Done()
	return r.conditionOf(m)
}

func (r *reader) conditionOf(m *file.Mapping) *Condition {
	return &Condition{
		Service: file.Need(m, "service", r.services.Reference, "the service, by name"),
		Share:   file.Get(m, "share", file.PositiveShareOf, 1, "the share of its requests that fail", "all"),
		For:     file.Need(m, "down-for", file.DurationOf, "for how long without a break"),
	}
}
