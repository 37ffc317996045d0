package main

import (
	"fmt"
	"net/http"
	"strings"

	"failsim/cmd/conform/rig"
	"failsim/models/policy"
)

var varnishProgram = &rig.Program{Name: "Varnish", Command: "varnishd", Asks: []string{"-V"}, Finds: `varnish-(\d\S*?) `, Package: "varnish"}

// varnish: its probes look at the last eight, of which three must be good.
func varnish() []experiment {
	timing := policy.ProbeTiming{Interval: second, Timeout: second, Unhealthy: 6, Healthy: 3, FromEnd: true}
	return []experiment{{name: "varnish-probe", program: varnishProgram,
		predict: func() []fact {
			is := func(text string, healthy, silent bool) fact {
				return fact{"", "probe of interval 1s, timeout 1s, window 8, threshold 3: " + text + ", mean of 12 backends", secs(meanVerdict(timing, healthy, silent))}
			}
			return []fact{is("from the moment a backend refuses until it is sick (6 of 8 failed)", false, false), is("from its return until it is healthy (3 good)", true, false),
				is("from the moment a backend accepts and never answers until it is sick (a probe starts 1 s after the end of the last)", false, true)}
		},
		measure: func(b *rig.Bench, path string) (list []figure) {
			const n = 12
			servers := b.Backends(n, 0)
			var vcl, recv strings.Builder
			for _, s := range servers {
				fmt.Fprintf(&vcl, "backend %s { .host = \"127.0.0.1\"; .port = \"%s\"; .probe = { .url = \"%s\"; .interval = 1s; .timeout = 1s; .window = 8; .threshold = 3; .initial = 8; } }\n", s.Name, portOf(s.Address), rig.CheckPath)
				fmt.Fprintf(&recv, "if (req.url == \"/%s\") { set req.backend_hint = %s; }\n", s.Name, s.Name)
			}
			text := "vcl 4.1;\nimport std;\n" + vcl.String() + "sub vcl_recv {\n" + recv.String() + "if (std.healthy(req.backend_hint)) { return (synth(200)); }\nreturn (synth(503));\n}\n"
			address := b.Port()
			b.Start("varnish", path, "-F", "-j", "none", "-a", address, "-f", b.Write("all.vcl", text, nil), "-n", b.Dir+"/v", "-s", "malloc,8m", "-T", "none", "-p", "thread_pools=1", "-p", "thread_pool_min=20")
			b.Await(address)
			well := func(s *rig.Backend) bool {
				answer, err := http.Get("http://" + address + "/" + s.Name)
				if err != nil {
					b.Fail("%w", err)
					return false
				}
				answer.Body.Close()
				return answer.StatusCode == http.StatusOK
			}
			b.Sleep(b.Now() + 9*second)
			set := func(m rig.Mood, healthy bool) {
				began, took := b.Now(), map[string]float64{}
				for _, s := range servers {
					s.Set(m)
				}
				for len(took) < n && b.Now() < began+20*second && b.Failed() == nil {
					for _, s := range servers {
						if _, known := took[s.Name]; !known && well(s) == healthy {
							took[s.Name] = (b.Now() - began).Seconds()
						}
					}
					b.Sleep(b.Now() + 30*ms)
				}
				var times []float64
				for _, t := range took {
					times = append(times, t)
				}
				list = append(list, meanOf(times, 1))
				b.Sleep(b.Now() + 9*second)
			}
			set(rig.Refuses, false)
			set(rig.Serves, true)
			set(rig.Hangs, false)
			return list
		}}}
}
