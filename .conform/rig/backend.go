package rig

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"time"
)

// Mood is how a backend behaves.
type Mood uint8

// The moods.
const (
	Serves  Mood = iota // it answers, with its name
	Refuses             // nobody listens, and its connections are reset
	Hangs               // it takes connections and requests, and never answers
	Drops               // connections to it are never made: what is sent there is lost
	Errs                // it answers 503
	Shuts               // it reads a request and closes the connection
)

// Backend is a web server on loopback.
type Backend struct {
	Name, Address string
	bench         *Bench
	mu            sync.Mutex
	mood          Mood
	takes         time.Duration
	shallow       bool
	errs          float64       // share of answers
	changed       chan struct{} // closed when the mood is another
	server        *http.Server
	listener      net.Listener
	dropping      []func()
	hits          []Hit
}

// Hit is a request that has come to a backend.
type Hit struct {
	At   time.Duration
	Path string
}

// Backends starts so many, each of which takes a time for an answer.
func (b *Bench) Backends(n int, takes time.Duration) (list []*Backend) {
	for i := range n {
		s := &Backend{Name: fmt.Sprintf("s%d", i), Address: b.Port(), bench: b, takes: takes, changed: make(chan struct{})}
		s.listen()
		list = append(list, s)
		b.AtEnd(func() { s.Set(Refuses) })
	}
	return list
}

// Spread starts so many at one port of addresses of their own.
func (b *Bench) Spread(n int, takes time.Duration) (list []*Backend) {
	_, port, _ := net.SplitHostPort(b.Port())
	for i := range n {
		s := &Backend{Name: fmt.Sprintf("s%d", i), Address: fmt.Sprintf("127.0.1.%d:%s", i+1, port), bench: b, takes: takes, changed: make(chan struct{})}
		s.listen()
		list = append(list, s)
		b.AtEnd(func() { s.Set(Refuses) })
	}
	return list
}

// Set changes a backend's mood.
func (s *Backend) Set(m Mood) {
	s.mu.Lock()
	before := s.mood
	if s.mood = m; m == before {
		s.mu.Unlock()
		return
	}
	close(s.changed)
	s.changed = make(chan struct{})
	s.mu.Unlock()
	if listens(before) && !listens(m) {
		s.server.Close()
		s.listener.Close() // which the server has not begun with yet, it may be
	}
	for _, end := range s.dropping {
		end()
	}
	s.dropping = nil
	if m == Drops {
		s.drop()
	}
	if listens(m) && !listens(before) {
		s.listen()
	}
}

// Shallow has checks be answered whatever answers take, or say, as long as the
// backend listens and does not hang.
func (s *Backend) Shallow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shallow = true
}

// Fails has a share of requests be answered with 503.
func (s *Backend) Fails(share float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errs = share
}

// Takes changes how long answers take.
func (s *Backend) Takes(t time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.takes = t
}

func listens(m Mood) bool { return m != Refuses && m != Drops }

func (s *Backend) listen() {
	var l net.Listener
	var err error
	for range 100 { // the port may still be on its way out
		if l, err = net.Listen("tcp", s.Address); err == nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err != nil {
		s.bench.Fail("%s: %w", s.Name, err)
		return
	}
	s.server, s.listener = &http.Server{Handler: s}, l
	go s.server.Serve(l)
}

// ServeHTTP implements http.Handler.
func (s *Backend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.hits = append(s.hits, Hit{s.bench.Now(), r.URL.Path})
	mood, takes, changed := s.mood, s.takes, s.changed
	errs := mood == Errs || s.errs > 0 && rand.Float64() < s.errs
	if s.shallow && r.URL.Path == CheckPath {
		takes, errs = 0, false
	}
	s.mu.Unlock()
	switch mood {
	case Shuts:
		panic(http.ErrAbortHandler)
	case Hangs:
		for mood == Hangs {
			select {
			case <-changed:
			case <-r.Context().Done():
				return
			}
			s.mu.Lock()
			mood, changed = s.mood, s.changed
			s.mu.Unlock()
		}
	default:
		time.Sleep(takes)
	}
	w.Header().Set("Content-Type", "text/plain")
	if errs {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprint(w, s.Name)
}

// drop takes the backend's port with a queue of connections that is full, so that
// the kernel drops whatever comes.
func (s *Backend) drop() {
	address, err := net.ResolveTCPAddr("tcp", s.Address)
	if err != nil {
		s.bench.Fail("%w", err)
		return
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err == nil {
		err = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
	}
	if err == nil {
		err = syscall.Bind(fd, &syscall.SockaddrInet4{Port: address.Port, Addr: [4]byte(address.IP.To4())})
	}
	if err == nil {
		err = syscall.Listen(fd, 0)
	}
	if err != nil {
		s.bench.Fail("%s: %w", s.Name, err)
		return
	}
	s.dropping = append(s.dropping, func() { syscall.Close(fd) })
	for range 3 {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		var d net.Dialer
		c, err := d.DialContext(ctx, "tcp", s.Address)
		if cancel(); err != nil {
			return
		}
		s.dropping = append(s.dropping, func() { c.Close() })
	}
	s.bench.Fail("%s: the kernel does not drop what a full queue cannot take", s.Name)
}

// Hits returns when requests for a path have come since an instant; empty: any path
// but that of checks.
func (s *Backend) Hits(path string, since time.Duration) (list []time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hits {
		if h.At >= since && (h.Path == path || path == "" && h.Path != CheckPath) {
			list = append(list, h.At)
		}
	}
	return slices.Clip(list)
}

// CheckPath is what health checks ask for.
const CheckPath = "/check"
