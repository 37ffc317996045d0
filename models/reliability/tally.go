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

func (r *run) tell(of string) *tally {
	n := len(r.spec.Within)
	t := &tally{of: of, lengths: new(figures.Histogram), losses: new(figures.Histogram), within: make([]float64, n), lostAt: make([]float64, n)}
	r.tallies = append(r.tallies, t)
	return t
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

// close ends a cycle.
func (r *run) close() {
	end := r.ended
	measured := float64(end.Sub(min(end, r.origin)))
	for i := range r.nodes {
		n := &r.nodes[i]
		t := n.tally
		if t == nil {
			continue
		}
		if !n.up && end > r.origin {
			n.lost += float64(end.Sub(max(n.since, r.origin)))
		}
		t.span += measured
		t.down += n.lost
		t.outages += float64(n.outages)
		t.cycles++
		t.lost.AddValue(n.lost)
		t.losses.Add(time.Duration(n.lost))
		if n.lost == 0 {
			t.perfect++
		}
		for k, w := range r.spec.Within {
			if n.lost <= float64(w) {
				t.lostAt[k]++
			}
		}
	}
	if r.watched >= 0 && r.over {
		r.nodes[r.watched].tally.outageAt.AddValue(measured)
	}
	for i := range r.pairs {
		r.pairs[i].enter(end, r.origin, r.pairs[i].state)
	}
	for i := range r.sharing {
		r.sharing[i].close()
	}
	r.lengths.AddValue(measured)
}
