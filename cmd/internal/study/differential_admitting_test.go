package study

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"failsim/models/request"
	"failsim/models/world"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// drawAdmitting has strategies decide at the backends of the designs, one or more
// beside each other, and some clients throttle themselves.
func (s *sketch) drawAdmitting() {
	d := &dice{key: sim.NewKey(s.seed, 0).Named("admitting")}
	for i := range s.designs {
		var list []string
		for _, one := range []string{
			fmt.Sprintf("{bounded-fifo: {queue-capacity: %d}}", d.n(6)),
			fmt.Sprintf("{lifo: {above: %d}}", d.n(3)),
			fmt.Sprintf("{deadline-drop: {needs: %s}}", s.time(d.u(0.001, s.serviceHigh))),
			fmt.Sprintf("{classes: {critical: %s, kept: %s}}", percent(d.u(0.1, 0.9)), percent(d.u(0, 0.9))),
			fmt.Sprintf("{queue-timeout: {limit: %s}}", s.time(d.u(0.05, s.timeout))),
			fmt.Sprintf("{controlled-delay: {interval: %s, target: %s}}", s.time(d.u(0.05, 2)), s.time(d.u(0.01, 0.3))),
			fmt.Sprintf("{concurrency-limit: {by: %s, initial: %d, least: %d, most: 30, slow: %s}}", oneOf(d, "gradient", "aimd", "fixed"), 1+d.n(8), 1+d.n(3), s.time(d.u(0.1, 2))),
		} {
			if d.chance(0.3) {
				list = append(list, one)
			}
		}
		if len(list) == 0 {
			list = []string{"lifo"}
		}
		s.designs[i].admitting = strings.Join(list, ", ")
		if d.chance(0.3) {
			s.designs[i].beside += fmt.Sprintf(", {adaptive-throttle: {k: %s, window: %s, of: %s, kept: %s}}", decimal(d.u(1, 3)), s.time(d.u(5, 100)), oneOf(d, "endpoint", "name"), oneOf(d, "client", "group"))
		}
	}
}

var hedges = regexp.MustCompile(`, \{hedge: \{[^}]*\}\}`)

// withoutTwins has nobody hedge: as a server is done with one attempt it may send
// away the next, which is the first one's twin; which of the two its client hears of
// first in that instant is anybody's guess.
func (s *sketch) withoutTwins() {
	for i := range s.designs {
		s.designs[i].beside = hedges.ReplaceAllString(s.designs[i].beside, "")
	}
}

// What this would catch: an attempt that is told too often, or not at all, when its
// turn comes; a place that is kept by who has left; work that is counted though it
// was never begun; and whoever is served out of turn.
func TestWhoIsLetInAndWhoIsNextIsAsInAnEngineWhereEverythingIsAnEvent(t *testing.T) {
	refused, inQueue, kept, requests := 0, 0, 0, 0
	for seed := range scenarios(t, 40) {
		s := draw(seed).distinct()
		if seed%3 == 0 {
			s.hitHosts()
		}
		if seed%4 == 0 {
			s.drawBeside()
			s.withoutTwins()
		}
		s.drawAdmitting()
		read, w := s.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			real, simple := play(t, w, c), playNaively(t, w, c)
			agree(t, s, c, real, simple)
			for _, o := range real.settled {
				requests++
				switch o.Cause {
				case request.OverloadPrimary, request.OverloadSurvivor:
					refused++
				case request.TimedOutInQueue:
					inQueue++
				case request.CircuitOpen:
					kept++
				}
			}
		}
	}
	assert.Greater(t, refused, requests/50)
	assert.Greater(t, inQueue, requests/500)
	assert.Greater(t, kept, requests/500)
	t.Logf("%d requests: %d refused, %d timed out in a queue, %d kept back", requests, refused, inQueue, kept)
}

// The closed form and a queue that only bounds its queue are one and the same: so the
// naive engine's own lists are not alone to say what a queue does.
func TestADeskThatOnlyBoundsItsQueueIsTheClosedForm(t *testing.T) {
	for seed := range scenarios(t, 20) {
		s := draw(seed).distinct()
		s.designs = s.designs[:1]
		s.designs = append(s.designs, s.designs[0])
		s.designs[1].name, s.designs[1].admitting = "queues", "{bounded-fifo: {queue-capacity: 100000}}"
		read, w := s.read(t)
		closed := play(t, w, world.Choice{Design: &read.Designs[0], Incident: &read.Incidents[0], Seed: seed})
		queues := play(t, w, world.Choice{Design: &read.Designs[1], Incident: &read.Incidents[0], Seed: seed})
		assert.Equal(t, len(closed.settled), len(queues.settled))
		for i, o := range queues.settled {
			want := closed.settled[i]
			if want.Cause == request.TimedOutInQueue || want.Cause == request.SlowResponse || want.Cause == request.GaveUp {
				continue // the closed form knows more of who hangs up while it waits
			}
			if want.Good() {
				o.Name = want.Name
			}
			o.Work, o.Served = want.Work, want.Served // and counts work as soon as it is sure to be done
			if !assert.Equal(t, want, o, "seed %d, outcome %d", seed, i) {
				return
			}
		}
	}
}
