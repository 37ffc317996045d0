package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/policy"
	"failsim/sim"
)

var undiciProgram = npm("undici", "undici", "7.16.0")

// A name that points to one server, and after a while to another, while both are up.
const movingScript = `const http = require('http');
$MAKE
const hosts = $HOSTS, gap = $GAP, count = $COUNT, moves = $MOVES;
const began = Date.now();
const lookup = (host, options, found) => {
	const address = Date.now() - began < moves ? hosts[0] : hosts[1];
	options.all ? found(null, [{address, family: 4}]) : found(null, address, 4);
};
(async () => {
	const from = [];
	for (let i = 0; i < count; i++) {
		await new Promise(done => setTimeout(done, began + i * gap - Date.now()));
		from.push(await get('http://name.test:$PORT/', lookup));
	}
	console.log(JSON.stringify(from));
	process.exit(0);
})();
`

const nodeGet = `const get = (url, lookup) => new Promise((done, failed) => http.get(url, {lookup$AGENT}, answer => {
	let text = '';
	answer.on('data', d => text += d);
	answer.on('end', () => done(text));
}).on('error', failed));`

const undiciGet = `const { Agent, request } = require('undici');
let agent;
const get = async (url, lookup) => {
	agent = agent || new Agent({connect: {lookup}});
	return (await request(url, {dispatcher: agent})).body.text();
};`

