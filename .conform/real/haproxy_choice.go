package main

import (
	"fmt"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/id"
	"failsim/models/policy"
)

// haproxySlowStart: one of two comes back and counts as small at first.
func haproxySlowStart() experiment {
	const gap, n = 25 * ms, 400
	shares := func(of func(from, until time.Duration) (to, all int)) []figure {
		var list []figure
		for _, span := range [][2]time.Duration{{0, 3 * second}, {3 * second, 6 * second}, {6 * second, 10 * second}} {
			to, all := of(span[0], span[1])
			list = append(list, part(to, all))
		}
		return list
	}
	return experiment{name: "haproxy-slowstart", program: haproxyProgram,
		predict: func() (list []fact) {
			// The other is there from the beginning; this one is called healthy as soon as it is back.
			s := setup(2, model.Every(gap, n+80), "weighted-round-robin", nil, filter("slow-start", "over=10s", "least=0%"))
			s.Check = policy.Check{ProbeTiming: policy.ProbeTiming{Interval: ms, Timeout: ms, Unhealthy: 1, Healthy: 1}}
			_, picks := predicted(fails(s, 1, rig.Refuses, second, 2*second))
			for i, f := range shares(func(from, until time.Duration) (to, all int) {
				for _, p := range picks {
					if at := p.At - 2*second; at >= from && at < until {
						if all++; p.Backend == 0 {
							to++
						}
					}
				}
				return to, all
			}) {
				list = append(list, fact{"slow-start", fmt.Sprintf("slowstart 10s, roundrobin, weight 100: share of one of two servers in seconds %s after its return", []string{"0 to 3", "3 to 6", "6 to 10"}[i]), f})
			}
			return list
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 2*ms)
			p := startHAProxy(b, path, "\tbalance roundrobin\n\tdefault-server check inter 200ms fall 1 rise 1 slowstart 10s weight 100\n", "", servers, 0)
			servers[0].Set(rig.Refuses)
			for p.up()["s0"] && b.Failed() == nil {
				b.Sleep(b.Now() + 20*ms)
			}
			b.Sleep(b.Now() + second)
			servers[0].Set(rig.Serves)
			for !p.up()["s0"] && b.Failed() == nil {
				b.Sleep(b.Now() + 10*ms)
			}
			back := b.Now()
			results := b.Send(&rig.Load{URL: p.url(), At: rig.Every(back, gap, n), Limit: 10 * second})
			return shares(func(from, until time.Duration) (to, all int) { return sent(results, back, from, until, "s0") })
		}}
}

// sent counts who answered in a span.
func sent(results []rig.Result, since, from, until time.Duration, by string) (to, all int) {
	for _, r := range results {
		if at := r.At - since; at >= from && at < until {
			if all++; r.From == by {
				to++
			}
		}
	}
	return to, all
}

// haproxyRandom: two draws that may fall on the same server.
func haproxyRandom() experiment {
	const held, n = 12, 300
	return experiment{name: "haproxy-random", program: haproxyProgram,
		predict: func() []fact {
			return []fact{pickLoaded("least-request", 3, held, n, "balance random: of three servers one holds 12 requests, others none: its share of 300 more (two draws, which may be the same)", "pair=any")}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(3, 0)
			p := startHAProxy(b, path, "\tbalance random\n", "", servers, 0)
			return []figure{shareOfLoaded(b, servers, p.url(), held, n)}
		}}
}

// pickLoaded is how often a strategy picks a server that holds some requests, of
// which others have none.
func pickLoaded(strategy string, servers, held, n int, text string, given ...string) fact {
	const draws = 200000
	s, t := rig.Make[policy.Balancing](strategy, given...), &policy.Targets{Cursor: new(uint32)}
	for i := range servers {
		t.Healthy, t.InFlight = append(t.Healthy, id.Member(i)), append(t.InFlight, 0)
	}
	t.InFlight[0] = int32(held)
	picked := 0
	for i := range uint64(draws) {
		if s.Pick(t, key.Uint64(i)) == 0 {
			picked++
		}
	}
	return fact{strategy, text, figure{unit: share, value: float64(picked) / draws, of: n}}
}

// shareOfLoaded has one server hold requests, and sends more, one after the other.
func shareOfLoaded(b *rig.Bench, servers []*rig.Backend, url string, held, n int) figure {
	for _, s := range servers[1:] {
		s.Set(rig.Refuses)
	}
	servers[0].Set(rig.Hangs)
	done := make(chan struct{})
	go func() {
		b.Send(&rig.Load{URL: url, At: rig.Every(b.Now(), 0, 3*held), Limit: 60 * second})
		close(done)
	}()
	for until := b.Now() + 20*second; len(servers[0].Hits("", 0)) < held && b.Now() < until; {
		b.Sleep(b.Now() + 10*ms)
	}
	for _, s := range servers[1:] {
		s.Set(rig.Serves)
	}
	b.Sleep(b.Now() + 12*second) // until whatever the LB holds against them is forgotten
	before := len(servers[0].Hits("", 0))
	for range n {
		r := b.Send(&rig.Load{URL: url, At: rig.Every(b.Now(), 0, 1), Limit: 50 * ms})
		_ = r
	}
	to := len(servers[0].Hits("", 0)) - before
	servers[0].Set(rig.Serves)
	<-done
	return part(to, n)
}

// haproxyHash: one of ten is taken away.
func haproxyHash(kind, strategy string) experiment {
	const servers, keys = 10, 600
	return experiment{name: "haproxy-hash-" + kind, program: haproxyProgram,
		predict: func() []fact { return hashFacts(strategy, "balance uri, hash-type "+kind, servers, keys) },
		measure: func(b *rig.Bench, path string) []figure {
			list := b.Backends(servers, 0)
			p := startHAProxy(b, path, "\tbalance uri\n\thash-type "+kind+"\n", "", list, 0)
			return hashFigures(b, p.url(), keys, func() { p.ask("disable server all/s0") })
		}}
}
