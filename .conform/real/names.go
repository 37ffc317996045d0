package main

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/distribution"
	"failsim/models/dns"
	"failsim/sim"
)

var (
	unboundProgram = &rig.Program{Name: "unbound", Command: "unbound", Asks: []string{"-V"}, Finds: `Version (\S+)`, Package: "unbound"}
	dnsmasqProgram = &rig.Program{Name: "dnsmasq", Command: "dnsmasq", Asks: []string{"--version"}, Finds: `version (\S+)`, Package: "dnsmasq-base"}
)

const unboundBase = `server:
	interface: 127.0.0.1@$PORT
	port: $PORT
	do-daemonize: no
	chroot: ""
	username: ""
	directory: "$DIR"
	pidfile: ""
	use-syslog: no
	logfile: ""
	module-config: "iterator"
	do-not-query-localhost: no
	access-control: 127.0.0.0/8 allow
	do-ip6: no
	$MORE
remote-control:
	control-enable: no
forward-zone:
	name: "."
	forward-addr: 127.0.0.1@$TO
`

func startUnbound(b *rig.Bench, path, to, more string) (address string) {
	address = b.Port()
	b.Start("unbound", path, "-d", "-c", b.Write("unbound.conf", unboundBase, map[string]string{"DIR": b.Dir, "PORT": portOf(address), "TO": portOf(to), "MORE": more}))
	b.Await(address)
	return address
}

func startDnsmasq(b *rig.Bench, path, to string, more ...string) (address string) {
	address = b.Port()
	b.Start("dnsmasq", path, append([]string{"--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--no-poll", "--user=root", "--pid-file=", "--cache-size=1000", "--bind-interfaces",
		"--listen-address=127.0.0.1", "--port=" + portOf(address), "--server=127.0.0.1#" + portOf(to)}, more...)...)
	b.Await(address)
	return address
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

func names() []experiment {
	return []experiment{
		held("dnsmasq-ttl", "dnsmasq", dnsmasqProgram, nameTTL, 0, func(b *rig.Bench, path, to string) string { return startDnsmasq(b, path, to) }),
		held("unbound-ttl", "unbound"+tick, unboundProgram, nameTTL, second, func(b *rig.Bench, path, to string) string { return startUnbound(b, path, to, "") }),
		held("unbound-chain", "dnsmasq behind unbound (one TTL, not two: failsim plays one resolver)"+tick, unboundProgram, nameTTL, second, func(b *rig.Bench, path, to string) string {
			if dnsmasqProgram.Path() == "" {
				b.Fail("no dnsmasq here")
			}
			return startUnbound(b, path, startDnsmasq(b, dnsmasqProgram.Path(), to), "")
		}),
	}
}

const (
	nameTTL = 5 * second
	// tick is said of unbound, whose answers are good until its clock of whole seconds is past their end.
	tick = " (overstays by up to 1s, as its clock has whole seconds)"
	// early is said of BIND and PowerDNS Recursor, whose answers have run out when such a
	// clock reaches their end.
	early = " (asks again up to 1s before the end, as its clock has whole seconds)"
)

// holds is how long a resolver holds an answer: so long, and up to a tick of its clock more.
func holds(hold, tick time.Duration) []dns.Holding {
	if tick == 0 {
		return []dns.Holding{{Share: 1, Hold: distribution.Constant(hold)}}
	}
	return []dns.Holding{{Share: 1, Hold: distribution.Must(distribution.NewUniform(hold, hold+tick))}}
}

// held: names that everybody asks for all the time move at random moments, and a
// resolver holds what it was told for the TTL, or by bounds of its own: no less than a
// resolver that overstays in failsim, no more than a lower TTL.
func held(name, text string, program *rig.Program, hold, tick time.Duration, start func(b *rig.Bench, path, to string) string) experiment {
	const n, ttl, gap = 30, nameTTL, 250 * ms
	return experiment{name: name, program: program,
		predict: func() []fact {
			const groups = 100
			r := dns.NewResolvers(key, groups*n, min(ttl, hold), holds(hold, tick))
			sum, longest := 0.0, [groups]float64{}
			for i := range r.Len() {
				now := sim.Time(time.Hour)
				_, question := r.Asked(i, now)
				for next := question; next == question; _, next = r.Asked(i, now) {
					now = now.Add(ms)
				}
				// A resolver asks when it is asked: half a gap later on average than its answer runs out.
				stale := now.Sub(sim.Time(time.Hour)).Seconds()
				sum, longest[i%groups] = sum+stale+gap.Seconds()/4, max(longest[i%groups], stale+gap.Seconds()/2)
			}
			return []fact{{"", fmt.Sprintf("%s, TTL 5 s, names asked for 4 times a second move: mean time until the new address is served", text), secs(sum / float64(r.Len()))},
				{"", fmt.Sprintf("%s, TTL 5 s: longest of %d", text, n), secs(meanOfList(longest[:])).period(gap.Seconds(), "between two that ask")}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			a := b.Authority(ttl)
			resolver, hold := start(b, path, a.Address), hold+tick
			var list []float64
			var mu sync.Mutex
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() {
					name := fmt.Sprintf("n%d.names.example", i)
					a.Set(name, [4]byte{127, 0, 0, 1})
					moves := hold + 2*second + time.Duration(i)*hold/n
					moved := false
					b.Sleep(time.Duration(i*7%n) * second / n) // at all moments of a clock of whole seconds
					for b.Now() < moves+2*hold+2*second && b.Failed() == nil {
						if !moved && b.Now() >= moves {
							a.Set(name, [4]byte{127, 0, 0, 2})
							moved, moves = true, b.Now()
						}
						ctx, cancel := context.WithTimeout(context.Background(), 5*second)
						is, err := rig.Stub(ctx, resolver, name)
						if cancel(); err != nil {
							b.Fail("%s: %w", name, err)
						}
						if is == "127.0.0.2" {
							mu.Lock()
							list = append(list, (b.Now() - moves).Seconds())
							mu.Unlock()
							return
						}
						b.Sleep(b.Now() + gap)
					}
					b.Fail("%s has not moved", name)
				})
			}
			all.Wait()
			longest := 0.0
			for _, x := range list {
				longest = max(longest, x)
			}
			return []figure{secs(meanOfList(list)).period(gap.Seconds(), "between two that ask"), secs(longest)} // moves are spread evenly
		}}
}
