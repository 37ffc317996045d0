package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/balancer"
)

var (
	nodeProgram = &rig.Program{Name: "Node.js", Command: "node", Asks: []string{"--version"}, Finds: `v(\S+)`, Package: "nodejs"}
	curlProgram = &rig.Program{Name: "curl", Command: "curl", Asks: []string{"--version"}, Finds: `curl (\S+)`, Package: "curl"}
	goProgram   = &rig.Program{Name: "Go's http.Transport", Command: "go", Asks: []string{"version"}, Finds: `go version go(\S+)`, Package: "golang"}
)

// nodeScript asks a few times, as the first request of a process takes longer, and
// reports the fastest.
const nodeScript = `const http = require('http');
const all = $ADDRESSES.map(address => ({address, family: 4}));
const get = () => new Promise(done => {
	const began = Date.now();
	http.get({agent: false, host: 'name.test', port: $PORT, lookup: (host, options, found) => options.all ? found(null, all) : found(null, all[0].address, 4)}, answer => {
		answer.resume();
		answer.on('end', () => done({seconds: (Date.now() - began) / 1000, status: answer.statusCode}));
	}).on('error', () => done({seconds: (Date.now() - began) / 1000, status: 0}));
});
(async () => {
	let best = await get();
	for (let i = 0; i < 7; i++) {
		const next = await get();
		if (next.status !== 200 || next.seconds < best.seconds) best = next;
	}
	console.log(JSON.stringify(best));
})();
`

// clients: the first of two addresses of a name does not work.
func clients() []experiment {
	text := func(what string) string {
		return "the first of a name's two addresses " + what + ": until the answer from the second"
	}
	// says is what failsim says of a client that goes on after a while.
	says := func(what string, after time.Duration) []fact {
		return []fact{{"", text(what), secs(nextAddressTime(after, balancer.Machine))}, {"", text("refuses"), secs(nextAddressTime(after, balancer.Process))}}
	}
	return []experiment{
		{name: "node-next-address", program: nodeProgram,
			predict: func() []fact {
				return says("drops what is sent to it (next-address: {after: 250ms})", 250*ms)
			},
			measure: func(b *rig.Bench, path string) []figure {
				return nextAddress(b, func(servers []*rig.Backend) (float64, bool) {
					var is struct {
						Seconds float64
						Status  int
					}
					hosts, _ := json.Marshal(hostsOf(servers))
					out, _ := b.Run(30*second, path, b.Write("get.js", nodeScript, map[string]string{"ADDRESSES": string(hosts), "PORT": portOf(servers[0].Address)}))
					if err := json.Unmarshal([]byte(out), &is); err != nil {
						b.Fail("node says %q", out)
					}
					return is.Seconds, is.Status == 200
				})
			}},
		{name: "curl-next-address", program: curlProgram,
			predict: func() []fact {
				return says("drops what is sent to it, --connect-timeout 4 (half of that, and 1 s)", 3*second)
			},
			measure: func(b *rig.Bench, path string) []figure {
				return nextAddress(b, func(servers []*rig.Backend) (float64, bool) {
					port := portOf(servers[0].Address)
					out, _ := b.Run(30*second, path, "-s", "-w", " %{time_total}", "--connect-timeout", "4", "--resolve", "name.test:"+port+":"+strings.Join(hostsOf(servers), ","), "http://name.test:"+port+"/")
					var from string
					var took float64
					if _, err := fmt.Sscan(out, &from, &took); err != nil {
						b.Fail("curl says %q", out)
					}
					return took, from == servers[1].Name
				})
			}},
		{name: "go-next-address", program: goProgram,
			predict: func() []fact {
				return says("drops what is sent to it (next-address: {after: 15s}, half of 30 s)", 15*second)
			},
			measure: func(b *rig.Bench, _ string) []figure {
				return nextAddress(b, func(servers []*rig.Backend) (float64, bool) { return goGets(b, servers) })
			}},
	}
}

func hostsOf(servers []*rig.Backend) (list []string) {
	for _, s := range servers {
		host, _, _ := net.SplitHostPort(s.Address)
		list = append(list, host)
	}
	return list
}

// nextAddress has a client get an answer where the first of two servers drops what
// is sent to it, and where it refuses.
func nextAddress(b *rig.Bench, get func([]*rig.Backend) (float64, bool)) (list []figure) {
	servers := b.Spread(2, 0)
	for _, m := range []rig.Mood{rig.Drops, rig.Refuses} {
		servers[0].Set(m)
		took, good := get(servers)
		if !good {
			b.Fail("the client has no answer from the second address")
		}
		list = append(list, secs(took))
	}
	return list
}

// goGets is http.Get of this Go, which asks a resolver of ours that names both.
func goGets(b *rig.Bench, servers []*rig.Backend) (float64, bool) {
	authority := b.Authority(time.Minute)
	for _, s := range servers {
		host, _, _ := net.SplitHostPort(s.Address)
		authority.Add("name.test", [4]byte(net.ParseIP(host).To4()))
	}
	dialer := &net.Dialer{Timeout: 30 * second, KeepAlive: 30 * second, Resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", authority.Address)
	}}}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = dialer.DialContext
	defer transport.CloseIdleConnections()
	began := time.Now()
	answer, err := (&http.Client{Transport: transport}).Get("http://name.test:" + portOf(servers[0].Address) + "/")
	if err != nil {
		b.Fail("%w", err)
		return 0, false
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return time.Since(began).Seconds(), string(text) == servers[1].Name
}
