package main

import (
	"strings"
	"time"

	"failsim/cmd/conform/rig"
)

var (
	bindProgram     = &rig.Program{Name: "BIND", Command: "named", Asks: []string{"-v"}, Finds: `BIND (\d+\.\d+\.\d+)`, Package: "bind9"}
	recursorProgram = &rig.Program{Name: "PowerDNS Recursor", Command: "pdns_recursor", Asks: []string{"--version"}, Finds: `Recursor (\d\S+)`, Package: "pdns-recursor"}
	knotProgram     = &rig.Program{Name: "Knot Resolver", Command: "kresd", Asks: []string{"--version"}, Finds: `version (\d\S+)`, Package: "knot-resolver"}
)

const (
	bindBase = `options {
	directory "$DIR";
	listen-on port $PORT { 127.0.0.1; };
	listen-on-v6 { none; };
	pid-file none;
	session-keyfile none;
	dnssec-validation no;
	recursion yes;
	forward only;
	forwarders { 127.0.0.1 port $TO; };
	$MORE
};
controls { };
`
	knotBase = `net.listen('127.0.0.1', $PORT, { kind = 'dns' })
trust_anchors.remove('.')
cache.size = 10 * MB
policy.add(policy.all(policy.FORWARD('127.0.0.1@$TO')))
$MORE
`
)

func startBind(b *rig.Bench, path, to, more string) (address string) {
	address = b.Port()
	b.Start("bind", path, "-g", "-n", "1", "-c", b.Write("named.conf", bindBase, map[string]string{"DIR": b.Dir, "PORT": portOf(address), "TO": portOf(to), "MORE": more}))
	b.Await(address)
	return address
}

func startRecursor(b *rig.Bench, path, to string, more ...string) (address string) {
	address = b.Port()
	b.Write("recursor.conf", "", nil)
	b.Start("recursor", path, append([]string{"--config-dir=" + b.Dir, "--socket-dir=" + b.Dir, "--local-address=127.0.0.1", "--local-port=" + portOf(address), "--daemon=no", "--dnssec=off", "--threads=1",
		"--dont-query=", "--forward-zones-recurse=.=127.0.0.1:" + portOf(to)}, more...)...)
	b.Await(address)
	return address
}

func startKnot(b *rig.Bench, path, to, more string) (address string) {
	address = b.Port()
	b.Start("knot", path, "-n", "-q", "-c", b.Write("kresd.conf", knotBase, map[string]string{"PORT": portOf(address), "TO": portOf(to), "MORE": more}), b.Dir)
	b.Await(address)
	return address
}

// resolvers are those whose bounds on TTLs are as a resolver's hold in failsim.
func resolvers() (list []experiment) {
	for _, r := range []struct {
		name    string
		says    string
		hold    int // seconds, at least
		program *rig.Program
		start   func(b *rig.Bench, path, to string) string
	}{
		{"bind", "BIND" + early, 4, bindProgram, func(b *rig.Bench, path, to string) string { return startBind(b, path, to, "") }},
		{"bind-max", "BIND with max-cache-ttl 2" + early, 1, bindProgram, func(b *rig.Bench, path, to string) string { return startBind(b, path, to, "max-cache-ttl 2;") }},
		{"bind-min", "BIND with min-cache-ttl 9 and prefetch 0" + early, 8, bindProgram, func(b *rig.Bench, path, to string) string {
			return startBind(b, path, to, "min-cache-ttl 9; prefetch 0;")
		}},
		{"bind-prefetch", "BIND with min-cache-ttl 9 (from 9 s on it asks again 2 s before the end)", 7, bindProgram, func(b *rig.Bench, path, to string) string { return startBind(b, path, to, "min-cache-ttl 9;") }},
		{"recursor", "PowerDNS Recursor" + early, 4, recursorProgram, func(b *rig.Bench, path, to string) string { return startRecursor(b, path, to) }},
		{"recursor-min", "PowerDNS Recursor with minimum-ttl-override 9" + early, 8, recursorProgram, func(b *rig.Bench, path, to string) string {
			return startRecursor(b, path, to, "--minimum-ttl-override=9")
		}},
		{"knot", "Knot Resolver", 5, knotProgram, func(b *rig.Bench, path, to string) string { return startKnot(b, path, to, "") }},
		{"knot-max", "Knot Resolver with cache.max_ttl(2)", 2, knotProgram, func(b *rig.Bench, path, to string) string {
			return startKnot(b, path, to, "cache.min_ttl(1); cache.max_ttl(2)")
		}},
		{"unbound-min", "unbound with cache-min-ttl 9" + tick, 9, unboundProgram, func(b *rig.Bench, path, to string) string { return startUnbound(b, path, to, "cache-min-ttl: 9") }},
		{"unbound-max", "unbound with cache-max-ttl 2" + tick, 2, unboundProgram, func(b *rig.Bench, path, to string) string { return startUnbound(b, path, to, "cache-max-ttl: 2") }},
	} {
		ticks := time.Duration(0)
		if strings.HasSuffix(r.says, tick) || strings.HasSuffix(r.says, early) {
			ticks = second
		}
		list = append(list, held("resolver-"+r.name, r.says, r.program, time.Duration(r.hold)*second, ticks, r.start))
	}
	return list
}