// pools: clients that keep connections, and a name that moves.
func pools() (list []experiment) {
	for _, c := range []struct {
		name, says, make string
		program          *rig.Program
		gap              time.Duration
		n                int
		idle             string
	}{
		{"node-agent", "Agent{keepAlive: true}", strings.ReplaceAll(nodeGet, "$AGENT", ", agent"), nodeProgram, 7 * second, 8, "0s"},
		{"node-global", "the global agent", strings.ReplaceAll(nodeGet, "$AGENT", ""), nodeProgram, second, 30, "5s"},
		{"node-global-slow", "the global agent", strings.ReplaceAll(nodeGet, "$AGENT", ""), nodeProgram, 7 * second, 8, "5s"},
		{"undici", "undici's Agent", undiciGet, undiciProgram, second, 30, "4s"},
		{"undici-slow", "undici's Agent", undiciGet, undiciProgram, 7 * second, 8, "4s"},
	} {
		moves := time.Duration(c.n/3)*c.gap + c.gap/2
		if c.name == "node-agent" {
			c.make = "const agent = new http.Agent({keepAlive: true});\n" + c.make
		}
		list = append(list, experiment{name: "pool-" + c.name, program: c.program, needs: also(nodeProgram),
			predict: func() []fact {
				s := rig.Make[policy.Connecting]("pinned-connection", "idle="+c.idle)
				var k policy.Connection
				moved := 0
				for i := range c.n {
					k.Now = sim.Time(time.Duration(i+1) * c.gap)
					if i == 0 || !s.Keeps(&k) {
						k.Opened, k.Resolved = k.Now, k.Now
					}
					if k.Used = k.Now; time.Duration(k.Resolved)-c.gap >= moves {
						moved++
					}
				}
				return []fact{{"pinned-connection", fmt.Sprintf("%s, a request every %v, the name moves after %v and the old server stays up: of %d requests the new one gets (idle %s)", c.says, c.gap, moves, c.n, c.idle), number(moved)}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				servers := b.Spread(2, 0)
				hosts, _ := json.Marshal(hostsOf(servers))
				words := map[string]string{"MAKE": c.make, "HOSTS": string(hosts), "PORT": portOf(servers[0].Address), "GAP": fmt.Sprint(c.gap.Milliseconds()), "COUNT": fmt.Sprint(c.n), "MOVES": fmt.Sprint(moves.Milliseconds())}
				script := b.Write("moving.js", movingScript, words)
				if c.program == undiciProgram {
					os.Symlink(filepath.Join(install(b, path, "undici@7.16.0"), "node_modules"), filepath.Join(b.Dir, "node_modules"))
				}
				out, _ := b.Run(2*time.Minute, nodeProgram.Path(), script)
				var from []string
				if err := json.Unmarshal([]byte(out), &from); err != nil {
					b.Fail("node says %q", out)
				}
				moved := 0
				for _, f := range from {
					if f == servers[1].Name {
						moved++
					}
				}
				return []figure{number(moved)}
			}})
	}
	return append(list, undiciRetries(), quietName())
}

const undiciRetry = `const { Agent, RetryAgent, request } = require('undici');
(async () => {
	const agent = new RetryAgent(new Agent());
	const began = Date.now();
	let status = 0;
	try { status = (await request('$URL', {dispatcher: agent})).statusCode; } catch (e) { status = e.statusCode || 0; }
	console.log(JSON.stringify((Date.now() - began) / 1000));
	process.exit(0);
})();
`

// undiciRetries: RetryAgent by default, of a server that answers 503.
func undiciRetries() experiment {
	return experiment{name: "undici-retries", program: undiciProgram, needs: also(nodeProgram),
		predict: func() []fact {
			s := rig.Make[policy.Retrying]("backoff", "attempts=6", "base=500ms", "cap=30s", "jitter=none", "limit=none")
			n, waits := 1, time.Duration(0)
			for {
				wait, again := s.Again(&policy.Retry{Attempt: n, Budget: &policy.Budget{}}, 0.5)
				if !again {
					break
				}
				n++
				waits += wait
			}
			const text = "RetryAgent, a server that answers 503: "
			return []fact{{"backoff", text + "attempts (attempts 6, base 500ms, jitter none)", number(n)}, {"backoff", text + "how long a GET takes that fails", secs(waits.Seconds())}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(1, 0)
			servers[0].Set(rig.Errs)
			os.Symlink(filepath.Join(install(b, path, "undici@7.16.0"), "node_modules"), filepath.Join(b.Dir, "node_modules"))
			out, _ := b.Run(time.Minute, nodeProgram.Path(), b.Write("retry.js", undiciRetry, map[string]string{"URL": "http://" + servers[0].Address + "/"}))
			var took float64
			if err := json.Unmarshal([]byte(out), &took); err != nil {
				b.Fail("node says %q", out)
			}
			return []figure{number(len(servers[0].Hits("", 0))), secs(took)}
		}}
}

// quietName: a server dies, and its name, for which nobody else asks, points elsewhere
// 3 s later. A client with an open connection asks when it has lost that, is told the old
// address, and holds it for the whole TTL; of a name that others keep warm it may ask at
// any time of the TTL.
func quietName() experiment {
	const n, verdict, ttl = 6, 3 * time.Second, 12 * time.Second
	return experiment{name: "pool-quiet-name", program: goProgram, needs: also(dnsmasqProgram),
		predict: func() []fact {
			const text = "TTL 12 s behind dnsmasq, a client with an open connection, its server dies and the name moves 3 s later: until the new one answers, mean of 6 names, "
			return []fact{{"", text + "which no other client asks for (quiet-names: the whole TTL)", secs(meanOfList(untilMoved(20, ttl, verdict, true)))},
				{"", text + "which another client asks for every second (3 s and U(0, TTL))", secs(meanOfList(untilMoved(400, ttl, verdict, false)))}}
		},
		measure: func(b *rig.Bench, _ string) (list []figure) {
			a := b.Authority(ttl)
			resolver := startDnsmasq(b, dnsmasqProgram.Path(), a.Address)
			for _, warm := range []bool{false, true} {
				servers := b.Spread(2*n, 0)
				times := make([]float64, n)
				var all sync.WaitGroup
				ended := make(chan struct{})
				for i := range n {
					name := fmt.Sprintf("q%d-%v.names.example", i, warm)
					host := func(k int) [4]byte { return [4]byte(net.ParseIP(hostsOf(servers)[2*i+k]).To4()) }
					a.Set(name, host(0))
					if warm {
						go func() {
							b.Sleep(b.Now() + time.Duration(i)*ttl/n)
							for {
								select {
								case <-ended:
									return
								case <-time.After(second):
									ctx, cancel := context.WithTimeout(context.Background(), second)
									rig.Stub(ctx, resolver, name)
									cancel()
								}
							}
						}()
					}
					all.Go(func() {
						client := &http.Client{Timeout: 2 * second, Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
							address, err := rig.Stub(ctx, resolver, name)
							if err != nil {
								return nil, err
							}
							var d net.Dialer
							return d.DialContext(ctx, "tcp", net.JoinHostPort(address, portOf(servers[0].Address)))
						}}}
						get := func() bool {
							answer, err := client.Get("http://" + name + "/")
							if err != nil {
								return false
							}
							defer answer.Body.Close()
							_, err = io.ReadAll(answer.Body)
							return err == nil && answer.StatusCode == http.StatusOK
						}
						dies := b.Now() + ttl + 2*second + 200*ms
						for b.Now() < dies && b.Failed() == nil {
							if !get() {
								b.Fail("%s does not answer at the beginning", name)
							}
							b.Sleep(b.Now() + 500*ms)
						}
						servers[2*i].Set(rig.Refuses)
						dead := b.Now()
						go func() {
							b.Sleep(dead + verdict)
							a.Set(name, host(1))
						}()
						for !get() && b.Now() < dead+3*ttl && b.Failed() == nil {
							b.Sleep(b.Now() + 200*ms)
						}
						times[i] = (b.Now() - dead).Seconds()
					})
				}
				all.Wait()
				close(ended)
				for _, s := range servers {
					s.Set(rig.Refuses)
				}
				if warm {
					list = append(list, meanOf(times, ttl.Seconds()))
				} else {
					list = append(list, secs(meanOfList(times)))
				}
			}
			return list
		}}
}
