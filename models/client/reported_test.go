package client_test

import (
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listener holds what a sink is told against what it was told before.
type listener struct {
	tape
	t       *testing.T
	timeout time.Duration
	calls   int
	last    sim.Time // arrival that Answered told of last
	ended   sim.Time // latest end that Settled told of
	open    map[sim.Time]bool
}

func (l *listener) Answered(batch []record.Answered) {
	l.calls++
	for i := range batch {
		a := &batch[i]
		require.GreaterOrEqual(l.t, a.Arrived, l.last, "in order of arrival")
		require.GreaterOrEqual(l.t, a.Arrived, l.ended.Add(-l.timeout), "what is told after an outcome arrived within a time-out of it, or later")
		require.NotContains(l.t, l.open, a.Arrived, "not told by Arrived before")
		l.last = a.Arrived
	}
	l.tape.Answered(batch)
}

func (l *listener) Arrived(p request.Population, u request.User, at sim.Time) {
	l.open[at] = true
	l.tape.Arrived(p, u, at)
}

func (l *listener) Settled(s *record.Settlement) {
	require.Contains(l.t, l.open, s.Arrived, "told by Arrived before, and not settled yet")
	delete(l.open, s.Arrived)
	l.ended = max(l.ended, s.Ended)
	l.tape.Settled(s)
}

// failing is a plan in which a region is lost for some seconds.
func failing(t *testing.T) (*rig, *listener) {
	p := simple()
	p.arrivals = every(20*time.Millisecond, 3000, 1)
	p.pools[0].Servers = 100
	l := &listener{t: t, timeout: p.rules.Timeout, open: map[sim.Time]bool{}}
	r := buildFor(p, l)
	r.at(seconds(20), func(now sim.Time) { r.plane.LoseZone(now, 0, 0, balancer.Mixed, true) })
	r.at(seconds(25), func(now sim.Time) { r.plane.LoseZone(now, 0, 0, balancer.Mixed, false) })
	return r, l
}

func TestAnswersAreToldLateAndManyAtOnce(t *testing.T) {
	r, l := failing(t)
	r.finish()
	assert.Len(t, l.settled, 3000)
	assert.Empty(t, l.open)
	assert.Positive(t, l.ended, "some fail")
	failed := 3000 - l.causes()[request.None]
	assert.Less(t, l.calls, 3000/50+failed, "rarely, and before an outcome that is none of them")
}

func TestARunInPiecesTellsTheSame(t *testing.T) {
	r, whole := failing(t)
	r.finish()
	want := identities(&whole.tape)
	r, l := failing(t)
	for now := seconds(0.1); now < seconds(70); now = now.Add(1234567890) {
		r.run(now)
		l.last = 0 // those that Settle found in flight are told apart
		require.Equal(t, l.arrived, len(l.settled)+r.clients.InFlight(), "at %v everybody who has arrived is known", now)
		require.EqualValues(t, r.clients.Arrived(), l.arrived)
	}
	assert.Equal(t, want, identities(&l.tape))
	assert.Equal(t, whole.causes(), l.causes())
	assert.Equal(t, whole.arrived, l.arrived)
}
