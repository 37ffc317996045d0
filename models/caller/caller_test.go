package caller_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// world is one target that answers as it is told, callers before it, and a sink.
type world struct {
	kernel  sim.Kernel
	calls   *caller.Caller
	answers func(now sim.Time, draw uint64) caller.Answer
	sends   []sim.Time
	open    map[sim.Time]int // by when they are to end
	closed  []policy.Outcome
	settled []record.Settlement
	wasted  time.Duration
	failed  int
}

func (w *world) Send(now sim.Time, _, draw uint64, _ *caller.Hop) caller.Answer {
	w.sends = append(w.sends, now)
	return w.answers(now, draw)
}
func (*world) Withdraw(id.Backend, sim.Time)               {}
func (*world) Probe(sim.Time, *caller.Probe) caller.Answer { return caller.Answer{} }

func (w *world) Resume(now sim.Time, _, draw uint64, _ *caller.Hop) caller.Answer {
	return w.answers(now, draw)
}
func (w *world) Open(_ id.Backend, until sim.Time, _ bool) { w.open[until]++ }
func (w *world) Close(_ sim.Time, _ id.Backend, until sim.Time, how policy.Outcome) {
	w.open[until]--
	w.closed = append(w.closed, how)
}

func (*world) Left(*caller.Hop) (int, int, bool) { return 0, 0, false }

var _ caller.Resolver = (*world)(nil)

func (w *world) Find(sim.Time, *caller.Asker, int) (*caller.Route, bool) {
	return &caller.Route{Target: w, Minds: true}, true
}
func (w *world) Other(*caller.Asker, int) *caller.Route {
	return &caller.Route{Target: w, Endpoint: 1, Minds: true}
}
func (*world) Zone(sim.Time, *caller.Asker, id.Region, int) (id.Zone, bool) { return 0, true }
func (w *world) Failed(sim.Time, *caller.Asker, int, int, policy.Outcome)   { w.failed++ }
func (*world) Listed(id.Name, int, sim.Time) bool                           { return true }
func (*world) Arrived(request.Population, request.User, sim.Time)           {}
func (w *world) Settled(s *record.Settlement)                               { w.settled = append(w.settled, *s) }
func (w *world) Wasted(_ request.Population, work int64)                    { w.wasted += time.Duration(work) }
func (*world) Given(request.Population, int64)                              {}

func newWorld(answers func(now sim.Time, draw uint64) caller.Answer, retrying policy.Retrying, sending ...any) *world {
	w := &world{answers: answers, open: map[sim.Time]int{}}
	rules := []caller.Rules{{Timeout: 10 * time.Second, Patience: 30 * time.Second, Retrying: retrying, Sending: sending}}
	w.calls = caller.New(&w.kernel, 1, rules, 1, w, w)
	return w
}

// ask has requests come, one each span, and all end.
func (w *world) ask(n int, span time.Duration) {
	for i := range n {
		at := sim.Time(i) * sim.Time(span)
		w.kernel.Run(at)
		w.calls.Call(at, &caller.Asker{Arrived: at, Draw: uint64(i) << 3})
	}
	w.kernel.Run(w.kernel.Now().Add(time.Hour))
}

type retries int

func (retries) Sent(*policy.Budget) {}
func (n retries) Again(r *policy.Retry, _ float64) (time.Duration, bool) {
	return time.Second, r.Attempt < int(n)
}

// after sends one attempt beside the first, always.
type after struct {
	wait      time.Duration
	elsewhere bool
}

func (a after) Wait(c *policy.Call) (time.Duration, bool) { return a.wait, c.Attempt == 0 }
func (a after) Hedge(*policy.Call) (bool, bool)           { return true, a.elsewhere }

// takes answers right after a work of its own for each attempt of a request.
func takes(works ...time.Duration) func(sim.Time, uint64) caller.Answer {
	return func(now sim.Time, draw uint64) caller.Answer {
		work := works[draw&7]
		return caller.Answer{Backend: id.Backend(draw & 7), Times: caller.Times{At: now.Add(work), Start: now, Work: work}}
	}
}

func TestTheFirstRightAnswerWinsAndTheOtherIsWasted(t *testing.T) {
	w := newWorld(takes(3*time.Second, time.Second), retries(1), after{500 * time.Millisecond, false})
	w.ask(1, time.Second)
	require.Len(t, w.settled, 1)
	s := w.settled[0]
	assert.Equal(t, sim.Time(1500*time.Millisecond), s.Ended, "the second came half a second later and took one")
	assert.Equal(t, 2, s.Attempts)
	assert.Equal(t, [2]int{2, 2}, [2]int{s.Taken, s.Served}, "servers do not know that one was for nobody")
	assert.Equal(t, int64(4*time.Second), s.Work)
	assert.Equal(t, 3*time.Second, w.wasted, "the server finishes what it has begun")
	assert.Equal(t, []policy.Outcome{policy.Abandoned}, w.closed, "its LB knows that the client has gone")
	assert.Zero(t, w.open[sim.Time(3*time.Second)])
	assert.Zero(t, w.calls.InFlight())
}

