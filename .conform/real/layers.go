package main

import (
	"fmt"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/policy"
)

// stack is HAProxy before two nginx, each before two apps of its own.
type stack struct {
	apps   []*rig.Backend
	edges  []*edge
	proxy  *proxy
	server string
}

// startStack runs one. nginx answers a static page itself at /healthz.
func startStack(b *rig.Bench, path, lines, server, location string, takes time.Duration) *stack {
	s := &stack{apps: b.Backends(4, takes)}
	var addresses []*rig.Backend
	for i := range 2 {
		e := startNginxAs(b, fmt.Sprintf("nginx%d", i), nginxProgram.Path(), "", "max_fails=0", location, s.apps[2*i:2*i+2])
		s.edges = append(s.edges, e)
		addresses = append(addresses, &rig.Backend{Name: fmt.Sprintf("n%d", i), Address: e.address})
	}
	s.proxy = startHAProxy(b, path, lines, server, addresses, 0)
	b.Sleep(b.Now() + second)
	return s
}

func (s *stack) set(m rig.Mood, apps ...int) {
	for _, a := range apps {
		s.apps[a].Set(m)
	}
}

func (s *stack) hits(since time.Duration) (n int) {
	for _, a := range s.apps {
		n += len(a.Hits("", since))
	}
	return n
}

// layers: what one layer makes of the failure of the layer below.
func layers() []experiment {
	return []experiment{layerAnswers(), layerSeesItsPath("static", "GET /healthz, which nginx answers itself", "/healthz"), layerSeesItsPath("proxied", "GET /api, which goes to the apps", "/api"),
		layerGoesOn(), layerRepeats(), copyDestroyed(), copyKept()}
}

const both = "HAProxy before two nginx, each before two apps; both apps of one nginx refuse: "

// layerAnswers: nginx answers 502 for its apps, which is an answer to HAProxy.
func layerAnswers() experiment {
	const gap, n = 100 * ms, 100
	return experiment{name: "layers-502", program: haproxyProgram, needs: also(nginxProgram),
		predict: func() []fact {
			bad := func(given ...string) int {
				r, _ := predicted(fails(setup(2, model.Every(gap, n), "round-robin", redispatch(given...)), 1, rig.Errs, 0, ever))
				return r.bad
			}
			return []fact{{"redispatch", both + "requests that fail, option redispatch (an LB that answers with an error is no refusal)", part(bad("redispatch=yes"), n)},
				{"redispatch", both + "requests that fail, retry-on 502 redispatch 1 (redispatch: {errors: yes})", part(bad("redispatch=yes", "errors=yes"), n)}}
		},
		measure: func(b *rig.Bench, path string) (list []figure) {
			for _, lines := range []string{"\tbalance roundrobin\n\toption redispatch\n", "\tbalance roundrobin\n\toption redispatch 1\n\tretry-on conn-failure 502\n"} {
				s := startStack(b, path, lines, "", "", 2*ms)
				s.set(rig.Refuses, 0, 1)
				r := measured(b.Send(&rig.Load{URL: s.proxy.url(), At: rig.Every(b.Now(), gap, n), Limit: 10 * second}))
				list = append(list, part(r.bad, r.n))
			}
			return list
		}}
}

