package validate

import (
	"strings"

	"failsim/cmd/internal/validate/oracle"
)

// own is the kind of a case that brings a queueing or component file of its own,
// whatever it calls itself: nothing computes it, and its file says how long it
// runs.
func own(c *oracle.Case) Kind {
	return Kind{Name: c.Kind, Own: true, System: func(c *oracle.Case, _ int) System {
		s := System{File: string(c.Content), Name: c.File, Figures: map[string]Figure{}}
		for _, metric := range c.Metrics() {
			of, ok := c.Figures[metric]
			if !ok {
				of = metric
			}
			at := strings.LastIndex(of, "/")
			if at < 0 {
				oracle.Refuse("metric %s: %q is no figure of a file, as \"station desk/mean_wait\" is", metric, of)
			}
			s.Figures[metric] = Figure{of[:at], of[at+1:], 1}
		}
		return s
	}}
}
