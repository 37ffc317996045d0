package study

import (
	"fmt"
	"testing"
	"time"

	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"

	"github.com/stretchr/testify/assert"
)

// hurryLBs has LBs be short of capacity, with queues in which many may wait.
func (s *sketch) hurryLBs() {
	s.nodes, s.target, s.burst, s.surge = 1, 0.95, 0.5, 30+s.surge
}

// What this would catch: an LB that forwards faster or slower than it can, or out of
// turn; a caller that is told twice of one attempt, or never; and capacity that is
// lost with who has hung up.
func TestWhoWaitsAtAnLBIsAsInAnEngineWhereEverythingIsAnEvent(t *testing.T) {
	refused, inQueue, requests := 0, 0, 0
	for seed := range scenarios(t, 30) {
		s := draw(seed).distinct()
		s.hurryLBs()
		if seed%4 == 0 {
			s.drawBeside()
			s.withoutTwins()
		}
		s.drawAdmitting()
		for i := range s.designs {
			d := &s.designs[i]
			if d.atLBs = d.admitting; seed%3 > 0 {
				d.admitting = ""
			}
		}
		read, w := s.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			real, simple := play(t, w, c), playNaively(t, w, c)
			agree(t, s, c, real, simple)
			for _, o := range real.settled {
				requests++
				switch o.Cause {
				case request.SurgeQueueFull:
					refused++
				case request.TimedOutInSurgeQueue:
					inQueue++
				}
			}
		}
	}
	assert.Greater(t, refused, requests/50)
	assert.Greater(t, inQueue, requests/500)
	t.Logf("%d requests: %d refused, %d timed out at an LB", requests, refused, inQueue)
}

// The closed form and a queue that only bounds itself are one and the same while the
// pace is: so the naive engine's own lists are not alone to say what such a queue does.
func TestAnLBThatOnlyBoundsItsQueueIsTheClosedForm(t *testing.T) {
	inQueue := 0
	for seed := range scenarios(t, 20) {
		s := draw(seed).distinct()
		s.hurryLBs()
		s.faults, s.scaleEvery = []sketchFault{{at: s.length / 3, kind: scenario.DemandSurge, what: "factor: 3", lasts: s.length / 4}}, 10*s.length
		if s.designs = s.designs[:1]; seed%2 > 0 { // LBs that are callers themselves have the same queue before them
			s.designs[0].calls = fmt.Sprintf("{timeout: %s, retrying: [{fixed: {attempts: 2, wait: 10ms}}]}", s.time(s.timeout/3))
		}
		s.designs = append(s.designs, s.designs[0])
		s.designs[1].name, s.designs[1].atLBs = "queues", "{bounded-fifo: {queue-capacity: 100000}}"
		read, w := s.read(t)
		closed := play(t, w, world.Choice{Design: &read.Designs[0], Incident: &read.Incidents[0], Seed: seed})
		queues := play(t, w, world.Choice{Design: &read.Designs[1], Incident: &read.Incidents[0], Seed: seed})
		assert.Equal(t, len(closed.settled), len(queues.settled))
		for i, o := range queues.settled {
			want := closed.settled[i]
			if want.Cause == request.TimedOutInSurgeQueue {
				inQueue++
			}
			if want.Good() {
				o.Name = want.Name
			}
			if d := o.Ended.Sub(want.Ended).Abs(); d < time.Microsecond {
				o.Ended = want.Ended // one adds up gaps, each rounded to a nanosecond
			}
			if !assert.Equal(t, want, o, "seed %d, outcome %d", seed, i) {
				return
			}
		}
	}
	assert.Positive(t, inQueue)
	t.Logf("%d timed out at an LB", inQueue)
}
