package reliability

import (
	"time"

	"failsim/models/figures"
)

// tally counts what happened to what has a name, over cycles and instances.
type tally struct {
	of        string
	component bool    // its failures are found
	span      float64 // nanoseconds
	down      float64
	outages   float64
	lasted    figures.Moments // of outages that ended
	lengths   *figures.Histogram
	found     figures.Moments
	within    []float64 // outages that lasted no longer, by Spec.Within
	cycles    float64
	perfect   float64         // cycles without an outage
	lost      figures.Moments // downtime of a cycle
	losses    *figures.Histogram
	lostAt    []float64       // cycles with no more downtime, by Spec.Within
	outageAt  figures.Moments // when the first outage of a cycle began
}

// outage counts one that ended.
func (t *tally) outage(lasted time.Duration, within []time.Duration) {
	t.lasted.AddValue(float64(lasted))
	t.lengths.Add(lasted)
	for i, w := range within {
		if lasted <= w {
			t.within[i]++
		}
	}
}
