package study

import (
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
)

// What becomes of an attempt is fixed where it is sent, unless a design needs more.
// Then each tells its end by an event; in all other designs that must change
// nothing, outcome by outcome.
func TestEveryOutcomeIsTheSameWhereEveryAttemptIsAnEvent(t *testing.T) {
	requests := 0
	for seed := range scenarios(t, 40) {
		s := draw(seed)
		if seed%3 == 0 {
			s.hitHosts() // of a process that dies, clients of one region learn in one instant
		}
		if seed%4 == 1 { // what LBs learn of ends needs no event, as the next request asks first
			s.designs[0].balancing = "peak-ewma]\n      filtering: [outlier-ejection, panic"
		}
		read, w := s.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			closed := play(t, w, c)
			c.Events = true
			events := play(t, w, c)
			for _, outcomes := range []*tape{closed, events} {
				for i := range outcomes.settled {
					outcomes.settled[i].Name, outcomes.settled[i].Draw = 0, 0 // Answered does not say them
				}
			}
			sameSettled(t, closed.settled, events.settled, "seed %d, design %s\n%s", seed, c.Design.Name, s.yaml())
			require.Equal(t, closed.damage, events.damage)
			requests += closed.arrived
		}
	}
	t.Logf("%d requests", requests)
}

// An LB that makes a call of its own for each attempt, once, and waits as long as its
// client does, is no other than one that passes attempts on: outcome by outcome, as seen
// by the client. Left out are layers of LBs before another region's backends: of these
// the answer comes through an LB that passes on, though it is lost by then, and through
// one that calls it does not.
func TestEveryOutcomeIsTheSameWhereLBsCall(t *testing.T) {
	requests := 0
	for seed := range scenarios(t, 40) {
		s := draw(seed)
		if seed%4 == 1 {
			s.designs[0].balancing = "peak-ewma]\n      filtering: [outlier-ejection, panic"
		}
		read, w := s.read(t)
		for d := range read.Designs {
			if thin(&read.Designs[d]) {
				continue
			}
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			passed := play(t, w, c)
			c.Design = calling(c.Design)
			called := play(t, w, c)
			for _, outcomes := range []*tape{passed, called} {
				for i := range outcomes.settled {
					s := &outcomes.settled[i]
					if s.Cause == request.TimedOutInSurgeQueue {
						s.Cause = request.TimedOutInQueue // where a server had begun before the client left, an LB that calls cannot tell it
					}
					s.Name, s.Taken, s.Served, s.Work = 0, 0, 0, 0 // an LB that calls logs whom a dead host never answers, and whose client has left; what its tries cost then is told apart
				}
			}
			sameSettled(t, passed.settled, called.settled, "seed %d, design %s\n%s", seed, c.Design.Name, s.yaml())
			requests += passed.arrived
		}
	}
	t.Logf("%d requests", requests)
}

func thin(d *scenario.Design) bool {
	for _, list := range d.Serve {
		for _, e := range list {
			if e.Backends != e.Region {
				return true
			}
		}
	}
	return false
}

// calling returns a design whose LBs call their backends once, and wait as long as clients
// do: then it is the same whether they call, or pass attempts on.
func calling(d *scenario.Design) *scenario.Design {
	c := *d
	c.Calls = &scenario.Calls{Timeout: scenario.MostPatience}
	return &c
}

// sameSettled says where two lists of outcomes part, and not all that they hold.
func sameSettled(t *testing.T, a, b []record.Settlement, format string, args ...any) {
	t.Helper()
	for i := range min(len(a), len(b)) {
		require.Equal(t, a[i], b[i], append([]any{format}, args...)...)
	}
	require.Equal(t, len(a), len(b), append([]any{format}, args...)...)
}
