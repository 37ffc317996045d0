package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/policy"
)

var apacheProgram = &rig.Program{Name: "Apache httpd", Command: "apache2", Asks: []string{"-v"}, Finds: `Apache/(\d+\.\d+\.\d+)`, Package: "apache2"}

const apacheBase = `LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule slotmem_shm_module /usr/lib/apache2/modules/mod_slotmem_shm.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
LoadModule proxy_balancer_module /usr/lib/apache2/modules/mod_proxy_balancer.so
LoadModule lbmethod_byrequests_module /usr/lib/apache2/modules/mod_lbmethod_byrequests.so
LoadModule lbmethod_bybusyness_module /usr/lib/apache2/modules/mod_lbmethod_bybusyness.so
ServerRoot "$DIR"
DefaultRuntimeDir "$DIR"
PidFile "$DIR/apache.pid"
ErrorLog "$DIR/error.log"
ServerName localhost
Listen $LISTEN
ThreadsPerChild 64
<Proxy "balancer://all">
$MEMBERS</Proxy>
ProxyPass "/" "balancer://all/"
`

// startApache runs one whose balancer has these members, with a setting of each and of all.
func startApache(b *rig.Bench, path string, servers []*rig.Backend, member func(i int) string, all string) (url string) {
	address, members := b.Port(), ""
	for i, s := range servers {
		members += fmt.Sprintf("\tBalancerMember \"http://%s\" %s\n", s.Address, member(i))
	}
	if all != "" {
		members += "\tProxySet " + all + "\n"
	}
	b.Start("apache", path, "-X", "-f", b.Write("apache.conf", apacheBase, map[string]string{"DIR": b.Dir, "LISTEN": address, "MEMBERS": members}))
	b.Await(address)
	return "http://" + address + "/%d"
}

// outage is what some of two servers do from an instant on, for a time.
type outage struct {
	name, says  string
	bad         int
	mood        rig.Mood
	lasts       time.Duration
	length      time.Duration
	member, all string
	retrying    policy.LBRetrying
	filters     func() []policy.Filtering
}

// apache: a member that refuses or, where so told, answers an error is left out for
// retry seconds, and all are let back at once where none is left (forcerecovery).
func apache() []experiment {
	out := func() policy.Filtering {
		return filter("outlier-ejection", "failures=1", "sweep=1ms", "base=10s", "cap=10s", "most=100%")
	}
	alone := func() []policy.Filtering { return []policy.Filtering{out()} }
	recovering := func() []policy.Filtering { return []policy.Filtering{out(), filter("panic", "below=0%")} }
	const blip = second
	list := []experiment{apacheWeights(), apacheBusy()}
	for _, c := range []outage{
		{"one-refuses", "one of two members refuses for 34 s, retry=10, 10 requests/s", 1, rig.Refuses, ever, 34 * second, "retry=10", "", nextUpstream(), recovering},
		{"blip", "both members refuse for 1 s, retry=10, 10 requests/s (forcerecovery is on)", 2, rig.Refuses, blip, 6 * second, "retry=10", "", nextUpstream(), recovering},
		{"blip-forced-off", "both members refuse for 1 s, retry=10, forcerecovery=Off, 10 requests/s", 2, rig.Refuses, blip, 16 * second, "retry=10", "forcerecovery=Off", nextUpstream(), alone},
		{"status", "one of two members answers 503 for 34 s, failonstatus=503 retry=10, 10 requests/s", 1, rig.Errs, ever, 34 * second, "retry=10", "failonstatus=503", nil, recovering},
	} {
		list = append(list, apacheOutage(c))
	}
	return list
}

func apacheOutage(c outage) experiment {
	const gap, servers = 100 * ms, 2
	n := int(c.length / gap)
	return experiment{name: "apache-" + c.name, program: apacheProgram,
		predict: func() []fact {
			s := fails(setup(servers, model.Every(gap, n), "weighted-round-robin", c.retrying, c.filters()...), c.bad, c.mood, second+50*ms, second+50*ms+c.lasts)
			r, picks := predicted(s)
			tries := 0
			for _, p := range picks {
				if began := second + 50*ms; p.Backend < c.bad && p.At > began && p.At < began+c.lasts {
					tries++
				}
			}
			return []fact{{"outlier-ejection", c.says + ": requests that fail", number(r.bad)}, {"outlier-ejection", c.says + ": tries at what fails", number(tries)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			list := b.Backends(servers, 0)
			url := startApache(b, path, list, func(int) string { return c.member }, c.all)
			from := b.Now() + second
			began := from + 950*ms
			go func() {
				b.Sleep(began)
				for _, s := range list[:c.bad] {
					s.Set(c.mood)
				}
				if c.lasts == ever {
					return
				}
				b.Sleep(began + c.lasts)
				for _, s := range list[:c.bad] {
					s.Set(rig.Serves)
				}
			}()
			r := measured(b.Send(&rig.Load{URL: url, At: rig.Every(from, gap, n), Limit: 10 * second}))
			return []figure{number(r.bad), number(refusals(b, list[:c.bad], began, began+c.lasts))}
		}}
}

// refusals counts tries at what fails: Apache logs each that is refused.
func refusals(b *rig.Bench, list []*rig.Backend, from, until time.Duration) (n int) {
	text, err := os.ReadFile(filepath.Join(b.Dir, "error.log"))
	if err != nil {
		b.Fail("%w", err)
	}
	for _, s := range list {
		for line := range strings.Lines(string(text)) {
			if strings.Contains(line, "AH00957") && strings.Contains(line, s.Address) {
				n++
			}
		}
		for _, at := range s.Hits("", from) {
			if at < until {
				n++
			}
		}
	}
	return n
}

// apacheWeights: in which order members of weights 5, 1, 1 are asked.
func apacheWeights() experiment {
	const n = 21
	return experiment{name: "apache-weights", program: apacheProgram,
		predict: func() []fact {
			return []fact{{"weighted-round-robin", "byrequests, members a, b, c of loadfactor 5, 1, 1: the members of 21 requests", says(inTurn(n, 5, 1, 1))}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			url := startApache(b, path, b.Backends(3, 0), func(i int) string { return fmt.Sprint("loadfactor=", []int{5, 1, 1}[i]) }, "")
			return []figure{says(served(b, url, n))}
		}}
}

// apacheBusy: one of two members is busy.
func apacheBusy() experiment {
	const held, n = 12, 200
	return experiment{name: "apache-busy", program: apacheProgram,
		predict: func() []fact {
			return []fact{pickLoaded("least-outstanding", 2, held, n, "bybusyness: of two members one holds 12 requests, the other none: its share of 200 more")}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 0)
			url := startApache(b, path, servers, func(int) string { return "retry=10" }, "lbmethod=bybusyness")
			return []figure{shareOfLoaded(b, servers, url, held, n)}
		}}
}
