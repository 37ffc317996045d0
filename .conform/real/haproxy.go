package main

import (
	"bufio"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/id"
	"failsim/models/policy"
)

var haproxyProgram = &rig.Program{Name: "HAProxy", Command: "haproxy", Asks: []string{"-v"}, Finds: `version (\d\S*)`, Package: "haproxy"}

// proxy is an HAProxy that runs.
type proxy struct {
	bench   *rig.Bench
	address string
	socket  string
	log     net.PacketConn
}

const haproxyBase = `global
	stats socket $DIR/socket level admin
	log 127.0.0.1:$LOG local0
	nbthread 1
	maxconn 4000
defaults
	mode http
	log global
	option httplog
	timeout client 60s
	timeout connect 5s
	timeout server 60s
	timeout check 1s
`

// startHAProxy runs one with a frontend, and a backend of these lines; each line
// that begins with "server" stands for one of the servers, in their order.
func startHAProxy(b *rig.Bench, path, lines, server string, servers []*rig.Backend, backup int) *proxy {
	p := &proxy{bench: b, address: b.Port(), socket: filepath.Join(b.Dir, "socket")}
	log, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		b.Fail("%w", err)
		return p
	}
	p.log = log
	text := haproxyBase + "listen all\n\tbind " + p.address + "\n" + lines
	for i, s := range servers {
		text += fmt.Sprintf("\tserver %s %s %s", s.Name, s.Address, server)
		if i >= len(servers)-backup {
			text += " backup"
		}
		text += "\n"
	}
	_, port, _ := net.SplitHostPort(log.LocalAddr().String())
	b.Start("haproxy", path, "-db", "-f", b.Write("haproxy.cfg", text, map[string]string{"DIR": b.Dir, "LOG": port}))
	b.Await(p.address)
	return p
}

func (p *proxy) url() string { return "http://" + p.address + "/%d" }

// ask sends a command to HAProxy's socket.
func (p *proxy) ask(command string) string {
	c, err := net.Dial("unix", p.socket)
	if err != nil {
		p.bench.Fail("%w", err)
		return ""
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	fmt.Fprintln(c, command)
	var out strings.Builder
	for lines := bufio.NewScanner(c); lines.Scan(); {
		out.WriteString(lines.Text() + "\n")
	}
	return out.String()
}

// up tells which servers HAProxy calls up.
func (p *proxy) up() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(p.ask("show stat")) {
		if cells := strings.Split(line, ","); len(cells) > 17 && cells[1] != "svname" && cells[1] != "FRONTEND" && cells[1] != "BACKEND" {
			all[cells[1]] = strings.HasPrefix(cells[17], "UP") || cells[17] == "no check"
		}
	}
	return all
}

// turns waits until each server is up, or down, and returns after how long each was.
func (p *proxy) turns(up bool, limit time.Duration) (list []float64) {
	began, seen := p.bench.Now(), map[string]bool{}
	for p.bench.Now() < began+limit && p.bench.Failed() == nil {
		all := p.up()
		for name, is := range all {
			if is == up && !seen[name] {
				seen[name] = true
				list = append(list, (p.bench.Now() - began).Seconds())
			}
		}
		if len(seen) == len(all) {
			return list
		}
		p.bench.Sleep(p.bench.Now() + 25*ms)
	}
	p.bench.Fail("after %v HAProxy calls only %d servers up=%v", limit, len(list), up)
	return list
}

// logged returns the statuses of the requests in HAProxy's log, as they come.
func (p *proxy) logged(n int) (lines []string) {
	line := make([]byte, 4096)
	for len(lines) < n {
		p.log.SetReadDeadline(time.Now().Add(10 * time.Second))
		k, _, err := p.log.ReadFrom(line)
		if err != nil {
			p.bench.Fail("HAProxy logged %d of %d requests: %w", len(lines), n, err)
			return lines
		}
		if text := string(line[:k]); strings.Contains(text, "HTTP/1.1\"") {
			lines = append(lines, text)
		}
	}
	return lines
}

func haproxy() []experiment {
	list := []experiment{haproxyChecks(), haproxySlowStart(), haproxyRandom(), haproxyHash("map-based", "map-hash"), haproxyHash("consistent", "consistent-hash"),
		haproxyBackups("", "use=first"), haproxyBackups("\toption allbackups\n", "use=all"), haproxyNobody(), haproxyLeft(), haproxyErrors(), haproxySilent(), haproxyIdle()}
	list = append(list, haproxyRefused()...)
	list = append(list, haproxyObserved()...)
	return append(list, haproxyBlip()...)
}

