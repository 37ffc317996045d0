package client_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/client"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// identity is what follows from who asks.
type identity struct {
	population request.Population
	user       request.User
	arrived    sim.Time
}

func identities(t *tape) map[identity]int {
	all := map[identity]int{}
	for _, s := range t.settled {
		all[identity{s.Population, s.User, s.Arrived}]++
	}
	return all
}

func TestWhoAsksIsTheSameWhateverTheDesign(t *testing.T) {
	plain := func() plan {
		p := simple()
		p.populations = []client.Population{{Name: "tv", Users: 300, Names: 3}, {Name: "web", Users: 50, FirstName: 3, Names: 2}}
		p.names, p.shares = 5, []float64{0.7, 0.3}
		p.arrivals = every(10*time.Millisecond, 3000, 1)
		p.pools[0].Servers = 200
		return p
	}
	want := identities(play(plain()).tape)
	require.Len(t, want, 3000)
	for _, c := range []struct {
		says   string
		change func(p *plan)
	}{
		{"another TTL", func(p *plan) { p.ttl = time.Hour }},
		{"retries and errors", func(p *plan) {
			p.lbs[0].Targets, p.rules.Retrying = false, tokenBucket{attempts: 3, wait: time.Second, start: 1e6}
		}},
		{"another endpoint", func(p *plan) {
			p.lbs = []balancer.LB{p.lbs[0], p.lbs[0]}
			p.endpoints = []policy.Endpoint{{Rank: 1, Weight: 1}, {Rank: 1, Weight: 1}}
		}},
		{"fewer servers", func(p *plan) { p.pools[0].Servers = 2 }},
	} {
		p := plain()
		c.change(&p)
		assert.Equal(t, want, identities(play(p).tape), c.says)
	}
}

func TestDemandIsSplitOverPopulationsByShare(t *testing.T) {
	const n = 20_000
	for _, named := range []bool{false, true} {
		p := simple()
		p.populations = []client.Population{{Name: "a", Users: 500, Names: 1}, {Name: "b", Users: 500, Names: 1, FirstName: 1}, {Name: "c", Users: 500, Names: 1, FirstName: 2}}
		p.names = 3
		p.shares = []float64{0.6, 0.3, 0.1}
		p.pools[0].Servers = 1000
		p.arrivals = every(time.Millisecond, n, 1)
		clients := sim.NewKey(9, 0)
		if named {
			for i := range p.arrivals {
				p.arrivals[i].Client = clients.Uint64(clients.Uint64(uint64(i)) % 2000)
			}
		}
		r := play(p)
		counts := [3]float64{}
		for _, s := range r.tape.settled {
			counts[s.Population]++
			require.Less(t, int(s.User), 500)
		}
		draws := n
		if named {
			draws = 2000 // a client of the trace is always of the same population
		}
		for i, share := range p.shares {
			assert.InDelta(t, share, counts[i]/n, 4*math.Sqrt(share*(1-share)/float64(draws))*1.1, "population %d, clients named by the trace: %v", i, named)
		}
	}
}

func TestAClientOfTheTraceIsAlwaysTheSameUser(t *testing.T) {
	p := simple()
	p.populations = []client.Population{{Name: "a", Users: 1 << 20, Names: 1}, {Name: "b", Users: 1 << 20, Names: 1}}
	p.shares = []float64{0.5, 0.5}
	for i := range p.arrivals {
		p.arrivals[i].Client = sim.Mix(uint64(i%10) + 1)
		p.arrivals[i].Bytes = uint32(i % 10)
	}
	type identity struct {
		population request.Population
		user       request.User
	}
	users := map[uint32]identity{}
	for _, s := range play(p).tape.settled {
		w := identity{s.Population, s.User}
		if was, ok := users[s.Bytes]; ok {
			assert.Equal(t, was, w)
		}
		users[s.Bytes] = w
	}
	distinct := map[identity]bool{}
	for _, w := range users {
		distinct[w] = true
	}
	assert.Len(t, distinct, 10)
}
