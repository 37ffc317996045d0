package main

import (
	"fmt"
	"strings"
	"syscall"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/policy"
)

var birdProgram = &rig.Program{Name: "BIRD", Command: "bird", Asks: []string{"--version"}, Finds: `version (\S+)`, Package: "bird2"}

const birdBase = `router id $ID;
log "$DIR/$NAME.out" all;
protocol device { }
protocol static { ipv4; route 10.99.0.0/24 blackhole; }
protocol bgp peer {
	local $HERE port $HEREPORT as $AS;
	neighbor $THERE port $THEREPORT as $OTHER;
	multihop; strict bind; passive $PASSIVE;
	hold time 9; keepalive time 3; connect delay time 1; error wait time 1, 2;
	ipv4 { import all; export where source = RTS_STATIC; };
}
`

// bird: a peer that falls silent is dropped when the hold time has run out since its
// last word, which was up to a third of that ago.
func bird() []experiment {
	const n = 6
	timing := policy.ProbeTiming{Interval: 3 * second, Unhealthy: 3, Healthy: 1}
	return []experiment{{name: "bird-hold", program: birdProgram,
		predict: func() []fact {
			return []fact{{"anycast", fmt.Sprintf("hold time 9 s, keepalive 3 s (interval 3s, threshold 3, timeout 0s): from the moment a peer falls silent until it is dropped, mean of %d", n), secs(meanVerdict(timing, false, true))}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			type pair struct {
				node   *rig.Process
				socket string
				up     bool
			}
			control := (&rig.Program{Command: "birdc"}).Path()
			var pairs []*pair
			for i := range n {
				router, node := fmt.Sprintf("127.0.2.%d", 2*i+1), fmt.Sprintf("127.0.2.%d", 2*i+2)
				port := portOf(b.Port())
				start := func(name, here, there, as, other, passive string) (*rig.Process, string) {
					words := map[string]string{"ID": here, "DIR": b.Dir, "NAME": name, "HERE": here, "HEREPORT": port, "THERE": there, "THEREPORT": port, "AS": as, "OTHER": other, "PASSIVE": passive}
					socket := fmt.Sprintf("%s/%s.s", b.Dir, name)
					return b.Start(name, path, "-f", "-c", b.Write(name+".conf", birdBase, words), "-s", socket, "-P", b.Dir+"/"+name+".pid"), socket
				}
				_, socket := start(fmt.Sprintf("router%d", i), router, node, "65001", "65002", "on")
				p, _ := start(fmt.Sprintf("node%d", i), node, router, "65002", "65001", "off")
				pairs = append(pairs, &pair{node: p, socket: socket})
			}
			established := func(p *pair) bool {
				text, _ := b.Run(10*second, control, "-s", p.socket, "show", "protocols")
				for line := range strings.Lines(text) {
					if strings.HasPrefix(line, "peer") {
						return strings.Contains(line, "Established")
					}
				}
				return false
			}
			for up := 0; up < n && b.Failed() == nil; {
				if b.Now() > 60*second {
					b.Fail("only %d of %d sessions are up", up, n)
				}
				b.Sleep(b.Now() + 200*ms)
				up = 0
				for _, p := range pairs {
					if p.up = p.up || established(p); p.up {
						up++
					}
				}
			}
			b.Sleep(b.Now() + 4*second)
			var times []float64
			frozen := map[*pair]time.Duration{}
			for _, p := range pairs {
				b.Sleep(b.Now() + 1700*ms)
				p.node.Signal(syscall.SIGSTOP)
				frozen[p] = b.Now()
			}
			for len(frozen) > 0 && b.Now() < 120*second && b.Failed() == nil {
				for p, at := range frozen {
					if !established(p) {
						times = append(times, (b.Now() - at).Seconds())
						delete(frozen, p)
					}
				}
				b.Sleep(b.Now() + 50*ms)
			}
			return []figure{meanOf(times, 3)}
		}}}
}
