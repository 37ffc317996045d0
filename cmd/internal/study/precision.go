package study

import (
	"context"
	"fmt"
	"math"

	"failsim/results"
)

// Precision says when replications are enough: when the 95 % interval of a
// figure is narrow against its mean, for every design of the first incident
// that has lost anything at all.
type Precision struct {
	Metric   string  // one of Metrics
	Relative float64 // half of the interval against the mean, above 0
	Limit    int     // most replications to make
	// Foresee is told, after the first replications, how many it will take,
	// by the square root law; at most Limit. It may be nil.
	Foresee func(replications int)
}

// metric is a figure that a precision can be asked of.
type metric struct {
	name  string
	value func(*results.Run) float64
}

var metrics = []metric{
	{"lost", func(r *results.Run) float64 { return 1 - r.Availability }},
	{"user-minutes", func(r *results.Run) float64 { return r.UserMinutesLost }},
	{"lb-minutes", (*results.Run).LBMinutes},
}

// Metrics returns the names of the figures that a precision can be asked of.
func Metrics() []string {
	names := make([]string, len(metrics))
	for i, m := range metrics {
		names[i] = m.name
	}
	return names
}

// NotReached says that a precision was not reached within its limit.
type NotReached struct {
	Precision
	Design string
	Got    float64 // relative half-width, the widest of all designs
}

// Error implements error.
func (n *NotReached) Error() string {
	return fmt.Sprintf("precision of %.3g %% of %s not reached in %d replications: %s has %.3g %%",
		100*n.Relative, n.Metric, n.Limit, n.Design, 100*n.Got)
}

// refine adds replications until the precision is reached. Replication k is
// the same however many there are, so a refined study equals one that was
// asked for as many from the start.
func (c *comparison) refine(ctx context.Context) error {
	p := c.options.Precision
	for first := true; ; first = false {
		design, width := c.widest(p.Metric)
		if width <= p.Relative {
			c.study.Notes = append(c.study.Notes, fmt.Sprintf("%d replications give %s to within %.3g %% for every design that loses any",
				c.study.Replications, p.Metric, 100*p.Relative))
			return nil
		}
		if c.study.Replications >= p.Limit {
			return &NotReached{*p, design, width}
		}
		n := c.study.Replications
		needed := min(float64(p.Limit), math.Ceil(float64(n)*width*width/(p.Relative*p.Relative)))
		if first && p.Foresee != nil {
			p.Foresee(int(needed))
		}
		// The width is itself an estimate: go there in steps of at most half.
		next := min(p.Limit, max(n+1, min(int(needed), n+max(4, n/2))))
		for i := range c.study.Incidents {
			for _, s := range c.study.Incidents[i].Samples {
				s.Grow(next)
			}
		}
		if err := c.extend(ctx, n, next); err != nil {
			return err
		}
		c.study.Replications = next
	}
}

// widest returns the design with the widest interval against its mean, and
// how wide it is; 0 if nobody has lost anything.
func (c *comparison) widest(name string) (design string, width float64) {
	for _, m := range metrics {
		if m.name != name {
			continue
		}
		for _, s := range c.study.Incidents[0].Samples {
			mean, _, half := results.StudentInterval(s.Values(m.value), 0.95)
			if mean > 0 && (math.IsNaN(half) || half/mean > width) {
				design, width = s.Design.Name, half/mean
				if math.IsNaN(half) {
					width = math.Inf(1)
				}
			}
		}
	}
	return design, width
}
