package main

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/health"
	"failsim/models/policy"
)

var gdnsdProgram = &rig.Program{Name: "gdnsd", Command: "gdnsd", Asks: []string{"-V"}, Finds: `version (\S+)`, Package: "gdnsd"}

// gdnsd takes an address out after ten failed checks.
func gdnsd() []experiment { return append(gdnsdRefused(), gdnsdNotInARow()) }

func gdnsdRefused() []experiment {
	const n, publish = 8, time.Second
	timing := policy.ProbeTiming{Interval: 10 * second, Timeout: 5 * second, Unhealthy: 10, Healthy: 20}
	return []experiment{{name: "gdnsd-multifo", program: gdnsdProgram,
		predict: func() []fact {
			return []fact{{"dns-failover", fmt.Sprintf("tcp_connect, interval 10, down_thresh 10: from the moment an address refuses until it is answered no more, mean of %d names (publish 1s: gdnsd gathers changes so long)", n), secs(meanVerdict(timing, false, false) + publish.Seconds())}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Spread(2*n, 0)
			port := portOf(servers[0].Address)
			groups, zone := "", "@ SOA ns1 root (1 7200 1800 259200 60)\n@ NS ns1\nns1 A 127.0.0.1\n"
			for i := range n {
				groups += fmt.Sprintf("g%d => { service_types => web, a => 127.0.1.%d, b => 127.0.1.%d }\n", i, 2*i+1, 2*i+2)
				zone += fmt.Sprintf("w%d 60 DYNA multifo!g%d\n", i, i)
			}
			address := b.Port()
			b.Write("g/zones/example.test", zone, nil)
			b.Write("g/config", fmt.Sprintf("options => { listen => 127.0.0.1:%s, run_dir => %s/run, state_dir => %s/state }\nservice_types => { web => { plugin => tcp_connect, port => %s, interval => 10, timeout => 5, down_thresh => 10 } }\nplugins => { multifo => {\n%s} }\n",
				portOf(address), b.Dir, b.Dir, port, groups), nil)
			b.Start("gdnsd", path, "-c", b.Dir+"/g", "start")
			b.Await(address)
			answers := func(i int) (many bool) {
				ctx, cancel := context.WithTimeout(context.Background(), 5*second)
				defer cancel()
				list, err := rig.StubAll(ctx, address, fmt.Sprintf("w%d.example.test", i))
				if err != nil {
					b.Fail("%w", err)
				}
				return len(list) == 2
			}
			b.Sleep(b.Now() + 3*second)
			var times []float64
			dead := make([]time.Duration, n)
			left := map[int]bool{}
			for i := range n {
				b.Sleep(b.Now() + 1250*ms) // each at another moment of the ten seconds between checks
				if !answers(i) {
					b.Fail("w%d does not have both addresses at the beginning", i)
				}
				servers[2*i].Set(rig.Refuses)
				dead[i], left[i] = b.Now(), true
			}
			for len(left) > 0 && b.Now() < 150*second && b.Failed() == nil {
				for i := range left {
					if !answers(i) {
						times = append(times, (b.Now() - dead[i]).Seconds())
						delete(left, i)
					}
				}
				b.Sleep(b.Now() + 200*ms)
			}
			if len(left) > 0 {
				b.Fail("%d names keep the dead address", len(left))
			}
			return []figure{meanOf(times, 10)}
		}}}
}

// gdnsdNotInARow: every fourth check fails, and five failures are enough, with what
// lies between them.
func gdnsdNotInARow() experiment {
	const n = 4
	return experiment{name: "gdnsd-not-in-a-row", program: gdnsdProgram,
		predict: func() []fact {
			timing := rig.Make[policy.Probing]("dns-failover", "interval=2s", "timeout=1s", "threshold=5", "back=10", "forget=5").Probes().ProbeTiming
			return []fact{{"dns-failover", fmt.Sprintf("http_status, interval 2, down_thresh 5, ok_thresh 5, every fourth check fails: until the address is answered no more, mean of %d names (forget 5, publish 1s)", n), secs(meanNotice(timing, health.Condition{Busy: true}) + 1)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			port := portOf(b.Port())
			groups, zone := "", "@ SOA ns1 root (1 7200 1800 259200 60)\n@ NS ns1\nns1 A 127.0.0.1\n"
			var mu sync.Mutex
			fails := false
			for i := range 2 * n {
				l, err := net.Listen("tcp", fmt.Sprintf("127.0.4.%d:%s", i+1, port))
				if err != nil {
					b.Fail("%w", err)
					return nil
				}
				asked := 0
				s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					mu.Lock()
					defer mu.Unlock()
					if fails && i%2 == 0 {
						if asked++; asked%4 == 0 {
							w.WriteHeader(http.StatusServiceUnavailable)
						}
					}
				})}
				b.AtEnd(func() { s.Close() })
				go s.Serve(l)
			}
			for i := range n {
				groups += fmt.Sprintf("g%d => { service_types => web, a => 127.0.4.%d, b => 127.0.4.%d }\n", i, 2*i+1, 2*i+2)
				zone += fmt.Sprintf("w%d 60 DYNA multifo!g%d\n", i, i)
			}
			address := b.Port()
			b.Write("g/zones/example.test", zone, nil)
			b.Write("g/config", fmt.Sprintf("options => { listen => 127.0.0.1:%s, run_dir => %s/run, state_dir => %s/state }\nservice_types => { web => { plugin => http_status, port => %s, interval => 2, timeout => 1, up_thresh => 10, ok_thresh => 5, down_thresh => 5 } }\nplugins => { multifo => {\n%s} }\n",
				portOf(address), b.Dir, b.Dir, port, groups), nil)
			b.Start("gdnsd", path, "-c", b.Dir+"/g", "start")
			b.Await(address)
			b.Sleep(b.Now() + 5*second)
			mu.Lock()
			fails = true
			mu.Unlock()
			from, times := b.Now(), map[int]float64{}
			for len(times) < n && b.Now() < from+100*second && b.Failed() == nil {
				for i := range n {
					ctx, cancel := context.WithTimeout(context.Background(), 5*second)
					list, err := rig.StubAll(ctx, address, fmt.Sprintf("w%d.example.test", i))
					if cancel(); err != nil {
						b.Fail("%w", err)
					}
					if _, known := times[i]; !known && len(list) == 1 {
						times[i] = (b.Now() - from).Seconds()
					}
				}
				b.Sleep(b.Now() + 100*ms)
			}
			if len(times) < n {
				b.Fail("%d names keep the address", n-len(times))
			}
			return []figure{secs(meanOfList(slices.Collect(maps.Values(times))))}
		}}
}
