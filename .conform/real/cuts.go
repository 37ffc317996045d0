package main

import (
	"fmt"
	"strings"
	"sync"

	"failsim/cmd/conform/rig"
	"failsim/models/policy"
)

const birdLinked = `router id $ID;
log "$DIR/$NAME.out" all;
protocol device { }
protocol bfd { interface "eth0" { min tx interval 100 ms; min rx interval 10 ms; multiplier 5; }; }
protocol bgp peer {
	local $ID as $AS;
	neighbor $THERE as $OTHER;
	direct; bfd on; passive $PASSIVE; connect delay time 1;
	ipv4 { import all; export none; };
}
`

// birdCut: two that watch each other by BFD, and a link that says nothing for 1.5 s.
func birdCut() experiment {
	const n = 3
	const text = "BFD of 100 ms x 5, the link is silent for 1.5 s, mean of 3: "
	return experiment{name: "bird-bfd", program: birdProgram, needs: ownNets(&rig.Program{Command: "birdc", Package: "bird2"}),
		predict: func() []fact {
			bfd := policy.ProbeTiming{Interval: 100 * ms, Unhealthy: 5, Healthy: 1}
			// All of BIRD's timers run out up to a quarter early, and both sides wait: the later
			// of two of 45 to 60 s, less the second since the session was dropped.
			back := policy.ProbeTiming{Interval: second, Unhealthy: 1, Healthy: 55}
			return []fact{{"anycast", text + "until the session is dropped (interval 100ms, threshold 5, timeout 0s)", secs(meanVerdict(bfd, false, true)).period(0.1, "between two packets of BFD")},
				{"anycast", text + "until it is back, after the link is (error wait time 60, of which up to a quarter is taken off: interval 1s, back 55)", secs(meanVerdict(back, true, false))}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			control := (&rig.Program{Command: "birdc"}).Path()
			var list []*peering
			for i := range n {
				hub := b.Hub()
				var ports []*rig.Port
				var nets []*rig.Net
				for range 2 {
					nets = append(nets, b.Net())
					ports = append(ports, hub.Join(nets[len(nets)-1]))
				}
				start := func(name string, k int, as, other, passive string) (*rig.Process, string) {
					words := map[string]string{"ID": ports[k].Address, "DIR": b.Dir, "NAME": name, "THERE": ports[1-k].Address, "AS": as, "OTHER": other, "PASSIVE": passive}
					socket := fmt.Sprintf("%s/%s.s", b.Dir, name)
					return nets[k].Start(name, path, "-f", "-c", b.Write(name+".conf", birdLinked, words), "-s", socket, "-P", b.Dir+"/"+name+".pid"), socket
				}
				_, socket := start(fmt.Sprintf("router%d", i), 0, "65001", "65002", "on")
				p := &peering{silent: ports[1].Silence}
				p.node, _ = start(fmt.Sprintf("node%d", i), 1, "65002", "65001", "off")
				p.is = func() bool {
					text, _ := b.Run(10*second, control, "-s", socket, "show", "protocols")
					return strings.Contains(text, "Established")
				}
				list = append(list, p)
			}
			up(b, list)
			b.Sleep(b.Now() + 8*second) // until BFD is up as well
			var out, back []float64
			var mu sync.Mutex
			var all sync.WaitGroup
			for _, p := range list {
				from := b.Now()
				p.silent(true)
				for p.is() && b.Now() < from+10*second && b.Failed() == nil {
					b.Sleep(b.Now() + 10*ms)
				}
				out = append(out, (b.Now() - from).Seconds())
				b.Sleep(from + 1500*ms)
				p.silent(false)
				healed := b.Now()
				all.Go(func() {
					for !p.is() && b.Now() < healed+120*second && b.Failed() == nil {
						b.Sleep(b.Now() + 200*ms)
					}
					mu.Lock()
					defer mu.Unlock()
					back = append(back, (b.Now() - healed).Seconds())
				})
			}
			all.Wait()
			return []figure{secs(meanOfList(out)), secs(meanOfList(back))}
		}}
}
