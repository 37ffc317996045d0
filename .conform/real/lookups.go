package main

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/client"
)

var glibcProgram = &rig.Program{Name: "glibc", Command: "getent", Asks: []string{"--version"}, Finds: `GLIBC (\S+)\)`, Package: "libc-bin"}

const nodeLookups = `const { Resolver } = require('dns').promises;
(async () => {
	const resolver = new Resolver();
	resolver.setServers($SERVERS);
	const took = [];
	for (let i = 0; i < 3; i++) {
		const began = Date.now();
		const list = await resolver.resolve4('n' + i + '.test');
		if (list[0] !== '127.0.0.9') throw new Error(list);
		took.push((Date.now() - began) / 1000);
	}
	console.log(JSON.stringify(took));
})();
`

// lookups: the first of two resolvers says nothing.
func lookups() (list []experiment) {
	const text = "the first of two resolvers is silent: what a lookup takes, each time"
	for _, c := range []struct {
		name, options, says string
		after               time.Duration
	}{
		{"default", "", text + " (next-resolver: {after: 5s})", 5 * second},
		{"timeout", "options timeout:1 attempts:1\n", text + ", options timeout:1 attempts:1 (next-resolver: {after: 1s})", second},
	} {
		list = append(list, experiment{name: "glibc-" + c.name, program: glibcProgram, needs: ownNets(&rig.Program{Command: "unshare", Package: "util-linux"}),
			predict: func() []fact {
				return []fact{{"", c.says, secs(meanOfList(lookupTimes(client.NextResolver{After: c.after}, 4)))}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				n := b.Net()
				n.Wire("here", "10.9.0.1/24", n, "there", "10.9.1.1/24") // with a loopback alone glibc asks for nothing
				n.In(func() error {
					silent, err := net.ListenPacket("udp", "127.0.5.1:53")
					if err != nil {
						return err
					}
					b.AtEnd(func() { silent.Close() })
					socket, err := net.ListenPacket("udp", "127.0.5.2:53")
					if err == nil {
						b.AuthorityAt(socket, time.Minute).Set("name.test", [4]byte{127, 0, 0, 9})
					}
					return err
				})
				conf := b.Write("resolv.conf", c.options+"nameserver 127.0.5.1\nnameserver 127.0.5.2\n", nil)
				sum := 0.0
				for range 4 {
					command, rest := n.Words("unshare", "-m", "sh", "-c", fmt.Sprintf("mount --bind %s /etc/resolv.conf && exec %s ahostsv4 name.test", conf, path))
					out, took := b.Run(40*second, command, rest...)
					if !strings.HasPrefix(out, "127.0.0.9") {
						b.Fail("getent says %q", out)
					}
					sum += took.Seconds()
				}
				return []figure{secs(sum / 4)}
			}})
	}
	return append(list, experiment{name: "node-lookups", program: nodeProgram,
		predict: func() []fact {
			took := lookupTimes(client.NextResolver{After: 2500 * ms, Remembers: true}, 3)
			return []fact{{"", "dns.Resolver, the first of two servers is silent: what the first lookup takes (next-resolver: {after: 2.5s, remembers: true})", secs(took[0]).period(0.5, "Node looks once a second for what is late")},
				{"", "dns.Resolver, the first of two servers is silent: what the next two take, as it is asked last from then on", secs(meanOfList(took[1:]))}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			silent, err := net.ListenPacket("udp", "127.0.0.1:0")
			if err != nil {
				b.Fail("%w", err)
				return nil
			}
			b.AtEnd(func() { silent.Close() })
			a := b.Authority(time.Minute)
			for i := range 3 {
				a.Set(fmt.Sprintf("n%d.test", i), [4]byte{127, 0, 0, 9})
			}
			servers, _ := json.Marshal([]string{silent.LocalAddr().String(), a.Address})
			out, _ := b.Run(time.Minute, path, b.Write("lookups.js", nodeLookups, map[string]string{"SERVERS": string(servers)}))
			var took []float64
			if err := json.Unmarshal([]byte(out), &took); err != nil || len(took) != 3 {
				b.Fail("node says %q", out)
				return nil
			}
			return []figure{secs(took[0]), secs(meanOfList(took[1:]))}
		}})
}

func meanOfList(list []float64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	return sum / float64(len(list))
}
