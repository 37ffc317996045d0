package main

import (
	"fmt"
	"strings"
	"syscall"

	"failsim/cmd/conform/rig"
	"failsim/models/id"
	"failsim/models/policy"
)

// nginxRandom: two distinct draws.
func nginxRandom() experiment {
	const held, n = 12, 200
	return experiment{name: "nginx-random-two", program: nginxProgram,
		predict: func() []fact {
			return []fact{pickLoaded("least-request", 2, held, n, "random two least_conn: of two servers one holds 12 requests, the other none: its share of 200 more (two draws, never the same)", "pair=distinct")}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 0)
			e := startNginx(b, path, "\t\tzone all 64k;\n\t\trandom two least_conn;\n", "", "proxy_read_timeout 120s;", servers)
			return []figure{shareOfLoaded(b, servers, e.url(), held, n)}
		}}
}

// nginxHash: one of ten is marked down.
func nginxHash(kind, strategy string, given ...string) experiment {
	const servers, keys = 10, 600
	name := "nginx-hash"
	if strategy == "consistent-hash" {
		name += "-consistent"
	}
	return experiment{name: name, program: nginxProgram,
		predict: func() []fact { return hashFacts(strategy, kind, servers, keys, given...) },
		measure: func(b *rig.Bench, path string) []figure {
			e := startNginx(b, path, "\t\t"+kind+";\n", "", "", b.Backends(servers, 0))
			return hashFigures(b, e.url(), keys, func() {
				e.config("s0")
				e.process.Signal(syscall.SIGHUP)
				b.Sleep(b.Now() + second)
			})
		}}
}

// nginxWeights: in which order servers of weights 5, 1, 1 are asked.
func nginxWeights() experiment {
	const n = 21
	return experiment{name: "nginx-weights", program: nginxProgram,
		predict: func() []fact {
			return []fact{{"weighted-round-robin", "servers a, b, c of weights 5, 1, 1: the servers of 21 requests", says(inTurn(n, 5, 1, 1))}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(3, 0)
			e := startNginx(b, path, "", "", "", servers)
			e.process.Kill()
			weights := fmt.Sprintf("\t\tserver %s weight=5;\n\t\tserver %s;\n\t\tserver %s;\n", servers[0].Address, servers[1].Address, servers[2].Address)
			e = startNginx(b, path, weights, "", "", nil)
			return []figure{says(served(b, e.url(), n))}
		}}
}

// inTurn says whom failsim's weighted round robin asks, by letters.
func inTurn(n int, weights ...float64) (text string) {
	s, t := rig.Make[policy.Balancing]("weighted-round-robin"), &policy.Targets{Cursor: new(uint32), Healthy: []id.Member{0, 1, 2}, InFlight: make([]int32, 3), Weights: weights}
	t.Memory = s.(policy.Remembering).Fresh(t, key)
	for range n {
		text += string(rune('a' + s.Pick(t, 0)))
	}
	return text
}

// served says who has answered, by letters.
func served(b *rig.Bench, url string, n int) (text string) {
	for range n {
		r := b.Send(&rig.Load{URL: url, At: rig.Every(b.Now(), 0, 1), Limit: 5 * second})
		text += strings.NewReplacer("s0", "a", "s1", "b", "s2", "c").Replace(r[0].From)
	}
	return text
}
