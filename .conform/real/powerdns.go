package main

import (
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/policy"
)

var powerdnsProgram = &rig.Program{Name: "PowerDNS", Command: "pdns_server", Asks: []string{"--version"}, Finds: `Server (\d\S+)`, Package: "pdns-server pdns-backend-bind"}

// powerdnsChecks are those of its defaults.
var powerdnsChecks = policy.ProbeTiming{Interval: 5 * second, Timeout: 2 * second, Unhealthy: 1, Healthy: 1}

// powerdns checks every 5 s, and one failure is enough.
func powerdns() []experiment {
	return []experiment{powerdnsDies(), powerdnsUnasked()}
}

// startPowerDNS runs one that names two addresses of each of n names, those of servers,
// as far as its checks call them up.
func startPowerDNS(b *rig.Bench, path string, n int, port string) (address string) {
	zone := "$ORIGIN example.test.\n$TTL 1\n@ IN SOA ns1 root 1 7200 1800 259200 1\n@ IN NS ns1\nns1 IN A 127.0.0.1\n"
	for i := range n {
		zone += fmt.Sprintf("w%d 1 IN LUA A \"ifportup(%s, {'127.0.1.%d', '127.0.1.%d'}, {selector='all'})\"\n", i, port, 2*i+1, 2*i+2)
	}
	address = b.Port()
	b.Write("p/example.zone", zone, nil)
	b.Write("p/named.conf", fmt.Sprintf("zone \"example.test\" { type master; file \"%s/p/example.zone\"; };\n", b.Dir), nil)
	b.Write("p/pdns.conf", fmt.Sprintf("launch=bind\nbind-config=%s/p/named.conf\nlocal-address=127.0.0.1\nlocal-port=%s\nenable-lua-records=yes\nsocket-dir=%s\ndaemon=no\nguardian=no\nsetuid=\nsetgid=\ncache-ttl=0\nquery-cache-ttl=0\nnegquery-cache-ttl=0\n",
		b.Dir, portOf(address), b.Dir), nil)
	b.Start("powerdns", path, "--config-dir="+b.Dir+"/p", "--disable-syslog", "--write-pid=no")
	b.Await(address)
	return address
}

// namesFirst reports whether an answer for name i has its first address.
func namesFirst(b *rig.Bench, address string, i int) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*second)
	defer cancel()
	list, err := rig.StubAll(ctx, address, fmt.Sprintf("w%d.example.test", i))
	if err != nil {
		b.Fail("%w", err)
	}
	return slices.ContainsFunc(list, func(ip net.IP) bool { return int(ip[len(ip)-1]) == 2*i+1 })
}

// powerdnsUnasked: what nobody asks for is not checked.
func powerdnsUnasked() experiment {
	const n, later = 8, 7 * second
	return experiment{name: "powerdns-unasked", program: powerdnsProgram,
		predict: func() []fact {
			const text = "ifportup, one of two addresses has been dead for 12 s, and 8 names are asked for the first time, one after another: does any answer have the dead address"
			return []fact{{"dns-failover", text, says("yes").seen()}, {"dns-failover", text + ", 7 s later", says(map[bool]string{true: "yes", false: "no"}[latestVerdict(powerdnsChecks, false, false) > later.Seconds()])}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Spread(2*n, 0)
			address := startPowerDNS(b, path, n, portOf(servers[0].Address))
			for i := range n {
				servers[2*i].Set(rig.Refuses)
			}
			b.Sleep(b.Now() + 12*second)
			any := func() figure {
				dead := false
				for i := range n {
					dead = namesFirst(b, address, i) || dead
				}
				return says(map[bool]string{true: "yes", false: "no"}[dead])
			}
			first := any()
			b.Sleep(b.Now() + later)
			return []figure{first, any()}
		}}
}

func powerdnsDies() experiment {
	const n = 8
	return experiment{name: "powerdns-ifportup", program: powerdnsProgram,
		predict: func() []fact {
			return []fact{{"dns-failover", fmt.Sprintf("ifportup, defaults (interval 5s, threshold 1): from the moment an address refuses until it is answered for the last time, mean of %d names", n), secs(meanVerdict(powerdnsChecks, false, false))}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Spread(2*n, 0)
			address := startPowerDNS(b, path, n, portOf(servers[0].Address))
			has := func(i int) bool { return namesFirst(b, address, i) }
			until := func(i int, limit time.Duration, is bool) {
				for end := b.Now() + limit; has(i) != is && b.Failed() == nil; b.Sleep(b.Now() + 100*ms) {
					if b.Now() > end {
						b.Fail("w%d does not change its answer", i)
					}
				}
			}
			var times []float64
			var mu sync.Mutex
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() { // the checks of a name begin with the first question
					until(i, 20*second, true)
					b.Sleep(14*second + time.Duration(i)*5*second/n)
					servers[2*i].Set(rig.Refuses)
					dead := b.Now()
					until(i, 20*second, false)
					mu.Lock()
					times = append(times, (b.Now() - dead).Seconds())
					mu.Unlock()
				})
			}
			all.Wait()
			return []figure{meanOf(times, 5)}
		}}
}
