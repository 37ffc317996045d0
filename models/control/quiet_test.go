package control

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/id"
	"failsim/sim"
)

func taken(q *quiet, lb id.Record) (ends []sim.Time) {
	q.take(lb, func(end sim.Time) { ends = append(ends, end) })
	return ends
}

func TestQuietWorkflowsAreTakenByLBInTheirOrder(t *testing.T) {
	q := newQuiet(2)
	q.add()
	for i := range 3000 { // through several pages
		q.keep(0, id.Record(i%3), sim.Time(1000+i))
	}
	ends := taken(&q, 2)
	assert.Len(t, ends, 1000)
	assert.IsIncreasing(t, ends)
	assert.Empty(t, taken(&q, 2), "once only")
	assert.Equal(t, sim.Time(1000), taken(&q, 0)[0])
}

func TestQuietWorkflowsThatAreOverAreForgotten(t *testing.T) {
	q := newQuiet(1)
	for i := range 10_000 {
		q.keep(sim.Time(i), 0, sim.Time(i+5))
	}
	assert.Len(t, q.pages, 1)
	last := taken(&q, 0)
	assert.Equal(t, sim.Time(10_004), last[len(last)-1])
	assert.LessOrEqual(t, len(last), 64)
}

// The same by lists, one for each LB.
func TestQuietWorkflowsAreThoseOfLists(t *testing.T) {
	key := sim.NewKey(1, 0)
	q, lists := newQuiet(50), make([][]sim.Time, 50)
	now := sim.Time(0)
	for n := range uint64(200_000) {
		now += sim.Time(key.IntN(3*n, 3))
		lb := key.IntN(3*n+1, 50)
		if key.IntN(3*n+2, 40) > 0 {
			end := now + sim.Time(1+key.IntN(3*n+2, 5000))
			q.keep(now, id.Record(lb), end)
			lists[lb] = append(lists[lb], end)
			continue
		}
		var left, kept []sim.Time
		for _, end := range lists[lb] {
			if end > now {
				left = append(left, end)
			}
		}
		for _, end := range taken(&q, id.Record(lb)) {
			if end > now { // others may be there still
				kept = append(kept, end)
			}
		}
		if !assert.Equal(t, left, kept, "step %d", n) {
			return
		}
		lists[lb] = nil
	}
	assert.Greater(t, len(q.pages), 1)
}
