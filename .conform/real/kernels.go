package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/balancer"
)

var pythonProgram = &rig.Program{Name: "Python", Command: "python3", Asks: []string{"--version"}, Finds: `Python (\S+)`, Package: "python3"}

const pythonScript = `import http.client, json, socket, sys, time, urllib.request
hosts = $HOSTS
real = socket.getaddrinfo
socket.getaddrinfo = lambda host, port, *more, **named: [a for h in hosts for a in real(h, port, *more, **named)] if host == 'name.test' else real(host, port, *more, **named)
began = time.time()
with urllib.request.urlopen('http://name.test:$PORT/') as answer:
    text = answer.read().decode()
print(time.time() - began, text)
`

// kernels: clients that have no time-out of their own, for which the kernel gives up.
func kernels() []experiment {
	text := "the first of a name's two addresses drops what is sent to it, no time-out (next-address: {after: 134s}, the kernel's): until the answer from the second"
	predict := func() []fact { return []fact{{"", text, secs(nextAddressTime(134*second, balancer.Machine))}} }
	once := func(get func(b *rig.Bench, path string, servers []*rig.Backend) (out string)) func(b *rig.Bench, path string) []figure {
		return func(b *rig.Bench, path string) []figure {
			servers := b.Spread(2, 0)
			servers[0].Set(rig.Drops)
			out := get(b, path, servers)
			words := strings.Fields(out)
			if len(words) != 2 || words[1] != servers[1].Name {
				b.Fail("the client says %q", out)
				return nil
			}
			took, err := strconv.ParseFloat(words[0], 64)
			if err != nil {
				b.Fail("%w", err)
			}
			return []figure{secs(took)}
		}
	}
	return []experiment{
		{name: "curl-kernel", program: curlProgram, predict: predict, measure: once(func(b *rig.Bench, path string, servers []*rig.Backend) string {
			port := portOf(servers[0].Address)
			out, _ := b.Run(4*time.Minute, path, "-s", "-w", " %{time_total}", "--resolve", "name.test:"+port+":"+strings.Join(hostsOf(servers), ","), "http://name.test:"+port+"/")
			from, took, _ := strings.Cut(out, " ")
			return took + " " + from
		})},
		{name: "python-kernel", program: pythonProgram, predict: predict, measure: once(func(b *rig.Bench, path string, servers []*rig.Backend) string {
			hosts := fmt.Sprintf("['%s']", strings.Join(hostsOf(servers), "', '"))
			out, _ := b.Run(4*time.Minute, path, b.Write("get.py", pythonScript, map[string]string{"HOSTS": hosts, "PORT": portOf(servers[0].Address)}))
			return out
		})},
	}
}
