package main

import (
	"fmt"
	"strings"

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
	$MORE connect delay time 1; error wait time 1, 2;
	ipv4 { import all; export where source = RTS_STATIC; };
}
`

// bird: a peer that falls silent is dropped when the hold time has run out since its
// last word, which was up to a third of that ago. BIRD takes up to a quarter off both times, an
// eighth on average: 2.625 s of 3 s.
func bird() []experiment {
	const n = 6
	timing := policy.ProbeTiming{Interval: 2625 * ms, Unhealthy: 3, Healthy: 1}
	return []experiment{{name: "bird-hold", program: birdProgram,
		predict: func() []fact {
			return []fact{{"anycast", fmt.Sprintf("hold time 9 s, keepalive 3 s, of which up to a quarter is taken off (interval 2.625s, threshold 3, timeout 0s): from the moment a peer falls silent until it is dropped, mean of %d", n), secs(meanVerdict(timing, false, true))}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			list := birds(b, path, n, "hold time 9; keepalive time 3;", "")
			up(b, list)
			b.Sleep(b.Now() + 4*second)
			return []figure{meanOf(lasts(b, list, 10*second, 60*second, freeze), 3)}
		}}}
}

// birds starts pairs on loopback. The second of each has the first know a route.
func birds(b *rig.Bench, path string, n int, more, nodes string) (list []*peering) {
	control := (&rig.Program{Command: "birdc"}).Path()
	for i := range n {
		router, node := fmt.Sprintf("127.0.2.%d", 2*i+1), fmt.Sprintf("127.0.2.%d", 2*i+2)
		port := portOf(b.Port())
		start := func(name, here, there, as, other, passive, more string) (*rig.Process, string) {
			words := map[string]string{"ID": here, "DIR": b.Dir, "NAME": name, "HERE": here, "HEREPORT": port, "THERE": there, "THEREPORT": port, "AS": as, "OTHER": other, "PASSIVE": passive, "MORE": more}
			socket := fmt.Sprintf("%s/%s.s", b.Dir, name)
			return b.Start(name, path, "-f", "-c", b.Write(name+".conf", birdBase, words), "-s", socket, "-P", b.Dir+"/"+name+".pid"), socket
		}
		_, socket := start(fmt.Sprintf("router%d", i), router, node, "65001", "65002", "on", more)
		p := &peering{}
		p.node, _ = start(fmt.Sprintf("node%d", i), node, router, "65002", "65001", "off", more+nodes)
		p.is = func() bool {
			text, _ := b.Run(10*second, control, "-s", socket, "show", "protocols")
			for line := range strings.Lines(text) {
				if strings.HasPrefix(line, "peer") {
					return strings.Contains(line, "Established")
				}
			}
			return false
		}
		list = append(list, p)
	}
	return list
}