func TestAnAnswerThatComesInTimeHasNoOtherBesideIt(t *testing.T) {
	w := newWorld(takes(500*time.Millisecond, time.Second), retries(1), after{500 * time.Millisecond, false})
	w.ask(3, time.Second)
	assert.Len(t, w.sends, 3)
	assert.Zero(t, w.wasted)
}

func TestARequestFailsWhenItsLastAttemptHasFailed(t *testing.T) {
	fails := func(now sim.Time, draw uint64) caller.Answer { // the first after two seconds, the second after one
		return caller.Answer{Fate: caller.Fate{Cause: request.ServerError}, Backend: -1, Times: caller.Times{At: now.Add(2*time.Second - time.Duration(draw&7)*time.Second)}}
	}
	w := newWorld(fails, retries(1), after{500 * time.Millisecond, true})
	w.ask(1, time.Second)
	require.Len(t, w.settled, 1)
	assert.Equal(t, sim.Time(2*time.Second), w.settled[0].Ended, "the second had failed at 1.5 s")
	assert.Equal(t, request.ServerError, w.settled[0].Cause)
	assert.False(t, w.settled[0].FailedOver, "the first went home")
	assert.Equal(t, 2, w.failed)

	w = newWorld(fails, retries(3), after{500 * time.Millisecond, true})
	w.ask(1, time.Second)
	assert.Equal(t, 3, w.settled[0].Attempts, "and is tried again once none is out")
}

// Where servers are many, an attempt takes an exponential time whatever others
// do; beside it goes another of the same kind after a wait, and the first wins.
func TestTheLatencyOfTwoAttemptsIsThatOfTheFirstOfTwoExponentials(t *testing.T) {
	const n, wait = 100_000, 0.7 // of a mean of one second
	key := sim.NewKey(3, 0)
	w := newWorld(func(now sim.Time, draw uint64) caller.Answer {
		work := sim.FromSeconds(-math.Log(key.Float64(draw)))
		return caller.Answer{Backend: 0, Times: caller.Times{At: now.Add(work), Start: now, Work: work}}
	}, retries(1), after{sim.FromSeconds(wait), false})
	w.ask(n, 50*time.Millisecond)
	sum, squares, later := 0.0, 0.0, 0.0
	for _, s := range w.settled {
		took := s.Ended.Sub(s.Arrived).Seconds()
		sum, squares = sum+took, squares+took*took
		later += float64(s.Attempts - 1)
	}
	mean := sum / n
	deviation := math.Sqrt((squares/n - mean*mean) / n)
	// Until the wait is over one runs, then two, at twice the rate.
	outlasts := math.Exp(-wait)
	assert.InDelta(t, 1-outlasts+outlasts/2, mean, 4*deviation)
	assert.InDelta(t, outlasts, later/n, 4*math.Sqrt(outlasts*(1-outlasts)/n))
	// Each of the two outlasts the other's end half the time, whole work wasted: by
	// memorylessness that of the first is the wait, the time of the two, and one more.
	twice := outlasts * (0.5*(wait+0.5+1) + 0.5*(0.5+1))
	assert.InDelta(t, twice, w.wasted.Seconds()/n, 0.02)
}

// breaker opens at the first failure for a time.
type breaker struct{ open time.Duration }

func (breaker) Scope() policy.Scope               { return policy.Scope{ByClient: true} }
func (breaker) Fresh(now sim.Time, _ sim.Key) any { until := now; return &until }
func (b breaker) Passes(c *policy.Call) bool      { return c.Now >= *c.Memory.(*sim.Time) }
func (b breaker) Learn(c *policy.Call, _ sim.Time, how policy.Outcome) {
	if how != policy.Succeeded {
		*c.Memory.(*sim.Time) = c.Now.Add(b.open)
	}
}

func TestABreakerLetsOneAttemptOutEachTimeItHasBeenOpen(t *testing.T) {
	fails := func(now sim.Time, _ uint64) caller.Answer {
		return caller.Answer{Fate: caller.Fate{Cause: request.ServerError}, Backend: -1, Times: caller.Times{At: now.Add(100 * time.Millisecond)}}
	}
	w := newWorld(fails, retries(1), breaker{10 * time.Second})
	w.ask(1000, 300*time.Millisecond)
	// An attempt fails after 0.1 s, and those of the next 10 s are kept back: of the
	// requests at multiples of 0.3 s the first at or after 10.1 s is the 34th.
	require.Len(t, w.sends, 30)
	for i, at := range w.sends {
		assert.Equal(t, sim.Time(i)*34*sim.Time(300*time.Millisecond), at)
	}
	sent, kept := 0, 0
	for _, s := range w.settled {
		sent += s.Attempts
		if s.Cause == request.CircuitOpen {
			kept++
			assert.Equal(t, s.Arrived, s.Ended, "at once")
			assert.Zero(t, s.Attempts)
		}
	}
	assert.Equal(t, [3]int{1000, 30, 970}, [3]int{len(w.settled), sent, kept})
}

