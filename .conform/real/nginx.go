package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
)

var nginxProgram = &rig.Program{Name: "nginx", Command: "nginx", Asks: []string{"-v"}, Finds: `nginx/(\S+)`, Package: "nginx-light"}

const nginxBase = `user root;
worker_processes 1;
daemon off;
pid $DIR/nginx.pid;
error_log $DIR/error.log warn;
events { worker_connections 4000; }
http {
	client_body_temp_path $DIR/body;
	proxy_temp_path $DIR/proxy;
	fastcgi_temp_path $DIR/fastcgi;
	uwsgi_temp_path $DIR/uwsgi;
	scgi_temp_path $DIR/scgi;
	log_format tries '$msec|$request_time|$status|$upstream_addr|$upstream_status';
	access_log $DIR/access.log tries;
	upstream all {
$SERVERS	}
	server {
		listen $LISTEN;
		location = /healthz { return 200; }
		location / { proxy_pass http://all; $LOCATION }
	}
}
`

// edge is an nginx that runs.
type edge struct {
	bench   *rig.Bench
	dir     string
	address string
	config  func(lines string) string
	process *rig.Process
}

// startNginx runs one whose upstream has these lines, and a server line of each server.
func startNginx(b *rig.Bench, path, lines, server, location string, servers []*rig.Backend) *edge {
	return startNginxAs(b, "nginx", path, lines, server, location, servers)
}

// startNginxAs is one of several.
func startNginxAs(b *rig.Bench, name, path, lines, server, location string, servers []*rig.Backend) *edge {
	e := &edge{bench: b, dir: filepath.Join(b.Dir, name), address: b.Port()}
	e.config = func(without string) string {
		text := lines
		for _, s := range servers {
			if s.Name != without {
				text += fmt.Sprintf("\t\tserver %s %s;\n", s.Address, server)
			} else {
				text += fmt.Sprintf("\t\tserver %s down;\n", s.Address)
			}
		}
		return b.Write(name+"/nginx.conf", nginxBase, map[string]string{"DIR": e.dir, "LISTEN": e.address, "SERVERS": text, "LOCATION": location})
	}
	e.process = b.Start(name, path, "-c", e.config(""), "-e", filepath.Join(e.dir, "error.log"))
	b.Await(e.address)
	return e
}

func (e *edge) url() string { return "http://" + e.address + "/%d" }

// line is one of nginx's log.
type line struct {
	at, took float64
	status   int
	tries    []string // addresses, or the name of the upstream where none was live
}

// logged returns nginx's log. Its words for several tries stand with commas between.
func (e *edge) logged() (list []line) {
	text, err := os.ReadFile(filepath.Join(e.dir, "access.log"))
	if err != nil {
		e.bench.Fail("%w", err)
	}
	for l := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(l), "|")
		if len(cells) != 5 {
			e.bench.Fail("nginx logs %q", l)
			continue
		}
		one := line{tries: strings.Split(cells[3], ", ")}
		one.at, _ = strconv.ParseFloat(cells[0], 64)
		one.took, _ = strconv.ParseFloat(cells[1], 64)
		one.status, _ = strconv.Atoi(cells[2])
		list = append(list, one)
	}
	return list
}

// tried counts tries at an address.
func tried(list []line, address string) (n int) {
	for _, l := range list {
		for _, t := range l.tries {
			if t == address {
				n++
			}
		}
	}
	return n
}

func nginx() []experiment {
	list := []experiment{nginxOneRefuses(), nginxLeft(), nginxRandom(), nginxHash("hash $request_uri", "map-hash", "over=all"), nginxHash("hash $request_uri consistent", "consistent-hash"), nginxWeights(), nginxStatus(), nginxHangs(), nginxPosts()}
	return append(list, nginxBlips()...)
}

// blip is all servers that fail for a time.
type blip struct {
	name     string
	servers  int
	server   string // of nginx's server lines
	location string
	mood     rig.Mood
	lasts    time.Duration
	fails    string // max_fails of failsim's
	counts   string
	errors   string
	says     string
	length   time.Duration
}

// oneRequest is how finely requests of even gaps show when something changes.
const oneRequest = "between two requests"

