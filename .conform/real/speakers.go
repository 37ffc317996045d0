package main

import (
	"fmt"
	"strings"
	"sync"
	"syscall"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/health"
	"failsim/models/policy"
)

var (
	frrProgram = &rig.Program{Name: "FRR", Command: "bgpd", Asks: []string{"--version"}, Finds: `version (\S+)`, Package: "frr", Within: "/usr/lib/frr"}
	vtysh      = &rig.Program{Command: "vtysh", Package: "frr"}
)

// peering is two that speak BGP with each other; the second is the one that fails.
type peering struct {
	node   *rig.Process
	is     func() bool // as the first has it
	silent func(bool)  // nil: the node is frozen
}

// up waits until all are.
func up(b *rig.Bench, list []*peering) {
	for n := 0; n < len(list) && b.Failed() == nil; {
		if b.Now() > 100*second {
			b.Fail("only %d of %d sessions are up", n, len(list))
		}
		b.Sleep(b.Now() + 200*ms)
		n = 0
		for _, p := range list {
			if p.is() {
				n++
			}
		}
	}
}

// lasts does something to each of them, an even time apart, and returns how long they
// are up from then on.
func lasts(b *rig.Bench, list []*peering, over, limit time.Duration, fails func(p *peering)) (times []float64) {
	from := b.Now()
	times = make([]float64, len(list))
	var all sync.WaitGroup
	for i, p := range list {
		all.Go(func() {
			b.Sleep(from + (2*time.Duration(i)+1)*over/time.Duration(2*len(list)))
			fails(p)
			for at := b.Now(); p.is() && b.Failed() == nil; b.Sleep(b.Now() + 50*ms) {
				if b.Now() > at+limit {
					b.Fail("a session stays up")
				}
				times[i] = (b.Now() - at).Seconds()
			}
		})
	}
	all.Wait()
	return times
}

func freeze(p *peering) { p.node.Signal(syscall.SIGSTOP) }
func kill(p *peering)   { p.node.Signal(syscall.SIGKILL) }

const frrBase = `router bgp $AS
 bgp router-id $HERE
 no bgp ebgp-requires-policy
 no bgp network import-check
 neighbor $THERE remote-as $OTHER
 neighbor $THERE port $PORT
 neighbor $THERE ebgp-multihop
 neighbor $THERE disable-connected-check
 neighbor $THERE update-source $HERE
 neighbor $THERE timers connect 1
 $MORE
`

// frrs starts pairs of bgpd alone, on loopback, which hold sessions and no routes.
func frrs(b *rig.Bench, path string, n int, more string) (list []*peering) {
	port := portOf(b.Port())
	for i := range n {
		here, there := fmt.Sprintf("127.0.3.%d", 2*i+1), fmt.Sprintf("127.0.3.%d", 2*i+2)
		start := func(name, here, there, as, other string) *rig.Process {
			conf := b.Write(name+"/bgpd.conf", frrBase, map[string]string{"AS": as, "OTHER": other, "HERE": here, "THERE": there, "PORT": port, "MORE": strings.ReplaceAll(more, "$THERE", there)})
			return b.Start(name, path, "-Z", "-S", "-f", conf, "-i", b.Dir+"/"+name+"/pid", "--vty_socket", b.Dir+"/"+name, "-P", "0", "-l", here, "-p", port)
		}
		router := fmt.Sprintf("router%d", i)
		start(router, here, there, "65001", "65002")
		p := &peering{node: start(fmt.Sprintf("node%d", i), there, here, "65002", "65001")}
		p.is = func() bool {
			text, _ := b.Run(20*second, vtysh.Path(), "--vty_socket", b.Dir+"/"+router, "-d", "bgpd", "-c", "show bgp summary json")
			return strings.Contains(text, `"state":"Established"`)
		}
		list = append(list, p)
	}
	return list
}

// dead is a host whose process is: it closes what it had open.
var dead = health.Condition{Fails: true, Closed: true}

// session is how anycast watches a speaker with FRR's hold time.
func session(closed string) policy.ProbeTiming {
	return rig.Make[policy.Probing]("anycast", "interval=60s", "threshold=3", "timeout=0s", closed).Probes().ProbeTiming
}

// speakers: sessions of BGP whose peer falls silent, or dies.
func speakers() []experiment {
	held := func(text string, interval time.Duration, n int) fact {
		timing := policy.ProbeTiming{Interval: interval, Unhealthy: 3, Healthy: 1}
		return fact{"anycast", fmt.Sprintf("%s (interval %v, threshold 3, timeout 0s): from the moment a peer falls silent until it is dropped, mean of %d", text, interval, n), secs(meanVerdict(timing, false, true))}
	}
	const n = 6
	return []experiment{
		{name: "frr-hold", program: frrProgram, needs: also(vtysh),
			predict: func() []fact { return []fact{held("hold time 9 s, keepalive 3 s", 3*second, n)} },
			measure: func(b *rig.Bench, path string) []figure {
				list := frrs(b, path, n, "neighbor $THERE timers 3 9")
				up(b, list)
				b.Sleep(b.Now() + 4*second)
				return []figure{meanOf(lasts(b, list, 7*second, 30*second, freeze), 3)}
			}},
		{name: "frr-defaults", program: frrProgram, needs: also(vtysh),
			predict: func() []fact { return []fact{held("defaults, hold time 180 s, keepalive 60 s", 60*second, n)} },
			measure: func(b *rig.Bench, path string) []figure {
				list := frrs(b, path, n, "")
				up(b, list)
				return []figure{meanOf(lasts(b, list, 60*second, 200*second, freeze), 60)}
			}},
		{name: "frr-killed", program: frrProgram, needs: also(vtysh),
			predict: func() []fact {
				return []fact{{"anycast", "the peer's daemon is killed, and its host closes the connection: until it is dropped (closed: withdrawn)", secs(meanNotice(session("closed=withdrawn"), dead))}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				list := frrs(b, path, 3, "")
				up(b, list)
				return []figure{secs(meanOfList(lasts(b, list, 6*second, 30*second, kill)))}
			}},
		{name: "bird-defaults", program: birdProgram, needs: also(&rig.Program{Command: "birdc", Package: "bird2"}),
			predict: func() []fact {
				return []fact{held("defaults, hold time 240 s, keepalive 80 s, of which up to a quarter is taken off", 70*second, n)}
			},
			measure: func(b *rig.Bench, path string) []figure {
				list := birds(b, path, n, "", "")
				up(b, list)
				return []figure{meanOf(lasts(b, list, 60*second, 245*second, freeze), 80)}
			}},
		{name: "bird-graceful-restart", program: birdProgram, needs: also(&rig.Program{Command: "birdc", Package: "bird2"}),
			predict: func() []fact {
				return []fact{{"anycast", "graceful restart, the peer's daemon is killed and stays dead: how long its route is kept (closed: kept, restart 120s)", secs(meanNotice(session("closed=kept"), dead))}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				list := birds(b, path, 3, "", "graceful restart on;")
				control := (&rig.Program{Command: "birdc"}).Path()
				up(b, list)
				for i, p := range list {
					p.is = func() bool {
						text, _ := b.Run(10*second, control, "-s", fmt.Sprintf("%s/router%d.s", b.Dir, i), "show", "route", "protocol", "peer")
						return strings.Contains(text, "10.99.0.0/24")
					}
				}
				up(b, list)
				return []figure{secs(meanOfList(lasts(b, list, 3*second, 150*second, kill)))}
			}},
	}
}
