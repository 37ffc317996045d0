package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"failsim/cmd/conform/rig"
)

// What drill.yaml says, said to the programs.

const haproxyText = `global
	nbthread 1
	maxconn 4000
defaults
	mode http
	timeout client 10s
	timeout connect 1s
	timeout server 4s
	timeout check 1s
	retries 0
listen all
	bind $LISTEN
	balance roundrobin
	option httpchk GET /check
	default-server check inter 1s fall 3 rise 2
`

const gdnsdText = `options => { listen => 127.0.0.1:$PORT, run_dir => $DIR/run, state_dir => $DIR/state }
service_types => { web => { plugin => http_status, port => $WEB, url_path => /check, interval => 2, timeout => 1, up_thresh => 3, ok_thresh => 3, down_thresh => 3 } }
plugins => { simplefo => { all => { service_types => web, primary => 127.0.1.1, secondary => 127.0.1.2 } } }
`

const unboundText = `server:
	interface: 127.0.0.1@$PORT
	port: $PORT
	do-daemonize: no
	chroot: ""
	username: ""
	directory: "$DIR"
	pidfile: ""
	use-syslog: no
	module-config: "iterator"
	do-not-query-localhost: no
	access-control: 127.0.0.0/8 allow
	do-ip6: no
remote-control:
	control-enable: no
forward-zone:
	name: "."
	forward-addr: 127.0.0.1@$TO
`

const names = 20

var programs = []*rig.Program{
	{Name: "HAProxy", Command: "haproxy", Asks: []string{"-v"}, Finds: `version (\d\S*)`, Package: "haproxy"},
	{Name: "gdnsd", Command: "gdnsd", Asks: []string{"-V"}, Finds: `version (\S+)`, Package: "gdnsd"},
	{Name: "unbound", Command: "unbound", Asks: []string{"-V"}, Finds: `Version (\S+)`, Package: "unbound"},
}

// stack is the two regions and what clients ask.
type stack struct {
	bench    *rig.Bench
	east     []*rig.Backend
	west     []*rig.Backend
	proxy    *rig.Process // of east
	port     string
	resolver string
}

func start(b *rig.Bench) *stack {
	_, port, _ := net.SplitHostPort(b.Port())
	s := &stack{bench: b, port: port}
	region := func(name, listen string) ([]*rig.Backend, *rig.Process) {
		backends := b.Backends(3, 30*time.Millisecond)
		text := haproxyText
		for _, one := range backends {
			one.Shallow()
			text += fmt.Sprintf("\tserver %s %s\n", one.Name, one.Address)
		}
		p := b.Start(name, programs[0].Path(), "-db", "-f", b.Write(name+".cfg", text, map[string]string{"LISTEN": listen}))
		b.Await(listen)
		return backends, p
	}
	s.east, s.proxy = region("east", "127.0.1.1:"+port)
	s.west, _ = region("west", "127.0.1.2:"+port)
	_, authority, _ := net.SplitHostPort(b.Port())
	zone := "@ SOA ns1 root (1 7200 1800 259200 60)\n@ NS ns1\nns1 A 127.0.0.1\n"
	for i := range names {
		zone += fmt.Sprintf("n%d 6/6 DYNA simplefo!all\n", i)
	}
	b.Write("g/zones/drill.example", zone, nil)
	b.Write("g/config", gdnsdText, map[string]string{"PORT": authority, "DIR": b.Dir, "WEB": port})
	b.Start("gdnsd", programs[1].Path(), "-c", b.Dir+"/g", "start")
	b.Await("127.0.0.1:" + authority)
	s.resolver = b.Port()
	_, resolver, _ := net.SplitHostPort(s.resolver)
	b.Start("unbound", programs[2].Path(), "-d", "-c", b.Write("unbound.conf", unboundText, map[string]string{"PORT": resolver, "DIR": b.Dir, "TO": authority}))
	b.Await(s.resolver)
	b.Sleep(b.Now() + 5*time.Second)
	return s
}

// warm asks for each name at another moment of a TTL, so that answers do not all run
// out together.
func (s *stack) warm(from time.Duration) {
	for i := range names {
		s.bench.Sleep(from + time.Duration(i)*6*time.Second/names)
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		if _, err := rig.Stub(ctx, s.resolver, name(i)); err != nil {
			s.bench.Fail("%w", err)
		}
		cancel()
	}
}

func name(i int) string { return fmt.Sprintf("n%d.drill.example", i%names) }

// failure is what an incident does to the programs.
type failure struct {
	lasts time.Duration
	begin func(s *stack)
	end   func(s *stack)
}

