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

// up reports which servers HAProxy calls up.
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
		haproxyBackups("", "use=first"), haproxyBackups("\toption allbackups\n", "use=all"), haproxyUnchecked(), haproxyLeft(), haproxyErrors(), haproxySilent(), haproxyIdle()}
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

// mostTake leaves out the slowest, whom a busy machine has kept waiting.
const mostTake = "how long 19 of 20 of those take at most that are answered"

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
				text := fmt.Sprintf("one of two servers %s, no health checks, %s: ", what, c.says)
				list := []fact{{strategy, text + "requests that fail", part(r.bad, c.n)}}
				if r.bad > 0 {
					return append(list, fact{strategy, text + "how long a request takes that fails", secs(r.tookBad)})
				}
				return append(list, fact{strategy, text + mostTake, secs(r.most)})
			},
			measure: func(b *rig.Bench, path string) []figure {
				servers := b.Backends(2, 2*ms)
				p := startHAProxy(b, path, c.lines, "", servers, 0)
				servers[0].Set(c.mood)
				r := measured(b.Send(&rig.Load{URL: p.url(), At: rig.Every(b.Now(), c.gap, c.n), Limit: time.Minute}))
				if r.bad > 0 {
					return []figure{part(r.bad, r.n), secs(r.tookBad)}
				}
				return []figure{part(r.bad, r.n), secs(r.most)}
			}})
	}
	return list
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
