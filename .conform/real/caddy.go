package main

import (
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/policy"
)

var caddyProgram = &rig.Program{Name: "Caddy", Command: "caddy", Asks: []string{"version"}, Finds: `v?(\d+\.\d+\.\d+)`, Package: "caddy"}

const caddyBase = `{
	admin off
	auto_https off
}
http://$LISTEN {
	reverse_proxy $SERVERS {
		$LINES
	}
}
`

// sight is a case of the first of some servers that refuses from the beginning.
type sight struct {
	name, lines, says string
	gap               time.Duration
	n, servers        int
	strategy          string
	retrying          []string // of clients, in failsim; Caddy's own draws again, the same server too
	filters           []policy.Filtering
	tries             bool // it is tries that count, not failures
}

// caddy: what its defaults and its passive checks make of a server that refuses.
func caddy() (list []experiment) {
	passive := []policy.Filtering{filter("outlier-ejection", "failures=1", "sweep=1ms", "base=10s", "cap=10s", "most=100%")}
	for _, c := range []sight{
		{"default", "", "one of two servers refuses, nothing configured: requests that fail", 40 * ms, 240, 2, "random", nil, nil, false},
		{"retries", "lb_retries 1", "one of two servers refuses, lb_retries 1: requests that fail (the retry may draw the same server)", 40 * ms, 240, 2, "random", []string{"attempts=2", "wait=250ms"}, nil, false},
		{"passive", "fail_duration 10s", "one of two servers refuses for 34 s, fail_duration 10s, 10 requests/s: requests that fail", 100 * ms, 340, 2, "outlier-ejection", nil, passive, false},
		{"passive-alone", "fail_duration 10s", "the only server refuses for 34 s, fail_duration 10s, 10 requests/s: requests that fail (it is out like any other)", 100 * ms, 340, 1, "outlier-ejection", nil, passive, false},
	} {
		list = append(list, experiment{name: "caddy-" + c.name, program: caddyProgram,
			predict: func() []fact {
				s := setup(c.servers, model.Every(c.gap, c.n), "random", nil, c.filters...)
				if c.retrying != nil {
					s.Retrying = rig.Make[policy.Retrying]("fixed", c.retrying...)
				}
				r, _ := predicted(fails(s, 1, rig.Refuses, 0, ever))
				if c.filters == nil {
					return []fact{{c.strategy, c.says, part(r.bad, c.n)}}
				}
				return []fact{{c.strategy, c.says, number(r.bad)}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				servers := b.Backends(c.servers, 0)
				address, to := b.Port(), ""
				for _, s := range servers {
					to += " " + s.Address
				}
				b.Start("caddy", path, "run", "--adapter", "caddyfile", "--config", b.Write("Caddyfile", caddyBase, map[string]string{"LISTEN": address, "SERVERS": to, "LINES": c.lines}))
				b.Await(address)
				servers[0].Set(rig.Refuses)
				r := measured(b.Send(&rig.Load{URL: "http://" + address + "/%d", At: rig.Every(b.Now(), c.gap, c.n), Limit: 10 * second}))
				if c.filters == nil {
					return []figure{part(r.bad, r.n)}
				}
				return []figure{number(r.bad)}
			}})
	}
	return list
}
