package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/policy"
)

var (
	keepalivedProgram = &rig.Program{Name: "keepalived", Command: "keepalived", Asks: []string{"--version"}, Finds: `Keepalived v(\S+)`, Package: "keepalived"}
	linuxProgram      = &rig.Program{Name: "Linux", Command: "uname", Asks: []string{"-r"}, Finds: `(\d+\.\d+\.\d+)`, Package: "coreutils"}
)

const keepalivedBase = `global_defs { router_id $NAME }
vrrp_instance one {
	state BACKUP
	interface eth0
	virtual_router_id 51
	priority $PRIORITY
	advert_int 1
	virtual_ipaddress { $VIP/24 dev eth0 }
}
`

// listen opens a server in a network, at all of its addresses.
func listen(b *rig.Bench, n *rig.Net, name string, slow time.Duration) {
	n.In(func() error {
		l, err := net.Listen("tcp4", "0.0.0.0:80")
		if err != nil {
			return err
		}
		s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/slow" {
				select {
				case <-time.After(slow):
				case <-r.Context().Done():
				}
			}
			io.WriteString(w, name)
		})}
		b.AtEnd(func() { s.Close() })
		go s.Serve(l)
		return nil
	})
}

// visitor is a client with one connection, in a network.
func visitor(n *rig.Net, limit time.Duration) *http.Client {
	return &http.Client{Timeout: limit, Transport: &http.Transport{DialContext: func(ctx context.Context, _, address string) (c net.Conn, err error) {
		n.In(func() error {
			var d net.Dialer
			c, err = d.DialContext(ctx, "tcp4", address)
			return nil
		})
		return c, err
	}}}
}

