package conform_test

import (
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"failsim/cmd/internal/conform/virtual"
	"failsim/models/balancer"
)

// backend is a real HTTP server that works on a few requests at a time, for as
// long as failsim's draws say, and lets some wait.
type backend struct {
	plan   *plan
	url    *url.URL
	host   *virtual.Host
	server *http.Server

	mu     sync.Mutex
	life   *life
	grays  []balancer.Gray
	losses int
}

// life is from a backend's start to its death.
type life struct {
	servers chan struct{}
	waiting int
	places  int
	over    chan struct{}
	gone    bool // nobody answers, nor says so
}

// serversOf says how many servers a backend has: as even as whole numbers allow.
func (p *plan) serversOf(i int) int {
	n := p.servers / p.backends
	if i < p.servers%p.backends {
		n++
	}
	return n
}

func newBackend(r *real, i int) *backend {
	name := "backend-" + strconv.Itoa(i)
	b := &backend{plan: r.plan, host: r.network.Host(name), url: &url.URL{Scheme: "http", Host: name}}
	servers := r.plan.serversOf(i)
	b.life = newLife(servers, servers*r.plan.places)
	b.server = &http.Server{Handler: b}
	b.host.Set(virtual.Serves)
	go b.server.Serve(b.host)
	return b
}

func newLife(servers, places int) *life {
	return &life{servers: make(chan struct{}, servers), places: places, over: make(chan struct{})}
}

// become begins or ends a fault.
func (b *backend) become(f *trouble, begins bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case f.kind == lost && begins:
		if b.losses++; b.losses == 1 {
			close(b.life.over)
			b.life = newLife(cap(b.life.servers), b.life.places)
			b.host.Set(virtual.Silent)
			b.host.Reset()
		}
	case f.kind == lost:
		if b.losses--; b.losses == 0 {
			b.host.Set(virtual.Serves)
		}
	case f.kind == dies && begins:
		close(b.life.over)
		b.host.Set(virtual.Refuses)
		b.host.Reset()
	case f.kind == vanishes && begins:
		b.host.Set(virtual.Silent)
		b.life.gone = true
	case f.kind == refuses:
		b.host.Set(map[bool]virtual.State{true: virtual.Refuses, false: virtual.Serves}[begins])
	case begins:
		b.grays = append(b.grays, f.gray)
	default:
		for i, g := range b.grays {
			if g == f.gray {
				b.grays = append(b.grays[:i:i], b.grays[i+1:]...)
				return
			}
		}
	}
}

// ServeHTTP works on a request, whether or not its client is still there.
func (b *backend) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if q.URL.Path == "/health" {
		return
	}
	draw, err := strconv.ParseUint(q.Header.Get("Draw"), 10, 64)
	if err != nil {
		panic(err)
	}
	b.mu.Lock()
	l, work, status := b.life, time.Duration(0), http.StatusNoContent
	work, status = b.work(draw)
	idle := false
	select {
	case l.servers <- struct{}{}:
		idle = true
	default:
	}
	if !idle {
		if l.waiting == l.places {
			b.mu.Unlock()
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		l.waiting++
	}
	b.mu.Unlock()
	if !idle {
		select {
		case l.servers <- struct{}{}:
		case <-l.over:
			panic(http.ErrAbortHandler)
		}
		b.mu.Lock()
		l.waiting--
		b.mu.Unlock()
	}
	done := time.NewTimer(work)
	defer done.Stop()
	select {
	case <-done.C:
	case <-l.over:
		panic(http.ErrAbortHandler)
	}
	<-l.servers
	b.mu.Lock()
	gone := l.gone
	b.mu.Unlock()
	if gone {
		<-q.Context().Done()
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(status)
}

// outstanding is how many requests the backend has, waiting or in work.
func (b *backend) outstanding() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.life.servers) + b.life.waiting
}

// work says how long a request keeps a server, and how it ends.
func (b *backend) work(draw uint64) (time.Duration, int) {
	work, good := b.plan.distribution.Quantile(b.plan.key.Named("time").Float64(draw)), 1.0
	u := b.plan.key.Named("gray").Float64(draw)
	slow := 1.0
	for _, g := range b.grays {
		slow *= g.Slow
	}
	work = time.Duration(float64(work) * slow)
	for _, g := range b.grays {
		if good *= 1 - g.Errors; u < 1-good {
			if g.ErrorAfter > 0 {
				work = g.ErrorAfter
			}
			return work, http.StatusInternalServerError
		}
	}
	return work, http.StatusNoContent
}