// layerSeesItsPath: a check sees as deep as its path goes.
func layerSeesItsPath(name, says, page string) experiment {
	const gap, n = 100 * ms, 120
	sees := 1.0
	if name == "static" {
		sees = 0
	}
	return experiment{name: "layers-check-" + name, program: haproxyProgram, needs: also(nginxProgram),
		predict: func() []fact {
			bad, runs := 0, 40
			for i := range runs {
				s := setup(2, model.Every(gap, n), "round-robin", redispatch("redispatch=yes"))
				s.Key, s.Check.ProbeTiming, s.Check.Sight = key.At(uint64(i)), haproxyTiming, policy.Sight{Errors: sees, Work: policy.Aside}
				r, _ := predicted(fails(s, 1, rig.Errs, second, ever))
				bad += r.bad
			}
			return []fact{{"", fmt.Sprintf("%sof %d requests, 10 a second, after 1 s of health, those that fail; check inter 1s fall 3, %s (sees-errors: %v%%)", both, n, says, 100*sees), number(bad/runs).period(5, "between two checks half of 10 requests go there")}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			s := startStack(b, path, "\tbalance roundrobin\n\toption redispatch\n\tdefault-server check inter 1s fall 3 rise 2\n\toption httpchk GET "+page+"\n", "", "", 2*ms)
			b.Sleep(b.Now() + 2*second)
			from := b.Now()
			go func() {
				b.Sleep(from + 950*ms)
				s.set(rig.Refuses, 0, 1)
			}()
			return []figure{number(measured(b.Send(&rig.Load{URL: s.proxy.url(), At: rig.Every(from, gap, n), Limit: 10 * second})).bad)}
		}}
}

// layerGoesOn: a client leaves after 1.5 s, apps hang, and each layer tries again.
func layerGoesOn() experiment {
	const clients = 5
	return experiment{name: "layers-left", program: haproxyProgram, needs: also(nginxProgram),
		predict: func() []fact {
			// nginx knows of the layer above alone: that one leaves after its own time-out,
			// or with its client if it is told to.
			tries := func(leaves time.Duration) int {
				s := setup(2, model.Every(50*ms, clients), "round-robin", nextUpstream("answer=2s"))
				s.Patience, s.Timeout = leaves, leaves
				_, picks := predicted(fails(s, 2, rig.Hangs, 0, ever))
				return len(picks) / clients
			}
			const text = "HAProxy, timeout server 3s, before nginx, proxy_read_timeout 2s, before apps that hang; clients leave after 1.5 s: tries at apps for each of them"
			return []fact{{"next-upstream", text + " (the second begins when the client has left; that nginx's own client leaves after 3 s is put in)", number(tries(3 * second))},
				{"next-upstream", text + "; abortonclose in listen (that nginx's own client leaves after 1.5 s is put in)", number(tries(1500 * ms))}}
		},
		measure: func(b *rig.Bench, path string) (list []figure) {
			for _, option := range []string{"", "\toption abortonclose\n"} {
				s := startStack(b, path, "\tbalance roundrobin\n\ttimeout server 3s\n\tretries 0\n"+option, "", "proxy_read_timeout 2s;", 0)
				s.set(rig.Hangs, 0, 1, 2, 3)
				from := b.Now()
				b.Send(&rig.Load{URL: s.proxy.url(), At: rig.Every(from, 50*ms, clients), Limit: 1500 * ms})
				b.Sleep(b.Now() + 5*second)
				list = append(list, figure{unit: count, value: float64(s.hits(from)) / clients})
			}
			return list
		}}
}

// layerRepeats: permission to try again is of each layer and method. nginx does not
// repeat a POST whose answer is late; HAProxy that is told to repeat all does.
func layerRepeats() experiment {
	const calls = 3
	return experiment{name: "layers-repeats", program: haproxyProgram, needs: also(nginxProgram),
		predict: func() (list []fact) {
			at := model.Every(20*second, calls)
			_, above := predicted(fails(setup(2, at, "round-robin", redispatch("redispatch=yes", "errors=yes")), 2, rig.Errs, 0, ever)) // nginx answers 504
			for _, c := range []struct {
				method   string
				retrying policy.LBRetrying
			}{{"GET", nextUpstream("answer=2s")}, {"POST", posts{nextUpstream("answer=2s")}}} {
				_, below := predicted(fails(setup(2, at, "weighted-round-robin", c.retrying), 2, rig.Hangs, 0, ever))
				list = append(list, fact{"redispatch", fmt.Sprintf("HAProxy, retry-on all-retryable-errors, before two nginx, proxy_read_timeout 2s max_fails=0, each before two apps that hang: tries at apps for each %s (of HAProxy, times those of nginx, played one by one)", c.method), number(len(above) / calls * len(below) / calls)})
			}
			return list
		},
		measure: func(b *rig.Bench, path string) (list []figure) {
			s := startStack(b, path, "\tbalance roundrobin\n\toption redispatch\n\tretry-on all-retryable-errors\n", "", "proxy_read_timeout 2s;", 0)
			s.set(rig.Hangs, 0, 1, 2, 3)
			for _, method := range []string{"GET", "POST"} {
				from := b.Now()
				for range calls {
					b.Send(&rig.Load{URL: s.proxy.url(), Method: method, At: rig.Every(b.Now(), 0, 1), Limit: 30 * second})
				}
				list = append(list, figure{unit: count, value: float64(s.hits(from)) / calls})
			}
			return list
		}}
}
