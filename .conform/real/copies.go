package main

import (
	"fmt"
	"net/http"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/cache"
	"failsim/sim"
)

const (
	copyTTL, copyGrace, copyGap = 2 * time.Second, 10 * time.Second, 250 * time.Millisecond
	copyText                    = "ttl 2s, grace 10s, no probe, a page asked for 4 times a second: how long its copy is served after "
)

// origin is one that answers everything in the same way, and who asks it.
type origin struct {
	how     cache.Answer
	fetched []uint64
	good    bool
}

func (o *origin) Fetch(_ sim.Time, _ int32, request uint64) { o.fetched = append(o.fetched, request) }
func (o *origin) Refresh(now sim.Time, object int32, request uint64) uint64 {
	o.Fetch(now, object, request)
	return request
}
func (o *origin) Served(_ sim.Time, _ uint64, good bool) { o.good = good }

// kept is how long failsim's cache, with the habits of the preset varnish-7.1, serves a
// copy that it has just fetched.
func kept(how cache.Answer) figure {
	o := &origin{how: cache.Right}
	c := cache.New(cache.NewStore(1, 1, copyTTL), cache.Rules{CoalesceNew: true, CoalesceExpired: true, Updating: true, Background: true, Rests: 250 * time.Millisecond, Stale: copyGrace}, o, o)
	last := 0.0
	for i := range 80 {
		now := sim.Time(time.Duration(i) * copyGap)
		o.good = c.Ask(now, 0, uint64(i))
		for _, request := range o.fetched {
			c.Got(now, 0, request, o.how)
		}
		if o.fetched, o.how = nil, how; o.good {
			last = now.Sub(0).Seconds()
		}
	}
	return secs(last).period(copyGap.Seconds(), "between two that ask")
}

// varnishBefore runs one whose copies are good for 2 s and may be served for 10 s more.
func varnishBefore(b *rig.Bench, path, to string) (address string) {
	address = b.Port()
	text := fmt.Sprintf("vcl 4.1;\nbackend all { .host = \"127.0.0.1\"; .port = \"%s\"; }\nsub vcl_backend_response { if (beresp.status == 200) { set beresp.ttl = 2s; set beresp.grace = 10s; } }\n", portOf(to))
	b.Start("varnish", path, "-F", "-j", "none", "-a", address, "-f", b.Write("all.vcl", text, nil), "-n", b.Dir+"/v", "-s", "malloc,8m", "-T", "none", "-p", "thread_pools=1", "-p", "thread_pool_min=20")
	b.Await(address)
	return address
}

// lastCopy asks for one page four times a second, and returns when it was answered
// right for the last time.
func lastCopy(b *rig.Bench, address string, from, over time.Duration) float64 {
	last := 0.0
	for _, r := range b.Send(&rig.Load{URL: "http://" + address + "/page", At: rig.Every(from, copyGap, int(over/(copyGap))), Limit: 5 * second}) {
		if r.Status == http.StatusOK {
			last = max(last, (r.At - from).Seconds())
		}
	}
	return last
}

// copyDestroyed: a balancer that answers 503 for its dead servers takes the copy's place.
func copyDestroyed() experiment {
	return experiment{name: "layers-copy-503", program: varnishProgram, needs: also(haproxyProgram),
		predict: func() []fact {
			return []fact{{"", copyText + "HAProxy behind answers 503, as its servers are dead (stale 10s, stale-on-error 0s)", kept(cache.Failed)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 0)
			p := startHAProxy(b, haproxyProgram.Path(), "\tdefault-server check inter 200ms fall 1 rise 1\n", "", servers, 0)
			address := varnishBefore(b, path, p.address)
			lastCopy(b, address, b.Now(), copyGap)
			from := b.Now()
			for _, s := range servers {
				s.Set(rig.Refuses)
			}
			return []figure{secs(lastCopy(b, address, from, 16*second))}
		}}
}

// copyKept: one that refuses keeps the copy.
func copyKept() experiment {
	return experiment{name: "layers-copy-refused", program: varnishProgram,
		predict: func() []fact {
			return []fact{{"", copyText + "its origin refuses (stale 10s)", kept(cache.Silent)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(1, 0)
			address := varnishBefore(b, path, servers[0].Address)
			lastCopy(b, address, b.Now(), copyGap)
			from := b.Now()
			servers[0].Set(rig.Refuses)
			return []figure{secs(lastCopy(b, address, from, 16*second))}
		}}
}