const checks = "default-server check inter 1s fall 3 rise 2\n\toption httpchk GET " + rig.CheckPath + "\n"

var haproxyTiming = policy.ProbeTiming{Interval: second, Timeout: second, Unhealthy: 3, Healthy: 2, FromEnd: true}

// haproxyChecks: twenty servers, all of which refuse, come back, hang, come back.
func haproxyChecks() experiment {
	return experiment{name: "haproxy-checks", program: haproxyProgram,
		predict: func() []fact {
			is := func(text string, healthy, silent bool) fact {
				return fact{"", "checks, inter 1s fall 3 rise 2: " + text + ", mean of 20 servers", secs(meanVerdict(haproxyTiming, healthy, silent))}
			}
			return []fact{is("from the moment a server refuses until it is DOWN", false, false), is("from its return until it is UP", true, false),
				is("from the moment a server accepts and never answers until it is DOWN (a check starts 1 s after the end of the last, which took its 1 s)", false, true),
				is("from its return until it is UP", true, false)}[:3]
		},
		measure: func(b *rig.Bench, path string) (list []figure) {
			servers := b.Backends(20, 0)
			p := startHAProxy(b, path, "\t"+checks, "", servers, 0)
			b.Sleep(b.Now() + 4*second)
			set := func(m rig.Mood, up bool) {
				for _, s := range servers {
					s.Set(m)
				}
				list = append(list, meanOf(p.turns(up, 20*second), 1))
				b.Sleep(b.Now() + 2*second)
			}
			set(rig.Refuses, false)
			set(rig.Serves, true)
			set(rig.Hangs, false)
			return list
		}}
}

// refusal is a case of one of two servers that refuses, or drops, while nobody checks.
type refusal struct {
	name, lines, balancing string
	says                   string
	mood                   rig.Mood
	retrying               policy.LBRetrying
	gap                    time.Duration
	n                      int
}

func haproxyRefused() (list []experiment) {
	const connects = "\ttimeout connect 1s\n"
	for _, c := range []refusal{
		{"refused", "\tbalance roundrobin\n", "round-robin", "retries 3, no redispatch", rig.Refuses, redispatch(), 100 * ms, 100},
		{"refused-redispatch", "\tbalance roundrobin\n\toption redispatch\n", "round-robin", "option redispatch, roundrobin", rig.Refuses, redispatch("redispatch=yes"), 100 * ms, 100},
		{"refused-leastconn", "\tbalance leastconn\n\toption redispatch\n", "least-outstanding", "option redispatch, leastconn", rig.Refuses, redispatch("redispatch=yes"), 100 * ms, 100},
		{"refused-map-hash", "\tbalance uri\n\toption redispatch\n", "map-hash", "option redispatch, uri with a map-based hash", rig.Refuses, redispatch("redispatch=last-same"), 100 * ms, 200},
		{"refused-consistent", "\tbalance uri\n\thash-type consistent\n\toption redispatch\n", "consistent-hash", "option redispatch, uri with a consistent hash", rig.Refuses, redispatch("redispatch=last"), 100 * ms, 200},
		{"dropped", "\tbalance roundrobin\n" + connects, "round-robin", "timeout connect 1s, no redispatch", rig.Drops, redispatch("connect=1s"), 200 * ms, 60},
		{"dropped-redispatch", "\tbalance roundrobin\n\toption redispatch\n" + connects, "round-robin", "timeout connect 1s, option redispatch", rig.Drops, redispatch("connect=1s", "redispatch=yes"), 200 * ms, 60},
	} {
		strategy, what := "redispatch", "refuses"
		if c.mood == rig.Drops {
			what = "drops what is sent to it"
		}
		list = append(list, experiment{name: "haproxy-" + c.name, program: haproxyProgram,
			predict: func() []fact {
				r, _ := predicted(fails(setup(2, model.Every(c.gap, c.n), c.balancing, c.retrying), 1, c.mood, 0, ever))
				text := fmt.Sprintf("one of two servers %s, nobody checks, %s: ", what, c.says)
				list := []fact{{strategy, text + "requests that fail", part(r.bad, c.n)}}
				if r.bad > 0 {
					return append(list, fact{strategy, text + "how long a request takes that fails", secs(r.tookBad)})
				}
				return append(list, fact{strategy, text + "the longest that is answered", secs(r.longest).in(0.2)})
			},
			measure: func(b *rig.Bench, path string) []figure {
				servers := b.Backends(2, 2*ms)
				p := startHAProxy(b, path, c.lines, "", servers, 0)
				servers[0].Set(c.mood)
				r := measured(b.Send(&rig.Load{URL: p.url(), At: rig.Every(b.Now(), c.gap, c.n), Limit: time.Minute}))
				if r.bad > 0 {
					return []figure{part(r.bad, r.n), secs(r.tookBad)}
				}
				return []figure{part(r.bad, r.n), secs(r.longest)}
			}})
	}
	return list
}