// oneAtATime lets an attempt out when none is, which stands first in a list.
type oneAtATime struct{}

func (oneAtATime) Scope() policy.Scope                                { return policy.Scope{} }
func (oneAtATime) Fresh(sim.Time, sim.Key) any                        { return new(int) }
func (oneAtATime) Passes(c *policy.Call) bool                         { *c.Memory.(*int)++; return *c.Memory.(*int) == 1 }
func (oneAtATime) Learn(c *policy.Call, _ sim.Time, _ policy.Outcome) { *c.Memory.(*int) = 0 }

// What one of two lets pass and the other keeps back is over for the first: or it
// would wait for ever for an end that never comes.
func TestWhoLetsAnAttemptPassLearnsThatAnotherKeepsItBack(t *testing.T) {
	fails := func(now sim.Time, _ uint64) caller.Answer {
		return caller.Answer{Fate: caller.Fate{Cause: request.ServerError}, Backend: -1, Times: caller.Times{At: now.Add(100 * time.Millisecond)}}
	}
	alone, both := newWorld(fails, retries(1), breaker{10 * time.Second}), newWorld(fails, retries(1), oneAtATime{}, breaker{10 * time.Second})
	alone.ask(1000, 300*time.Millisecond)
	both.ask(1000, 300*time.Millisecond)
	assert.Len(t, both.sends, 30)
	assert.Equal(t, alone.sends, both.sends)
}

// Who is kept back does try again, as if it had failed elsewhere, but not for ever.
func TestWhatABreakerKeepsBackCountsAsATry(t *testing.T) {
	silent := func(sim.Time, uint64) caller.Answer {
		return caller.Answer{Fate: caller.Fate{Cause: request.RegionDown, Silent: true}, Backend: -1}
	}
	w := newWorld(silent, retries(3), breaker{time.Hour})
	w.ask(2, 15*time.Second)
	require.Len(t, w.settled, 2)
	assert.Equal(t, record.Settlement{Ended: sim.Time(12 * time.Second), Attempts: 1, Cause: request.CircuitOpen}, w.settled[0])
	assert.Equal(t, sim.Time(17*time.Second), w.settled[1].Ended)
	assert.Zero(t, w.settled[1].Attempts)
}

// Which path a design takes is decided in one place, package station's Form; what
// each strategy of callers has hang on the end of an attempt is said here.
func TestFatesAreForeseenWhereNothingNeedsMore(t *testing.T) {
	type learner struct{ breaker }
	for _, c := range []struct {
		what  string
		rules caller.Rules
		form  station.Form
	}{
		{"nothing beside where to go", caller.Rules{}, station.Foreseen},
		{"something that has no hook", caller.Rules{Sending: []any{retries(1)}}, station.Foreseen},
		{"a budget of a group", caller.Rules{Retrying: budgetOf{}}, station.Foreseen},
		{"a second attempt", caller.Rules{Sending: []any{after{}}}, station.Closed},
		{"a breaker", caller.Rules{Sending: []any{breaker{}}}, station.Closed},
		{"whoever learns", caller.Rules{Sending: []any{learner{}}}, station.Closed},
		{"one of several", caller.Rules{Sending: []any{retries(1), after{}}}, station.Closed},
		{"an LB that tries again", caller.Rules{TargetsRetry: []policy.LBRetrying{nil}}, station.Closed},
		{"a budget of each client", caller.Rules{Retrying: budgetOf{each: true}}, station.Closed},
		{"an answer that pays for a retry", caller.Rules{Retrying: rewarded{}}, station.Closed},
		{"who wants to see each", caller.Rules{Events: true}, station.Closed},
		{"a queue that is not first in first out", caller.Rules{TargetsServe: station.Spec{Ruled: true}}, station.StepByStep},
	} {
		form, why := c.rules.Form()
		assert.Equal(t, c.form, form, c.what)
		assert.Equal(t, form != station.Foreseen, why != "", c.what)
	}
}

// budgetOf is a budget of each client or of a group, rewarded one that good answers fill.
type (
	budgetOf struct {
		policy.Retrying
		each bool
	}
	rewarded struct{ policy.Retrying }
)

func (b budgetOf) BudgetEach() bool            { return b.each }
func (rewarded) Succeeded(*policy.Budget, int) {}