func moods(first int, m rig.Mood, everywhere bool) func(s *stack) {
	return func(s *stack) {
		for _, one := range s.east[:first] {
			one.Set(m)
		}
		for _, one := range s.west {
			if everywhere {
				one.Set(m)
			}
		}
	}
}

func each(do func(*rig.Backend)) func(s *stack) {
	return func(s *stack) {
		for _, one := range s.east {
			do(one)
		}
	}
}

// failures are those of drill.yaml, by name.
var failures = map[string]failure{
	"two-refuse":         {30 * time.Second, moods(2, rig.Refuses, false), moods(2, rig.Serves, false)},
	"two-drop":           {30 * time.Second, moods(2, rig.Drops, false), moods(2, rig.Serves, false)},
	"two-hang":           {30 * time.Second, moods(2, rig.Hangs, false), moods(2, rig.Serves, false)},
	"all-refuse-10s":     {10 * time.Second, moods(3, rig.Refuses, false), moods(3, rig.Serves, false)},
	"all-refuse-40s":     {40 * time.Second, moods(3, rig.Refuses, false), moods(3, rig.Serves, false)},
	"east-silent":        {40 * time.Second, func(s *stack) { s.proxy.Signal(syscall.SIGSTOP) }, func(s *stack) { s.proxy.Signal(syscall.SIGCONT) }},
	"all-err":            {20 * time.Second, each(func(b *rig.Backend) { b.Fails(1) }), each(func(b *rig.Backend) { b.Fails(0) })},
	"half-err":           {30 * time.Second, each(func(b *rig.Backend) { b.Fails(0.5) }), each(func(b *rig.Backend) { b.Fails(0) })},
	"everything-refuses": {15 * time.Second, moods(3, rig.Refuses, true), moods(3, rig.Serves, true)},
	"all-slow":           {20 * time.Second, each(func(b *rig.Backend) { b.Takes(3 * time.Second) }), each(func(b *rig.Backend) { b.Takes(30 * time.Millisecond) })},
}

// measure plays a failure once. offset shifts its beginning against the checks.
func measure(ctx context.Context, incident string, offset time.Duration) (r result, results []rig.Result, err error) {
	inTime, cancel := context.WithTimeout(ctx, 4*time.Minute)
	defer cancel()
	b, err := rig.Open(inTime, "drill-"+incident)
	if err != nil {
		return r, nil, err
	}
	s := start(b)
	f, known := failures[incident]
	if !known {
		b.Fail("drill.yaml has an incident %q that nobody can play", incident)
		return r, nil, b.Close()
	}
	began := b.Now() + time.Second
	s.warm(began)
	from := b.Now() + 100*time.Millisecond
	broken := from + onset + offset
	go func() {
		b.Sleep(broken)
		f.begin(s)
		b.Sleep(broken + f.lasts)
		f.end(s)
	}()
	late := s.control(from + length - 10*time.Second)
	results = b.Call(&rig.Calls{Resolver: s.resolver, Port: s.port, Name: name, At: rig.Every(from, gap, int((length-10*time.Second)/gap)), Timeout: 2 * time.Second, Attempts: 2, Wait: 500 * time.Millisecond})
	for i := range results {
		if one := &results[i]; !one.Good() {
			r.lost++
			r.recovery = max(r.recovery, (one.At - broken).Seconds())
		}
		results[i].At -= from
	}
	if lag := <-late; lag > stall {
		r.stalled = lag
	}
	return r, results, b.Close()
}

// stall is how long the machine may keep something waiting that nothing is wrong
// with; what a run meets on a machine that stands still for longer says nothing.
const stall = 1200 * time.Millisecond

// control has the load balancer of west answer, whatever it says, and the resolver a
// name, until an instant, and returns the longest that it took.
func (s *stack) control(until time.Duration) <-chan time.Duration {
	result := make(chan time.Duration, 1)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
	go func() {
		longest := time.Duration(0)
		for s.bench.Now() < until && s.bench.Failed() == nil {
			began := s.bench.Now()
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			_, err := rig.Stub(ctx, s.resolver, name(0))
			cancel()
			answer, err2 := client.Get("http://127.0.1.2:" + s.port + "/check")
			if err2 == nil {
				answer.Body.Close()
			}
			took := s.bench.Now() - began
			if err != nil || err2 != nil {
				took = max(took, 5*time.Second)
			}
			longest = max(longest, took)
			s.bench.Sleep(began + 100*time.Millisecond)
		}
		result <- longest
	}()
	return result
}
