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

// In every window 100 requests arrive; all fail from minute 10 to 20, and none
// after that, but so many that arrived before have yet to be answered.
func TestRecoveryWaitsUntilTheBacklogIsDrained(t *testing.T) {
	l := oneHour().Filled()
	l.Latency = 5 * time.Second
	play := func(overdue ...uint32) time.Duration {
		column := make([]uint32, l.Windows())
		copy(column[20:], overdue)
		c := courseOf(l, stretch{10, 100, 0}, stretch{10, 100, 100}, stretch{40, 100, 0}).withOverdue([][]uint32{column})
		return recoveryOf(c, &l, growthOf(c, &l).MitigatedIn, sim.Never).Took
	}
	assert.Equal(t, 10*time.Minute, play(), "nobody waits: well from minute 20 on")
	// A hold of 500 requests forgives 50 failures.
	assert.Equal(t, 10*time.Minute, play(50), "50 that wait are forgiven")
	assert.Equal(t, 11*time.Minute, play(51), "51 are not")
	assert.Equal(t, 12*time.Minute, play(400, 200), "well when the queue has gone")
}

func TestARequestIsOverdueFromItsLatencyObjectiveToItsEnd(t *testing.T) {
	l := oneHour()
	l.Latency, l.Patience = 30*time.Second, 5*time.Minute
	for _, c := range []struct {
		says          string
		arrived, took float64 // minutes
		cause         request.Cause
		overdue       []int // windows
	}{
		{"answered in time", 5, 0.5, request.None, nil},
		{"answered late, within its minute", 5, 0.9, request.None, nil},
		{"late over the turn of a minute", 5, 1.1, request.None, []int{6}},
		{"due after the turn, answered before the next", 5.75, 0.8, request.None, nil},
		{"given up after three minutes", 5.25, 3, request.GaveUp, []int{6, 7, 8}},
		{"ended as the minute begins", 5, 1, request.None, nil},
		{"beyond the end of the run", 59.2, 3, request.GaveUp, nil},
	} {
		s := report(l)
		s.t.Arrived(0, 1, at(c.arrived))
		s.settle(0, 1, c.arrived, c.cause, time.Duration(at(c.took)))
		require.NoError(t, s.t.Check())
		var got []int
		for w, n := range s.t.Run().Timeline.overdue[0] {
			if n > 0 {
				got = append(got, w)
			}
		}
		assert.Equal(t, c.overdue, got, c.says)
	}
}

// harmedFor tells 20 requests a minute that all fail for some minutes.
func harmedFor(s *story, from, until int) {
	for minute := range 60 {
		cause := request.None
		if minute >= from && minute < until {
			cause = request.OverloadPrimary
		}
		for i := range 20 {
			s.ask(0, request.User(i), float64(minute), cause)
		}
	}
}

func TestHarmThatOutlivesItsTriggerIsMetastable(t *testing.T) {
	momentary := func(l *Layout) { l.Momentary = []sim.Time{l.Onset} }
	for _, c := range []struct {
		says    string
		layout  func(*Layout)
		report  func(*story)
		minutes float64 // harm is from minute 12 to 30; NaN: the trigger never went
	}{
		{"the fault is over at minute 20", nil, func(s *story) { s.t.Marked(at(20), record.FaultEnded, -1) }, 10},
		{"the fault outlasts the harm", nil, func(s *story) { s.t.Marked(at(40), record.FaultEnded, -1) }, 0},
		{"the fault never ends", nil, func(*story) {}, nan},
		{"one of two ends", nil, func(s *story) {
			s.t.Marked(at(11), record.FaultBegan, -1)
			s.t.Marked(at(20), record.FaultEnded, -1)
		}, nan},
		{"deleted state is a fault of a moment: it goes as LBs and records are whole again", momentary, func(s *story) {
			s.t.FleetChanged(at(10), record.Fleet{LBs: 10, MissingState: 5})
			s.t.FleetChanged(at(12), record.Fleet{LBs: 10, Misconfigured: 1, MissingState: 5})
			s.t.FleetChanged(at(22), record.Fleet{LBs: 10, Misconfigured: 1})
			s.t.FleetChanged(at(25), record.Fleet{LBs: 10})
		}, 5},
		{"records that are missing still may do harm", momentary, func(s *story) {
			s.t.FleetChanged(at(10), record.Fleet{LBs: 10, MissingState: 5})
		}, nan},
	} {
		l := oneHour()
		if c.layout != nil {
			c.layout(&l)
		}
		s := report(l)
		s.t.Marked(at(10), record.FaultBegan, -1)
		c.report(s)
		harmedFor(s, 12, 30)
		r := s.t.Run()
		assert.InDelta(t, 60*c.minutes, r.MetastableSeconds(), 1e-9, c.says)
		assert.InDelta(t, 60*c.minutes, r.Populations[0].MetastableSeconds(), 1e-9, c.says)
	}
}
