package client_test

import (
	"failsim/models/balancer"
	"testing"
	"time"

	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/require"
)

// What servers log is rosier than what clients see: who hangs up is in no
// server's statistics, and of what nothing answers there is no log at all.
func TestServersLogWhatTheyTookIn(t *testing.T) {
	two := tokenBucket{attempts: 2, wait: time.Second, start: 1000}
	for _, c := range []struct {
		says          string
		change        func(p *plan)
		lost          bool // the region, from the start
		taken, served int  // a request
		given         time.Duration
	}{
		{"an answer is an answer", func(*plan) {}, false, 1, 1, time.Second},
		{"an LB without targets logs each of two errors", func(p *plan) { *p = misconfigured(*p); p.rules.Retrying = two }, false, 2, 0, 0},
		{"a lost region logs nothing", func(p *plan) { p.rules.Retrying = two }, true, 0, 0, 0},
		// Work of 1 s for a client who waits 0.5 s: both attempts are served, to nobody.
		{"an answer to who has hung up", func(p *plan) {
			p.rules.Timeout, p.rules.Retrying = 500*time.Millisecond, two
			p.arrivals = every(10*time.Second, 20, 1)
		}, false, 2, 2, 2 * time.Second},
	} {
		p := simple()
		c.change(&p)
		r := build(p)
		if c.lost {
			r.at(0, func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, balancer.Machine, true) })
		}
		r.finish()
		for _, s := range r.tape.settled {
			require.Equal(t, []int{c.taken, c.served, int(c.given)}, []int{s.Taken, s.Served, int(s.Work)}, c.says)
		}
	}
}