// visit returns who answers, and whether anybody does.
func visit(c *http.Client, method, url string) (from string, err error) {
	q, err := http.NewRequest(method, url, nil)
	if err != nil {
		return "", err
	}
	answer, err := c.Do(q)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

// takeovers: an address that moves with its host's death, and routes that do not.
func takeovers() []experiment { return []experiment{keepalived(), equalPaths(), birdCut()} }

func keepalived() experiment {
	const clients, limit, vip = 10, 3 * time.Second, "10.9.0.100"
	const text = "two hosts, priorities 100 and 90, advert_int 1, the first falls silent and comes back: "
	return experiment{name: "keepalived", program: keepalivedProgram, needs: ownNets(),
		predict: func() []fact {
			adverts := policy.ProbeTiming{Interval: second, Timeout: 650 * ms, Unhealthy: 3, Healthy: 1}
			var failed [2]int
			for i := range failed { // an idle connection of before the move, and one of between
				game := takenOver(adverts, ms, limit)
				if s := game[1+2*i]; !s.Good && s.Took < ms {
					failed[i] = clients
				}
			}
			r := takenOver(adverts, 10*second, limit)[0]
			return []fact{{"", text + "until the second answers at the address (interval 1s, threshold 3, timeout 0.65s: the skew of priority 90)", secs(meanVerdict(adverts, false, true)).period(1, "between two adverts")},
				{"", text + "how long a request takes that was under way, of clients that give up after 3 s", secs(r.Took.Seconds())},
				{"pinned-connection", text + "POSTs on connections that were idle meanwhile, and fail (move-address)", part(failed[0], clients)},
				{"pinned-connection", text + "and the same again when the first takes the address back", part(failed[1], clients)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			hub := b.Hub()
			var nets []*rig.Net
			var ports []*rig.Port
			for i, name := range []string{"first", "second", "clients"} {
				n := b.Net()
				nets, ports = append(nets, n), append(ports, hub.Join(n))
				if name == "clients" {
					break
				}
				listen(b, n, name, time.Minute)
				n.Start(name, path, "-n", "-l", "-D", "-P", "-f", b.Write(name+".conf", keepalivedBase, map[string]string{"NAME": name, "PRIORITY": fmt.Sprint(100 - 10*i), "VIP": vip}),
					"-p", b.Dir+"/"+name+".pid", "-r", b.Dir+"/"+name+".vrrp")
			}
			client, url := nets[2], "http://"+vip+"/"
			answers := func() string {
				c := visitor(client, 300*ms)
				defer c.CloseIdleConnections()
				from, _ := visit(c, http.MethodGet, url)
				return from
			}
			until := func(name string, limit time.Duration) {
				for end := b.Now() + limit; answers() != name && b.Failed() == nil; b.Sleep(b.Now() + 50*ms) {
					if b.Now() > end {
						b.Fail("the address is not at the %s", name)
					}
				}
			}
			// idle are clients with a connection, which they use again when the address is elsewhere.
			idle := func() (post func() int) {
				var list []*http.Client
				for range clients {
					c := visitor(client, limit)
					visit(c, http.MethodGet, url)
					list = append(list, c)
				}
				return func() (failed int) {
					for _, c := range list {
						if _, err := visit(c, http.MethodPost, url); err != nil {
							failed++
						}
						c.CloseIdleConnections()
					}
					return failed
				}
			}
			until("first", 20*second)
			b.Sleep(b.Now() + 2*second)
			post := idle()
			var took float64
			var slow sync.WaitGroup
			slow.Go(func() {
				from := b.Now()
				if _, err := visit(visitor(client, limit), http.MethodGet, url+"slow"); err == nil {
					b.Fail("a request that nobody works on was answered")
				}
				took = (b.Now() - from).Seconds()
			})
			b.Sleep(b.Now() + 500*ms)
			silent := b.Now()
			ports[0].Silence(true)
			until("second", 20*second)
			moved := (b.Now() - silent).Seconds()
			slow.Wait()
			failed := []int{post()}
			post = idle()
			ports[0].Silence(false)
			until("first", 30*second)
			failed = append(failed, post())
			return []figure{secs(moved), secs(took), part(failed[0], clients), part(failed[1], clients)}
		}}
}

// equalPaths: two next hops of one cost, one of which is dead.
func equalPaths() experiment {
	const gap, n = 50 * ms, 400
	return experiment{name: "linux-ecmp", program: linuxProgram, needs: ownNets(),
		predict: func() []fact {
			s := setup(2, model.Every(gap, n), "map-hash", nil)
			r, _ := predicted(fails(s, 1, rig.Drops, 0, ever))
			return []fact{{"map-hash", "ECMP of two next hops, one dead for a minute without a word, kernel defaults: connections that fail from then on", part(r.bad, n)}}
		},
		measure: func(b *rig.Bench, _ string) []figure {
			const address = "10.8.0.1"
			hub, router := b.Hub(), b.Net()
			mine := hub.Join(router)
			var ports []*rig.Port
			for _, name := range []string{"x", "y"} {
				host := b.Net()
				ports = append(ports, hub.Join(host))
				host.Do("ip address add " + address + "/32 dev lo")
				listen(b, host, name, 0)
			}
			for _, p := range ports { // of which the kernel finds out by itself, as ever
				router.Do("ip neighbour del " + p.Address + " dev eth0")
			}
			router.Do("sysctl -qw net.ipv4.fib_multipath_hash_policy=1") // by port, so that each connection chooses
			router.Do(fmt.Sprintf("ip route add %s/32 src %s nexthop via %s nexthop via %s", address, mine.Address, ports[0].Address, ports[1].Address))
			ask := func() bool {
				c := visitor(router, second)
				defer c.CloseIdleConnections()
				_, err := visit(c, http.MethodGet, "http://"+address+"/")
				return err == nil
			}
			for range 10 {
				if !ask() {
					b.Fail("a next hop does not answer at the beginning")
				}
			}
			ports[0].Silence(true)
			for until := b.Now() + 60*second; b.Now() < until && b.Failed() == nil; b.Sleep(b.Now() + second) {
				ask() // so that the kernel has reason to look
			}
			bad := 0
			var mu sync.Mutex
			var open sync.WaitGroup
			for range n {
				b.Sleep(b.Now() + gap)
				open.Go(func() {
					if !ask() {
						mu.Lock()
						defer mu.Unlock()
						bad++
					}
				})
			}
			open.Wait()
			return []figure{part(bad, n)}
		}}
}
