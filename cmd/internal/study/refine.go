package study

import (
	"context"
	"fmt"
	"math"
)

// refine adds replications until the precision is reached. Replication k is
// the same however many there are, so a refined study equals one that was
// asked for as many from the start.
func (c *comparison) refine(ctx context.Context) error {
	p := c.options.Precision
	for first := true; ; first = false {
		design, incident, width := c.widest(p.Metric)
		if width <= p.Relative {
			c.study.Notes = append(c.study.Notes, fmt.Sprintf("%d replications give %s to within %.3g %% for every design in every incident in which it loses any",
				c.study.Replications, p.Metric, 100*p.Relative))
			return nil
		}
		if c.study.Replications >= p.Limit {
			return &NotReached{*p, design, incident, width}
		}
		n := c.study.Replications
		needed := min(float64(p.Limit), math.Ceil(float64(n)*width*width/(p.Relative*p.Relative)))
		if math.IsInf(width, 1) { // too few for an interval: nothing can be foreseen yet
			needed, first = float64(n+max(4, n/2)), false
		}
		if first && p.Foresee != nil {
			p.Foresee(int(needed))
		}
		// The width is itself an estimate: go there in steps of at most half.
		next := min(p.Limit, max(n+1, min(int(needed), n+max(4, n/2))))
		if err := c.extend(ctx, next); err != nil {
			return err
		}
		c.study.Replications = next
	}
}

// widest returns the design with the widest interval against its mean, in which
// incident, and how wide it is: infinite if there is none, as while a branch of
// known probability has not been seen often enough; 0 if nothing is lost.
func (c *comparison) widest(name string) (design, incident string, width float64) {
	var m metric
	for _, one := range metrics {
		if one.name == name {
			m = one
		}
	}
	for i := range c.study.Incidents {
		for _, s := range c.study.Incidents[i].Samples {
			relative := 0.0
			switch e := s.Estimate(m.limits, m.value); {
			case e.CI95 == nil:
				relative = math.Inf(1)
			case e.Mean > 0:
				relative = float64(e.CI95[1]-e.CI95[0]) / 2 / float64(e.Mean)
			}
			if relative > width {
				design, incident, width = s.Design.Name, c.study.Incidents[i].Name, relative
			}
		}
	}
	return design, incident, width
}
