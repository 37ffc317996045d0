package main

import (
	"fmt"
	"strings"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/policy"
)

// haproxyBackups: two that are dead and two backups.
func haproxyBackups(option, use string) experiment {
	name := "first"
	if option != "" {
		name = "all"
	}
	return experiment{name: "haproxy-backups-" + name, program: haproxyProgram,
		predict: func() []fact {
			s := setup(4, model.Every(50*ms, 60), "round-robin", nil, filter("backups", "last=2", use))
			s.Check = policy.Check{ProbeTiming: policy.ProbeTiming{Interval: ms, Timeout: ms, Unhealthy: 1, Healthy: 1}}
			_, picks := predicted(fails(s, 2, rig.Refuses, ms, ever))
			to := 0
			for _, p := range picks {
				if p.Backend == 2 {
					to++
				}
			}
			return []fact{{"backups", fmt.Sprintf("two servers are DOWN, two are backups, backups used: %s: share of the first backup", name), part(to, len(picks))}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(4, 0)
			p := startHAProxy(b, path, option+"\tdefault-server check inter 200ms fall 1 rise 1\n", "", servers, 2)
			servers[0].Set(rig.Refuses)
			servers[1].Set(rig.Refuses)
			for all := p.up(); (all["s0"] || all["s1"]) && b.Failed() == nil; all = p.up() {
				b.Sleep(b.Now() + 20*ms)
			}
			to, all := sent(b.Send(&rig.Load{URL: p.url(), At: rig.Every(b.Now(), 50*ms, 60), Limit: 10 * second}), 0, 0, ever, "s2")
			return []figure{part(to, all)}
		}}
}

// haproxyNobody: none is up.
func haproxyUnchecked() experiment {
	const n = 20
	return experiment{name: "haproxy-nobody", program: haproxyProgram,
		predict: func() []fact {
			s := setup(2, model.Every(100*ms, n), "round-robin", redispatch())
			s.Check.ProbeTiming = policy.ProbeTiming{Interval: ms, Timeout: ms, Unhealthy: 1, Healthy: 1}
			r, _ := predicted(fails(s, 2, rig.Refuses, ms, ever))
			return []fact{{"", "every server is DOWN, timeout queue 2s: requests that fail", part(r.bad, n)}, {"", "every server is DOWN, timeout queue 2s: how long they take", secs(r.tookBad)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 0)
			p := startHAProxy(b, path, "\ttimeout queue 2s\n\tdefault-server check inter 200ms fall 1 rise 1\n", "", servers, 0)
			for _, s := range servers {
				s.Set(rig.Refuses)
			}
			p.turns(false, 10*second)
			r := measured(b.Send(&rig.Load{URL: p.url(), At: rig.Every(b.Now(), 100*ms, n), Limit: 10 * second}))
			return []figure{part(r.bad, r.n), secs(r.tookBad)}
		}}
}

// haproxyLeft: clients that hang up before their server has answered.
func haproxyLeft() experiment {
	const n = 20
	return experiment{name: "haproxy-left", program: haproxyProgram,
		predict: func() []fact { return []fact{leftFact(n)} },
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(1, 2*second)
			p := startHAProxy(b, path, "", "", servers, 0)
			b.Send(&rig.Load{URL: p.url(), At: rig.Every(b.Now(), 100*ms, n), Limit: second})
			good := 0
			for _, line := range p.logged(n) {
				if strings.Contains(line, " 200 ") {
					good++
				}
			}
			return []figure{part(good, n)}
		}}
}

// leftFact is what the LB's log says of clients that leave a server which works 2 s
// after 1 s.
func leftFact(n int) fact {
	s := setup(1, model.Every(100*ms, n), "round-robin", nil)
	s.Distribution, s.Timeout, s.Patience = constant(2*second), second, second
	fates, _ := model.Play(s)
	logged := 0
	for _, f := range fates {
		if f.Logged {
			logged++
		}
	}
	return fact{"", "clients leave after 1 s, servers answer after 2 s: requests that the LB's log calls answered right", part(logged, n)}
}

// haproxyErrors: an LB that tries again what was answered with an error.
func haproxyErrors() experiment {
	const n = 20
	return experiment{name: "haproxy-errors", program: haproxyProgram,
		predict: func() []fact {
			_, picks := predicted(fails(setup(2, model.Every(200*ms, n), "round-robin", redispatch("redispatch=yes", "errors=yes")), 2, rig.Errs, 0, ever))
			_, once := predicted(fails(setup(2, model.Every(200*ms, n), "round-robin", redispatch("redispatch=yes")), 2, rig.Errs, 0, ever))
			return []fact{{"redispatch", "all servers answer 503, option redispatch: requests that reach servers for each of a client's", number(len(once) / n)},
				{"redispatch", "all servers answer 503, and retry-on all-retryable-errors: requests that reach servers for each of a client's (POST too)", number(len(picks) / n)}}
		},
		measure: func(b *rig.Bench, path string) (list []figure) {
			servers := b.Backends(2, 0)
			for _, s := range servers {
				s.Set(rig.Errs)
			}
			for _, option := range []string{"", "\tretry-on all-retryable-errors\n"} {
				p := startHAProxy(b, path, "\toption redispatch\n"+option, "", servers, 0)
				from := b.Now()
				for _, method := range []string{"GET", "POST"} {
					b.Send(&rig.Load{URL: p.url(), Method: method, At: rig.Every(b.Now(), 200*ms, n/2), Limit: 10 * second})
				}
				hits := 0
				for _, s := range servers {
					hits += len(s.Hits("", from))
				}
				list = append(list, figure{unit: count, value: float64(hits) / n})
			}
			return list
		}}
}

// haproxySilent: one of two hangs, and checks see to it.
func haproxySilent() experiment {
	const gap, n = 100 * ms, 120
	return experiment{name: "haproxy-silent", program: haproxyProgram,
		predict: func() []fact {
			bad, last, runs := 0, 0.0, 40
			for i := range runs { // over phases of the checks
				s := setup(2, model.Every(gap, n), "round-robin", redispatch("server=2s"))
				s.Key, s.Check.ProbeTiming, s.Check.Sight = key.At(uint64(i)), haproxyTiming, policy.Sight{Slow: 1, Work: policy.Request}
				r, _ := predicted(fails(s, 1, rig.Hangs, second, ever))
				bad, last = bad+r.bad, last+r.lastBad.Seconds()-0.9
			}
			return []fact{{"", "one of two servers hangs, timeout server 2s, checks inter 1s fall 3 with 1 s time-out, 10 requests/s: requests that fail", number(bad/runs).period(5, "between two checks half of 10 requests go there")},
				{"", "one of two servers hangs, timeout server 2s, checks inter 1s fall 3 with 1 s time-out: when the last request is sent that fails", secs(last/float64(runs)).period(1, "between two checks")}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 0)
			p := startHAProxy(b, path, "\ttimeout server 2s\n\t"+checks, "", servers, 0)
			b.Sleep(b.Now() + 2*second)
			servers[0].Set(rig.Hangs)
			r := measured(b.Send(&rig.Load{URL: p.url(), At: rig.Every(b.Now(), gap, n), Limit: 10 * second}))
			return []figure{number(r.bad), secs(r.lastBad.Seconds())}
		}}
}

// haproxyObserved: what clients meet takes a server out before checks do.
func haproxyObserved() (list []experiment) {
	const gap, n = 50 * ms, 200
	for _, c := range []struct {
		name, layer, errors string
		mood                rig.Mood
	}{{"layer7", "answers", "4", rig.Errs}, {"layer4", "connections", "4", rig.Refuses}} {
		list = append(list, experiment{name: "haproxy-observe-" + c.name, program: haproxyProgram,
			predict: func() []fact {
				s := setup(2, model.Every(gap, n), "round-robin", redispatch("redispatch=yes"), filter("observe", "errors="+c.errors, "layer="+c.layer, "inter=1h"))
				r, picks := predicted(fails(s, 1, c.mood, 0, ever))
				tries := 0
				for _, p := range picks {
					if p.Backend == 0 {
						tries++
					}
				}
				return []fact{{"observe", fmt.Sprintf("observe %s error-limit %s on-error mark-down, one of two servers fails all: requests that fail", c.name, c.errors), number(r.bad)},
					{"observe", fmt.Sprintf("observe %s error-limit %s on-error mark-down, one of two servers fails all: when it is tried for the last time (measured: when HAProxy's socket says DOWN)", c.name, c.errors), secs(lastPick(picks, 0, gap))}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				servers := b.Backends(2, 0)
				p := startHAProxy(b, path, "\toption redispatch\n\tdefault-server check inter 60s fall 100 rise 100 observe "+c.name+" error-limit "+c.errors+" on-error mark-down\n", "", servers, 0)
				b.Sleep(b.Now() + second)
				servers[0].Set(c.mood)
				from, down := b.Now(), 0.0
				done := make(chan struct{})
				go func() {
					defer close(done)
					for b.Now() < from+10*second && b.Failed() == nil && p.up()["s0"] {
						b.Sleep(b.Now() + 10*ms)
					}
					down = (b.Now() - from).Seconds()
				}()
				r := measured(b.Send(&rig.Load{URL: p.url(), At: rig.Every(from, gap, n), Limit: 10 * second}))
				<-done
				return []figure{number(r.bad), secs(down)}
			}})
	}
	return list
}

// lastPick is when a backend was picked last, since the first request, one of which
// comes each gap.
func lastPick(picks []model.Pick, backend int, gap time.Duration) (at float64) {
	for _, p := range picks {
		if p.Backend == backend {
			at = (p.At - gap).Seconds()
		}
	}
	return at
}

// haproxyBlip: all servers refuse for a second, with and without redispatch.
func haproxyBlip() (list []experiment) {
	const gap, n = 100 * ms, 60
	for _, c := range []struct{ name, option, given string }{{"blip", "", "redispatch=no"}, {"blip-redispatch", "\toption redispatch\n", "redispatch=yes"}} {
		list = append(list, experiment{name: "haproxy-" + c.name, program: haproxyProgram,
			predict: func() []fact {
				r, _ := predicted(fails(setup(2, model.Every(gap, n), "round-robin", redispatch(c.given)), 2, rig.Refuses, second+50*ms, 2*second+50*ms))
				return []fact{{"redispatch", "both servers refuse for 1 s, 10 requests/s, " + c.given + ": requests that fail", number(r.bad)},
					{"redispatch", "both servers refuse for 1 s, 10 requests/s, " + c.given + ": " + mostTake, secs(r.most)}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				servers := b.Backends(2, 0)
				p := startHAProxy(b, path, c.option, "", servers, 0)
				from := b.Now() + second
				go func() {
					b.Sleep(from + 900*ms + 50*ms)
					for _, s := range servers {
						s.Set(rig.Refuses)
					}
					b.Sleep(from + 1900*ms + 50*ms)
					for _, s := range servers {
						s.Set(rig.Serves)
					}
				}()
				r := measured(b.Send(&rig.Load{URL: p.url(), At: rig.Every(from, gap, n), Limit: 10 * second}))
				return []figure{number(r.bad), secs(r.most)}
			}})
	}
	return list
}
