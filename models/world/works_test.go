package world_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
)

// storm is a thousand storage nodes of which 80 % lose their place at minute 5. Each
// asks for it again by a job: ten workers of a second, deadline 30 s.
func storm(t testing.TB, backOff, people string) *ends {
	t.Helper()
	s := needing(t, `
- {service: storage}
- {service: metadata}
- {service: aws/east/servers, needs: [{on: storage, error-after: 5ms}]}
queues:
- {queue: renewals, of: metadata, workers: 10, work: 1s, deadline: 30s, late: requeued`+backOff+`}
herds:
- {herd: nodes, members: 1000, queue: renewals, of: storage, error-after: 5ms}`, "- {at: 5m, fail: {on: {herd: nodes}, share: 80%}}"+people)
	e := &ends{}
	require.NoError(t, build(t, s, 0, 0, 20, 30*time.Minute, e).Run())
	return e
}

// By hand: of 800 jobs, 300 are done within their deadline of 30 s. 500 are more than
// the 300 that can be done within another, so each is late again, for ever: 80 % of
// requests fail at once, and 50 % from half a minute later to the end.
func TestAHerdThatAsksAgainAtOnceIsNeverBack(t *testing.T) {
	e := storm(t, "", "")
	n, _ := e.count(request.ServiceDown, 0, 5)
	assert.Zero(t, n)
	n, all := e.count(request.ServiceDown, 6, 29)
	binomial(t, n, all, 0.5, "for ever")
}

func TestAHerdThatBacksOffIsBackSoon(t *testing.T) {
	e := storm(t, ", back-off: {base: 30s, cap: 2m}", "")
	n, _ := e.count(request.ServiceDown, 15, 29)
	assert.Zero(t, n)
}

// By hand: paused at minute 10, 500 sent away; resumed at 12 over 10 minutes, one each
// 1.2 s, of whom none waits: between 16 and 18 half are back on average.
func TestPeoplePauseAQueueAndLetItInSlowly(t *testing.T) {
	e := storm(t, "", `
people:
  of: aws
  playbook:
    - {step: stop, do: pause-queue, on: renewals, when: {at: 4m}, takes: 1m}
    - {step: slowly, do: resume-queue, on: renewals, takes: 2m, over: 10m}`)
	n, all := e.count(request.ServiceDown, 6, 12)
	binomial(t, n, all, 0.5, "as long as nobody is let in")
	n, all = e.count(request.ServiceDown, 16, 18)
	binomial(t, n, all, 0.25, "half are back")
	n, _ = e.count(request.ServiceDown, 23, 29)
	assert.Zero(t, n)
}

// By hand: 600 nodes ask one worker for a job of a second each at minute 2, when all
// records are deleted: first come, first served, no change of a load balancer is made
// before minute 12. In classes changes go first, and break the load balancers at once.
func TestAControlPlaneWhoseWorkIsInAQueueWaitsForWhatElseIsThere(t *testing.T) {
	broken := func(order string) (before, after float64) {
		s := needing(t, `
- {service: storage}
queues:
- {queue: changes, of: aws/east/control-plane, workflows: true, workers: 1, work: 1s, order: `+order+`}
herds:
- {herd: nodes, members: 600, queue: changes, class: 5, of: storage, error-after: 5ms}`, `- {at: 2m, fail: {on: {herd: nodes}}}
- {at: 2m1s, delete-state: {region: aws/east, share: 100%}}`)
		s.World.ControlPlane.TouchesPerHour = 6
		e := &ends{}
		require.NoError(t, build(t, s, 0, 0, 20, 30*time.Minute, e).Run())
		before, _ = e.count(request.LBMisconfigured, 0, 12)
		after, _ = e.count(request.LBMisconfigured, 13, 30)
		return before, after
	}
	before, after := broken("fifo")
	assert.Zero(t, before)
	assert.Positive(t, after)
	before, _ = broken("classes")
	assert.Positive(t, before)
}
