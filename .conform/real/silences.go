package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/dns"
	"failsim/models/policy"
	"failsim/sim"
)

// muted is an authority that falls silent for a while, and a resolver before it.
type muted struct {
	name, says string
	program    *rig.Program
	start      func(b *rig.Bench, path, to string) string
	hold       time.Duration // how long failsim's resolvers hold answers at least: those that overstay
}

const stale = "100% of resolvers overstay by an hour"

// silences: names that everybody asks for, and nobody answers resolvers for 20 s.
func silences() (list []experiment) {
	for _, c := range []muted{
		{"unbound", "unbound" + tick, unboundProgram, func(b *rig.Bench, path, to string) string { return startUnbound(b, path, to, "") }, 0},
		{"unbound-stale", "unbound, serve-expired: yes (" + stale + ")", unboundProgram, func(b *rig.Bench, path, to string) string {
			return startUnbound(b, path, to, "serve-expired: yes")
		}, time.Hour},
		{"dnsmasq", "dnsmasq", dnsmasqProgram, func(b *rig.Bench, path, to string) string { return startDnsmasq(b, path, to) }, 0},
		{"dnsmasq-stale", "dnsmasq, --use-stale-cache (" + stale + ")", dnsmasqProgram, func(b *rig.Bench, path, to string) string {
			return startDnsmasq(b, path, to, "--use-stale-cache=3600")
		}, time.Hour},
		{"bind", "BIND", bindProgram, func(b *rig.Bench, path, to string) string { return startBind(b, path, to, "") }, 0},
		{"coredns", "CoreDNS, cache", corednsProgram, func(b *rig.Bench, path, to string) string { return startCoreDNS(b, path, "cache 30", to) }, 0},
		{"coredns-stale", "CoreDNS, cache { serve_stale } (" + stale + ")", corednsProgram, func(b *rig.Bench, path, to string) string {
			return startCoreDNS(b, path, "cache 30 {\n\t\tserve_stale\n\t}", to)
		}, time.Hour},
	} {
		list = append(list, silence(c))
	}
	return append(list, unboundReturns(), corednsForwards())
}

// Names are first asked for over the TTL, so that their answers run out at all times.
const silentFor, gapOfNames, spread = 20 * time.Second, 250 * time.Millisecond, 5 * time.Second

