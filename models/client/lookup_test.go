package client_test

import (
	"testing"
	"time"

	"failsim/models/client"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// first is one user whose first resolver is silent from 15 s to 45 s: of requests at
// 0, 10, ..., 50 s those at 20, 30 and 40 s ask it.
func first(next client.NextResolver, change func(*plan)) (took []time.Duration, causes map[request.Cause]int) {
	p := simple()
	p.populations[0].Users = 1
	p.arrivals = every(10*time.Second, 6, 1)
	p.rules.Next = next
	if change != nil {
		change(&p)
	}
	r := build(p)
	r.at(seconds(15), func(sim.Time) { r.clients.FailResolvers(0, 1, true) })
	r.at(seconds(45), func(sim.Time) { r.clients.FailResolvers(0, 1, false) })
	r.finish()
	took = make([]time.Duration, 6)
	for _, s := range r.tape.settled {
		took[s.Arrived/seconds(10)] = s.Ended.Sub(s.Arrived)
	}
	return took, r.tape.causes()
}

// An answer takes a server 1 s and the network 30 ms. glibc asks its first resolver at
// each lookup, for 5 s, Node's own resolver once, for 2 s (measured).
func TestALookupWithASilentFirstResolverTakesItsTimeOut(t *testing.T) {
	const usual = 1030 * time.Millisecond
	glibc, node := client.NextResolver{After: 5 * time.Second}, client.NextResolver{After: 2 * time.Second, Remembers: true}
	events := func(p *plan) { p.rules.Events = true }
	for _, how := range []func(*plan){nil, events} {
		took, causes := first(glibc, how)
		assert.Equal(t, []time.Duration{usual, usual, 6030 * time.Millisecond, 6030 * time.Millisecond, 6030 * time.Millisecond, usual}, took)
		assert.Equal(t, map[request.Cause]int{request.None: 6}, causes)
		took, _ = first(node, how)
		assert.Equal(t, []time.Duration{usual, usual, 3030 * time.Millisecond, usual, usual, usual}, took)
	}
}

// Whose time-out ends before has no answer, and none of a server's: no log has it.
func TestALookupThatOutlastsTheTimeOutCostsTheRequest(t *testing.T) {
	took, causes := first(client.NextResolver{After: 5 * time.Second}, func(p *plan) { p.rules.Timeout = 4 * time.Second })
	assert.Equal(t, 4*time.Second, took[2])
	assert.Equal(t, map[request.Cause]int{request.None: 3, request.NameNotResolved: 3}, causes)
	_, causes = first(client.NextResolver{}, nil)
	assert.Equal(t, map[request.Cause]int{request.None: 3, request.NameNotResolved: 3}, causes, "without a second resolver")
}

// What goes over an open connection asks no resolver; who sends another request while
// the first waits for its address waits for the same answer.
func TestOnlyWhoConnectsLooksUp(t *testing.T) {
	glibc := client.NextResolver{After: 5 * time.Second}
	took, _ := first(glibc, func(p *plan) { p.rules.Connecting = pinned{idle: 90 * time.Second} })
	assert.NotContains(t, took, 6030*time.Millisecond)
	took, _ = first(glibc, func(p *plan) { p.rules.Connecting = pinned{idle: 9 * time.Second} })
	assert.Equal(t, 6030*time.Millisecond, took[3])
	p := simple()
	p.populations[0].Users, p.arrivals, p.rules.Next, p.rules.Connecting = 1, every(2*time.Second, 4, seconds(20)), glibc, pinned{idle: 9 * time.Second}
	r := build(p)
	r.at(seconds(1), func(sim.Time) { r.clients.FailResolvers(0, 1, true) })
	r.finish()
	ends := map[sim.Time]bool{}
	for _, s := range r.tape.settled {
		ends[s.Ended] = true
	}
	assert.Equal(t, map[sim.Time]bool{seconds(26.03): true, seconds(27.03): true}, ends, "those of 20, 22 and 24 s go out at 25 s, that of 26 s at once")
}
