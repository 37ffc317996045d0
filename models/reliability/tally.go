package reliability

import (
	"math"
	"time"

	"failsim/models/queue"
)

// tally counts what happened to what has a name, over cycles and instances.
type tally struct {
	of        string
	component bool    // its failures are found
	span      float64 // nanoseconds
	down      float64
	outages   float64
	lasted    moments // of outages that ended
	lengths   *queue.Histogram
	found     moments
	within    []float64 // outages that lasted no longer, by Spec.Within
	cycles    float64
	perfect   float64 // cycles without an outage
	lost      moments // downtime of a cycle
	losses    *queue.Histogram
	lostAt    []float64 // cycles with no more downtime, by Spec.Within
	outageAt  moments   // when the first outage of a cycle began
}

// moments are sums of values and of their squares.
type moments struct{ n, sum, squares float64 }

func (m *moments) add(x float64) {
	m.n++
	m.sum += x
	m.squares += x * x
}

func (m moments) mean() float64 { return m.sum / m.n }

// deviation returns the standard deviation, with n-1.
func (m moments) deviation() float64 {
	if m.n < 2 {
		return math.NaN()
	}
	return math.Sqrt(max(0, m.squares-m.sum*m.sum/m.n) / (m.n - 1))
}

func (r *run) tell(of string) *tally {
	n := len(r.spec.Within)
	t := &tally{of: of, lengths: new(queue.Histogram), losses: new(queue.Histogram), within: make([]float64, n), lostAt: make([]float64, n)}
	r.tallies = append(r.tallies, t)
	return t
}

// outage counts one that ended.
func (t *tally) outage(lasted time.Duration, within []time.Duration) {
	t.lasted.add(float64(lasted))
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
		t.lost.add(n.lost)
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
		r.nodes[r.watched].tally.outageAt.add(measured)
	}
	for i := range r.pairs {
		r.pairs[i].enter(end, r.origin, r.pairs[i].state)
	}
	for i := range r.sharing {
		r.sharing[i].close()
	}
	r.lengths.add(measured)
}