func silence(c muted) experiment {
	const n, ttl = 20, 5 * second
	return experiment{name: "silence-" + c.name, program: c.program,
		predict: func() []fact {
			ticks := time.Duration(0)
			if c.program == unboundProgram {
				ticks = second
			}
			r := dns.NewResolvers(key, 400, ttl, holds(max(ttl, c.hold), ticks))
			a := dns.NewAuthority([]sim.Key{key}, [][]policy.Endpoint{{{Rank: 1, Weight: 1}}})
			from := sim.Time(3 * time.Hour)
			a.Silence(from, 1)
			good, all := 0, 0
			for i := range r.Len() {
				for at := time.Duration(0); at < silentFor; at += gapOfNames {
					now := from.Add(at + gapOfNames/2)
					asked, question := r.Asked(i, now)
					if _, ok := a.Heard(0, r, i, asked, now, question); ok {
						good++
					}
					all++
				}
			}
			return []fact{{"", fmt.Sprintf("%s: the authority is silent for %v, TTL 5 s, names asked for 4 times a second: questions that are answered meanwhile", c.says, silentFor), part(good, all).chance(0.03, "the moments at which 20 answers run out")}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			a := b.Authority(ttl)
			for i := range n {
				a.Set(nameOf(i), [4]byte{127, 0, 0, 1})
			}
			resolver := c.start(b, path, a.Address)
			warm := b.Now() + 13*second
			go func() {
				b.Sleep(warm)
				a.Silence(true)
			}()
			good, all := askAll(b, resolver, n, warm, warm+silentFor)
			return []figure{part(good, all)}
		}}
}

func nameOf(i int) string { return fmt.Sprintf("n%d.names.example", i) }

// askAll asks for n names until an instant, and counts the answers to what was asked
// from another on; whoever has none after 0.9 s has none.
func askAll(b *rig.Bench, resolver string, n int, from, until time.Duration) (good, all int) {
	var mu sync.Mutex
	var open sync.WaitGroup
	for i := range n {
		open.Go(func() {
			for at := b.Now() + time.Duration(i)*spread/time.Duration(n); at < until && b.Failed() == nil; at += gapOfNames {
				b.Sleep(at)
				open.Go(func() {
					ctx, cancel := context.WithTimeout(context.Background(), 900*ms)
					defer cancel()
					_, err := rig.Stub(ctx, resolver, nameOf(i))
					mu.Lock()
					defer mu.Unlock()
					if at >= from {
						if all++; err == nil {
							good++
						}
					}
				})
			}
		})
	}
	open.Wait()
	return good, all
}

// unboundReturns: after more than two minutes of silence unbound asks no more.
func unboundReturns() experiment {
	const n, down, watched = 4, 150 * second, 60 * second
	return experiment{name: "unbound-returns", program: unboundProgram,
		predict: func() []fact {
			r := dns.NewResolvers(key, n, 5*second, nil)
			r.HoldOff(dns.HoldOff{After: 2 * time.Minute, For: 15 * time.Minute}, func(int) time.Duration { return 0 }) // it first asks then
			a := dns.NewAuthority([]sim.Key{key}, [][]policy.Endpoint{{{Rank: 1, Weight: 1}}})
			from := sim.Time(8 * second)
			a.Silence(from, 1)
			a.Silence(from.Add(down), 0)
			good, all := 0, 0
			for i := range n {
				for at := down; at < down+watched; at += gapOfNames {
					now := from.Add(at)
					asked, question := r.Asked(i, now)
					if _, ok := a.Heard(0, r, i, asked, now, question); ok {
						good++
					}
					all++
				}
			}
			return []fact{{"", "unbound: the authority was silent for 150 s while 16 questions a second came: those of the minute after its return that are answered (hold-off: {after: 2m, for: 15m}: infra-host-ttl)", part(good, all)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			a := b.Authority(5 * second)
			for i := range n {
				a.Set(nameOf(i), [4]byte{127, 0, 0, 1})
			}
			resolver := startUnbound(b, path, a.Address, "")
			began := b.Now() + 8*second
			go func() {
				b.Sleep(began)
				a.Silence(true)
				b.Sleep(began + down)
				a.Silence(false)
			}()
			good, all := askAll(b, resolver, n, began+down, began+down+watched)
			return []figure{part(good, all)}
		}}
}

// corednsForwards: one of two upstreams is silent. CoreDNS probes it from the first
// question on that had no answer within 2 s: for 1 s each, half a second apart.
func corednsForwards() experiment {
	const gap, n = 20 * ms, 600
	probes := policy.ProbeTiming{Interval: 500 * ms, Timeout: second, Unhealthy: 3, Healthy: 1, FromEnd: true}
	return experiment{name: "coredns-forward", program: corednsProgram,
		predict: func() []fact {
			out := probes.VerdictFrom(sim.Time(2*second), 0, false, true)
			const many = 100 * n // so that only what is measured hangs on chance
			fates, _ := model.Play(fails(setup(2, model.Every(gap, many), "random", nextUpstream("connect=2s")), 1, rig.Drops, 0, ever))
			slow, good := 0, 0
			for _, f := range fates {
				if f.Good {
					good++
				}
				if f.Took > 1500*ms {
					slow++
				}
			}
			const text = "forward, one of two upstreams is silent, 50 questions a second: "
			return []fact{{"random", text + "those of the first 6 s that take 2 s", part(slow, many)},
				{"", text + "when the last slow one is asked (2 s, then 3 probes: interval 500ms from the end, timeout 1s, threshold 3)", secs(out.Sub(0).Seconds()).period(0.5, "between two probes")},
				{"", text + "answered in the end", part(good, many)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			var to []string
			for i := range 2 {
				a := b.Authority(0)
				a.Add("n.names.example", [4]byte{127, 0, 0, 1})
				a.Silence(i == 0)
				to = append(to, a.Address)
			}
			resolver := startCoreDNS(b, path, "", to...)
			began := b.Now()
			slow, good, last := 0, 0, 0.0
			var mu sync.Mutex
			var open sync.WaitGroup
			for i := range n {
				at := began + time.Duration(i)*gap
				b.Sleep(at)
				open.Go(func() {
					ctx, cancel := context.WithTimeout(context.Background(), 20*second)
					defer cancel()
					asked := b.Now()
					_, err := rig.Stub(ctx, resolver, "n.names.example")
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						good++
					}
					if b.Now()-asked > 1500*ms {
						if last = max(last, (asked - began).Seconds()); asked-began < 6*second {
							slow++
						}
					}
				})
			}
			open.Wait()
			return []figure{part(slow, 300), secs(last), part(good, n)}
		}}
}

var corednsProgram = &rig.Program{Name: "CoreDNS", Command: "coredns", Asks: []string{"-version"}, Finds: `CoreDNS-(\S+)`, Built: "make coredns"}

// startCoreDNS runs one that forwards to some, with more lines.
func startCoreDNS(b *rig.Bench, path, more string, to ...string) (address string) {
	address = b.Port()
	text := fmt.Sprintf(".:%s {\n\tbind 127.0.0.1\n\terrors\n\t%s\n\tforward . %s\n}\n", portOf(address), more, strings.Join(to, " "))
	b.Start("coredns", path, "-conf", b.Write("Corefile", text, nil))
	b.Await(address)
	return address
}