func nginxBlips() (list []experiment) {
	const gap = 100 * ms
	for _, c := range []blip{
		{"blip-two", 2, "", "", rig.Refuses, second, "1", "unanswered", "no", "both servers refuse for 1 s", 16 * second},
		{"blip-one", 1, "", "", rig.Refuses, second, "1", "unanswered", "no", "the only server refuses for 1 s", 6 * second},
		{"blip-no-fails", 2, "max_fails=0", "", rig.Refuses, second, "0", "unanswered", "no", "both servers refuse for 1 s, max_fails=0", 6 * second},
		{"blip-long", 2, "", "", rig.Refuses, 20 * second, "1", "unanswered", "no", "both servers refuse for 20 s", 40 * second},
		{"blip-503", 2, "", "", rig.Errs, 2 * second, "1", "unanswered", "no", "both servers answer 503 for 2 s", 6 * second},
		{"blip-503-retried", 2, "", "proxy_next_upstream error timeout http_503;", rig.Errs, 2 * second, "1", "errors", "yes", "both servers answer 503 for 2 s, proxy_next_upstream error timeout http_503", 18 * second},
	} {
		n := int(c.length / gap)
		list = append(list, experiment{name: "nginx-" + c.name, program: nginxProgram,
			predict: func() []fact {
				s := setup(c.servers, model.Every(gap, n), "weighted-round-robin", nextUpstream("errors="+c.errors), filter("max-fails", "fails="+c.fails, "counts="+c.counts))
				r, picks := predicted(fails(s, c.servers, c.mood, second+50*ms, second+50*ms+c.lasts))
				tries := 0
				for _, p := range picks {
					if began := second + 50*ms; p.At > began && p.At < began+c.lasts {
						tries++
					}
				}
				text := c.says + ", 10 requests/s: "
				return []fact{{"max-fails", text + "requests that fail", number(r.bad)}, {"max-fails", text + "from the beginning until the last fails", secs(r.lastBad.Seconds() - 0.95)},
					{"next-upstream", text + "tries at servers meanwhile", number(tries)}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				servers := b.Backends(c.servers, 0)
				e := startNginx(b, path, "", c.server, c.location, servers)
				from := b.Now() + second
				began, ended := from+950*ms, from+950*ms+c.lasts
				set := func(m rig.Mood) {
					for _, s := range servers {
						s.Set(m)
					}
				}
				go func() {
					b.Sleep(began)
					set(c.mood)
					b.Sleep(ended)
					set(rig.Serves)
				}()
				results := b.Send(&rig.Load{URL: e.url(), At: rig.Every(from, gap, n), Limit: 10 * second})
				r := measured(results)
				tries := 0
				for i, l := range e.logged() {
					if i < len(results) && results[i].At > began && results[i].At < ended {
						for _, t := range l.tries {
							if strings.Contains(t, ":") {
								tries++
							}
						}
					}
				}
				return []figure{number(r.bad), secs(r.lastBad.Seconds() - 0.95), number(tries)}
			}})
	}
	return list
}

// nginxOneRefuses: one of two refuses for half a minute.
func nginxOneRefuses() experiment {
	const gap, n = 100 * ms, 340
	return experiment{name: "nginx-one-refuses", program: nginxProgram,
		predict: func() []fact {
			s := setup(2, model.Every(gap, n), "weighted-round-robin", nextUpstream(), filter("max-fails"))
			r, picks := predicted(fails(s, 1, rig.Refuses, 0, ever))
			tries := 0
			for _, p := range picks {
				if p.Backend == 0 {
					tries++
				}
			}
			return []fact{{"next-upstream", "one of two servers refuses, 10 requests/s: requests that fail", number(r.bad)},
				{"max-fails", "one of two servers refuses for 34 s, 10 requests/s: tries at it (fail_timeout 10s is 11 s)", number(tries)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 0)
			e := startNginx(b, path, "", "", "", servers)
			servers[0].Set(rig.Refuses)
			r := measured(b.Send(&rig.Load{URL: e.url(), At: rig.Every(b.Now(), gap, n), Limit: 10 * second}))
			return []figure{number(r.bad), number(tried(e.logged(), servers[0].Address))}
		}}
}

// nginxHangs: one of two takes requests and never answers.
func nginxHangs() experiment {
	const gap, n = 200 * ms, 60
	return experiment{name: "nginx-hangs", program: nginxProgram,
		predict: func() []fact {
			s := setup(2, model.Every(gap, n), "weighted-round-robin", nextUpstream("answer=2s"), filter("max-fails"))
			r, picks := predicted(fails(s, 1, rig.Hangs, 0, ever))
			tries := 0
			for _, p := range picks {
				if p.Backend == 0 {
					tries++
				}
			}
			return []fact{{"next-upstream", "one of two servers hangs, proxy_read_timeout 2s, GET 5/s: requests that fail", number(r.bad)},
				{"next-upstream", "one of two servers hangs, proxy_read_timeout 2s: the longest that is answered, by the other", secs(r.longest)},
				{"max-fails", "one of two servers hangs, proxy_read_timeout 2s, GET 5/s for 12 s: requests sent to it", number(tries)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 0)
			e := startNginx(b, path, "", "", "proxy_read_timeout 2s;", servers)
			servers[0].Set(rig.Hangs)
			r := measured(b.Send(&rig.Load{URL: e.url(), At: rig.Every(b.Now(), gap, n), Limit: 20 * second}))
			return []figure{number(r.bad), secs(r.longest), number(tried(e.logged(), servers[0].Address))}
		}}
}

// nginxStatus: an answer that is an error is passed on, and is no failure.
func nginxStatus() experiment {
	const gap, n = 100 * ms, 60
	return experiment{name: "nginx-status", program: nginxProgram,
		predict: func() []fact {
			s := setup(2, model.Every(gap, n), "weighted-round-robin", nextUpstream(), filter("max-fails"))
			r, _ := predicted(fails(s, 1, rig.Errs, 0, ever))
			return []fact{{"max-fails", "one of two servers answers 503: requests that fail (it is passed on, and the server stays in turn)", part(r.bad, n)}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(2, 0)
			e := startNginx(b, path, "", "", "", servers)
			servers[0].Set(rig.Errs)
			r := measured(b.Send(&rig.Load{URL: e.url(), At: rig.Every(b.Now(), gap, n), Limit: 10 * second}))
			return []figure{part(r.bad, n)}
		}}
}

// nginxLeft: clients that hang up.
func nginxLeft() experiment {
	const n = 20
	return experiment{name: "nginx-left", program: nginxProgram,
		predict: func() []fact { return []fact{leftFact(n)} },
		measure: func(b *rig.Bench, path string) []figure {
			servers := b.Backends(1, 2*second)
			e := startNginx(b, path, "", "", "", servers)
			b.Send(&rig.Load{URL: e.url(), At: rig.Every(b.Now(), 100*ms, n), Limit: second})
			b.Sleep(b.Now() + 3*second)
			good := 0
			for _, l := range e.logged() {
				if l.status == 200 {
					good++
				}
			}
			return []figure{part(good, n)}
		}}
}
