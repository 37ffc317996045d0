package caller_test

import (
	"testing"
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ring is a target with backends of which each attempt tries one after the other.
type ring struct {
	*world
	backends []func(now sim.Time) caller.Answer
	tried    []sim.Time
	late     int
}

func (r *ring) Find(sim.Time, *caller.Asker, int) (*caller.Route, bool) {
	return &caller.Route{Target: r}, true
}

func (r *ring) Send(now sim.Time, _, _ uint64, hop *caller.Hop) caller.Answer {
	r.tried = append(r.tried, now)
	n := int(hop.Tries) % len(r.backends)
	hop.Try(id.Member(n))
	return r.backends[n](now)
}

func (r *ring) Resume(now sim.Time, identity, draw uint64, hop *caller.Hop) caller.Answer {
	return r.Send(now, identity, draw, hop)
}

func (r *ring) Left(hop *caller.Hop) (untried, others int, nonIdempotent bool) {
	return max(0, len(r.backends)-int(hop.Tries)), len(r.backends) - 1, false
}

func (r *ring) Open(b id.Backend, until sim.Time, late bool) {
	r.world.Open(b, until, late)
	if late {
		r.late++
	}
}

// eachOnce tries whoever is left, after a wait.
type eachOnce struct{ wait, connect, answer time.Duration }

func (e eachOnce) TimeOuts() (time.Duration, time.Duration) { return e.connect, e.answer }
func (e eachOnce) Again(t *policy.Try) (policy.Where, time.Duration) {
	if t.Untried == 0 {
		return policy.NoTry, 0
	}
	return policy.OtherBackend, e.wait
}

func refuses(now sim.Time) caller.Answer {
	return caller.Answer{Fate: caller.Fate{Cause: request.OverloadPrimary}, Backend: -1, Times: caller.Times{At: now}}
}

func dead(now sim.Time) caller.Answer {
	return caller.Answer{Fate: caller.Fate{Cause: request.BackendDown}, Backend: 1, Times: caller.Times{At: now.Add(5 * time.Second)}}
}

func works(takes time.Duration, how request.Cause) func(sim.Time) caller.Answer {
	return func(now sim.Time) caller.Answer {
		return caller.Answer{Fate: caller.Fate{Cause: how}, Backend: 2, Times: caller.Times{At: now.Add(takes), Start: now, Work: takes}}
	}
}

// What a target tries costs what its tries cost, one after the other, and the caller
// has one attempt: by hand. It hangs up after 10 s.
func TestTheTriesOfATargetAreStepsOfOneAttempt(t *testing.T) {
	const second = time.Second
	good, err := works(second, request.None), works(second, request.ServerError)
	for _, c := range []struct {
		what     string
		backends []func(sim.Time) caller.Answer
		rules    eachOnce
		took     time.Duration
		tries    int
		cause    request.Cause
		wasted   time.Duration
		late     int // attempts that the target itself has given up
	}{
		{"the first answers", []func(sim.Time) caller.Answer{good, refuses}, eachOnce{}, second, 1, request.None, 0, 0},
		{"who refuses costs nothing", []func(sim.Time) caller.Answer{refuses, refuses, good}, eachOnce{}, second, 3, request.None, 0, 0},
		{"or the waits", []func(sim.Time) caller.Answer{refuses, refuses, good}, eachOnce{wait: 2 * second}, 5 * second, 3, request.None, 0, 0},
		{"all refuse", []func(sim.Time) caller.Answer{refuses, refuses}, eachOnce{}, 0, 2, request.OverloadPrimary, 0, 0},
		{"who is dead costs what the target waits", []func(sim.Time) caller.Answer{dead, good}, eachOnce{}, 6 * second, 2, request.None, 0, 0},
		{"or less, if it gives up", []func(sim.Time) caller.Answer{dead, dead, good}, eachOnce{connect: 2 * second}, 5 * second, 3, request.None, 0, 2},
		{"a time-out beyond that changes nothing", []func(sim.Time) caller.Answer{dead, good}, eachOnce{connect: 9 * second}, 6 * second, 2, request.None, 0, 0},
		{"an error costs its work", []func(sim.Time) caller.Answer{err, good}, eachOnce{}, 2 * second, 2, request.None, 0, 0},
		{"and is the answer, if it is the last", []func(sim.Time) caller.Answer{err, err}, eachOnce{}, 2 * second, 2, request.ServerError, 0, 0},
		{"who is late works on for nobody", []func(sim.Time) caller.Answer{works(4*second, request.None), good}, eachOnce{answer: 3 * second}, 4 * second, 2, request.None, 4 * second, 1},
		{"both are late", []func(sim.Time) caller.Answer{works(4*second, request.None), works(7*second, request.None)}, eachOnce{answer: 3 * second}, 6 * second, 2, request.SlowResponse, 11 * second, 2},
		{"the caller hangs up first", []func(sim.Time) caller.Answer{dead, dead, good}, eachOnce{}, 10 * second, 2, request.BackendDown, 0, 0},
		{"who is lost to it is not given up", []func(sim.Time) caller.Answer{works(9*second, request.None), works(9*second, request.None)}, eachOnce{answer: 6 * second}, 10 * second, 2, request.SlowResponse, 18 * second, 1},
	} {
		w := newWorld(nil, retries(1))
		r := &ring{world: w, backends: c.backends}
		rules := []caller.Rules{{Timeout: 10 * second, Patience: 30 * second, Retrying: retries(1), TargetsRetry: []policy.LBRetrying{c.rules}}}
		w.calls = caller.New(&w.kernel, 1, rules, 1, r, w)
		w.ask(1, second)
		require.Len(t, w.settled, 1, c.what)
		s := w.settled[0]
		assert.Equal(t, c.took, s.Ended.Sub(s.Arrived), c.what)
		assert.Equal(t, 1, s.Attempts, c.what)
		assert.Len(t, r.tried, c.tries, c.what)
		assert.Equal(t, c.cause, s.Cause, c.what)
		assert.Equal(t, c.wasted, w.wasted, c.what)
		assert.Equal(t, c.late, r.late, c.what)
	}
}
