package client_test

import (
	"cmp"
	"slices"
	"testing"

	"failsim/models/record"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whether fates are fixed where attempts are sent, or each attempt tells its end
// by an event, no request may notice. The mistake this would catch: what the
// ledger forgets of a request that goes on, and what a caller does twice.
func TestRequestsEndTheSameWhetherOrNotEachAttemptIsAnEvent(t *testing.T) {
	retried, lost := 0, 0
	for world := range uint64(400) {
		p, losses := randomWorld(sim.NewKey(11, 0).At(world))
		closed, events := playWith(p, losses, false), playWith(p, losses, true)
		require.Equal(t, closed.arrived, events.arrived, "world %d", world)
		require.Equal(t, closed.wasted, events.wasted, "world %d", world)
		require.Equal(t, closed.settled, events.settled, "world %d", world)
		for _, s := range closed.settled {
			if s.Attempts > 1 {
				retried++
			}
			if !s.Good() {
				lost++
			}
		}
	}
	assert.Greater(t, retried, 1000)
	assert.Greater(t, lost, 1000)
}

func playWith(p plan, losses []loss, events bool) *tape {
	p.rules.Events = events
	r := build(p)
	for _, l := range losses {
		r.at(l.from, func(now sim.Time) { r.apply(now, l, true) })
		r.at(l.until, func(now sim.Time) { r.apply(now, l, false) })
	}
	r.run(seconds(600))
	for i := range r.tape.settled {
		r.tape.settled[i].Name, r.tape.settled[i].Draw = 0, 0 // Answered does not say them
	}
	slices.SortFunc(r.tape.settled, func(a, b record.Settlement) int { return cmp.Compare(a.Arrived, b.Arrived) })
	return r.tape
}
