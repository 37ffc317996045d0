package counted

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

func TestWindowsNearEventsAreWholeAndApart(t *testing.T) {
	l := oneHour()
	l.Window = time.Minute
	for _, c := range []struct {
		events []sim.Time
		want   []Span
	}{
		{nil, nil},
		{[]sim.Time{at(10)}, []Span{{9, 20}}},
		{[]sim.Time{at(10.5)}, []Span{{9, 21}}},                   // whole windows around the middle of one
		{[]sim.Time{0}, []Span{{0, 10}}},                          // nothing is before the run
		{[]sim.Time{at(40), at(10)}, []Span{{9, 20}, {39, 50}}},   // in order
		{[]sim.Time{at(10), at(21), at(21)}, []Span{{9, 31}}},     // those that touch are one
		{[]sim.Time{at(55), at(60), sim.Never}, []Span{{54, 60}}}, // nor after it
	} {
		l.Events = c.events
		assert.Equal(t, c.want, l.Near(), "%v", c.events)
	}
	l.Events, l.Window = []sim.Time{at(10)}, 2500*time.Millisecond
	assert.Empty(t, l.Near(), "no whole seconds")
}

// Requests answered at once are told in bulk, others one by one, and late.
func TestEachSecondHasTheRequestsThatArriveInIt(t *testing.T) {
	l := oneHour()
	l.Events = []sim.Time{at(10)}
	s := report(l)
	second := func(k int) sim.Time { return at(9).Add(time.Duration(k) * time.Second) }
	var batch []record.Answered
	answered := func(arrived sim.Time) {
		batch = append(batch, record.Answered{Arrived: arrived, Learns: arrived.Add(time.Millisecond)})
	}
	answered(at(8.99))
	for k := range 11 * 60 {
		for range k % 3 {
			answered(second(k).Add(time.Duration(k) * time.Millisecond))
		}
	}
	answered(at(20)) // no longer near
	answered(at(59))
	s.t.Answered(batch[:17]) // a batch may end anywhere
	lost := second(61)
	s.t.Arrived(0, 1, lost)
	s.t.Settled(&record.Settlement{Arrived: lost, Ended: lost.Add(20 * time.Second), Attempts: 3, Cause: request.LBMisconfigured})
	s.t.Answered(batch[17:])
	require.NoError(t, s.t.Check())
	r := s.t.Run()
	require.Len(t, r.Timeline.near, 11*60)
	for k, got := range r.Timeline.near {
		want := Second{Settled: uint32(k % 3), Attempts: uint32(k % 3)}
		if k == 61 {
			want = Second{Settled: want.Settled + 1, Failed: 1, Attempts: want.Attempts + 3}
		}
		assert.Equal(t, want, got, "second %d", k)
	}
	s.t.near.seconds[5].Settled++
	assert.ErrorContains(t, s.t.Check(), "window 9: its seconds have")
}

// A batch of calls to a control plane may span windows, and go past the last.
func TestCallsFallIntoTheWindowsOfTheirInstants(t *testing.T) {
	s := report(oneHour())
	s.t.Called([]sim.Time{at(0), at(0.9), at(1), at(12), at(12.5), at(59), at(60)}, 0, record.ManageOld, true)
	s.t.Called([]sim.Time{at(12.1)}, 0, record.Create, false)
	calls := s.t.Run().Timeline.calls[0]
	for w, want := range map[int]Called{0: {2, 0}, 1: {1, 0}, 2: {}, 12: {2, 1}, 59: {2, 0}} {
		assert.Equal(t, want, calls[w], "window %d", w)
	}
}