// haproxySlowStart: one of two comes back and counts as small at first.
func haproxySlowStart() experiment {
	const gap, n = 25 * ms, 400
	shares := func(of func(from, until time.Duration) (to, all int)) []figure {
		var list []figure
		for _, span := range [][2]time.Duration{{0, 3 * second}, {3 * second, 6 * second}, {6 * second, 10 * second}} {
			to, all := of(span[0], span[1])
			list = append(list, part(to, all).in(0.05))
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

// haproxyIdle: leastconn, of which an idle server gets its turn at once.
func haproxyIdle() experiment {
	const gap, n = 30 * ms, 100
	return experiment{name: "haproxy-slowstart-idle", program: haproxyProgram,
		predict: func() []fact {
			s := setup(2, model.Every(gap, n+70), "least-outstanding", nil, filter("slow-start", "over=10s", "least=0%"))
			s.Check = policy.Check{ProbeTiming: policy.ProbeTiming{Interval: ms, Timeout: ms, Unhealthy: 1, Healthy: 1}}
			_, picks := predicted(fails(s, 1, rig.Refuses, second, 2*second))
			to, all := 0, 0
			for _, p := range picks {
				if p.At > 2*second+ms {
					if all++; p.Backend == 0 {
						to++
					}
				}
			}
			return []fact{{"slow-start", "slowstart 10s, leastconn, one request at a time: share of one of two servers in the first 3 s after its return (no ramp)", part(to, all)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 2*ms)
			p := startHAProxy(b, path, "\tbalance leastconn\n\tdefault-server check inter 200ms fall 1 rise 1 slowstart 10s weight 100\n", "", servers, 0)
			servers[0].Set(rig.Refuses)
			for p.up()["s0"] && b.Failed() == nil {
				b.Sleep(b.Now() + 20*ms)
			}
			servers[0].Set(rig.Serves)
			for !p.up()["s0"] && b.Failed() == nil {
				b.Sleep(b.Now() + 10*ms)
			}
			to, all := 0, 0
			for back := b.Now(); b.Now() < back+3*second && b.Failed() == nil; all++ {
				if r := b.Send(&rig.Load{URL: p.url(), At: rig.Every(b.Now(), 0, 1), Limit: 10 * second}); r[0].From == "s0" {
					to++
				}
			}
			return []figure{part(to, all)}
		}}
}

// haproxyRandom: two draws that may fall on the same server.
func haproxyRandom() experiment {
	const held, n = 12, 300
	return experiment{name: "haproxy-random", program: haproxyProgram,
		predict: func() []fact {
			return []fact{pickLoaded("least-request", "pair=any", 3, held, n, "balance random: of three servers one holds 12 requests, others none: its share of 300 more (two draws, which may be the same)")}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(3, 0)
			p := startHAProxy(b, path, "\tbalance random\n", "", servers, 0)
			return []figure{shareOfLoaded(b, servers, p.url(), held, n)}
		}}
}

// pickLoaded is how often a strategy picks a server that holds some requests, of
// which others have none.
func pickLoaded(strategy, given string, servers, held, n int, text string) fact {
	const draws = 200000
	s, t := rig.Make[policy.Balancing](strategy, given), &policy.Targets{Cursor: new(uint32)}
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
func haproxyNobody() experiment {
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
			return []fact{{"", "one of two servers hangs, timeout server 2s, checks inter 1s fall 3 with 1 s time-out, 10 requests/s: requests that fail", number(bad / runs).in(5)},
				{"", "one of two servers hangs, timeout server 2s, checks inter 1s fall 3 with 1 s time-out: when the last request is sent that fails", secs(last / float64(runs)).in(1)}}
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
					{"observe", fmt.Sprintf("observe %s error-limit %s on-error mark-down, one of two servers fails all: when it is tried for the last time", c.name, c.errors), secs(lastPick(picks, 0, gap)).in(2 * gap.Seconds())}}
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
				return []fact{{"redispatch", "both servers refuse for 1 s, 10 requests/s, " + c.given + ": requests that fail", number(r.bad).in(1)},
					{"redispatch", "both servers refuse for 1 s, 10 requests/s, " + c.given + ": the longest that is answered", secs(r.longest).in(0.2)}}
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
				return []figure{number(r.bad), secs(r.longest)}
			}})
	}
	return list
}
