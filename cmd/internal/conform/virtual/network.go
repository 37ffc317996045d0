// Package virtual is a network in memory on which real clients, proxies and
// servers run in the virtual time of testing/synctest: hours of reconnecting
// pass in seconds, and the same seed gives the same digits where the program
// draws nothing itself.
//
// Hosts refuse, stay silent or serve on command. A dial into the silence is tried again
// after 1, 3, 7, 15, 31 s, as Linux sends a SYN again, until the dialler gives up. It
// leaves out the rest of what a kernel does: time-outs of its own but one, TCP_USER_TIMEOUT
// among them, limits of buffers, and the time that bytes take.
package virtual

import (
	"context"
	"net"
	"sync"
	"syscall"
	"time"
)

// State is what a host does with connections.
type State uint8

// The states.
const (
	Refuses State = iota // at once: no process listens
	Serves
	Silent // not a word, for as long as the dialler waits
)

// Network is hosts by name. The zero value is one without hosts, which refuses.
type Network struct {
	mu    sync.Mutex
	hosts map[string]*Host
}

// Host is one server's machine. Nothing of it may be copied.
type Host struct {
	name   string
	mu     sync.Mutex
	state  State
	queue  chan net.Conn
	conns  map[*conn]bool
	dials  int
	closed chan struct{}
}

// Host returns the host of a name, new ones refusing.
func (n *Network) Host(name string) *Host {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hosts == nil {
		n.hosts = map[string]*Host{}
	}
	h := n.hosts[name]
	if h == nil {
		h = &Host{name: name, queue: make(chan net.Conn, 4096), conns: map[*conn]bool{}, closed: make(chan struct{})}
		n.hosts[name] = h
	}
	return h
}

// Dial connects to a host by its name, with or without a port.
func (n *Network) Dial(ctx context.Context, _, address string) (net.Conn, error) {
	name := address
	if host, _, err := net.SplitHostPort(address); err == nil {
		name = host
	}
	return n.Host(name).dial(ctx)
}

func (h *Host) dial(ctx context.Context) (net.Conn, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dials++
	for wait := time.Second; h.state == Silent; wait *= 2 { // as Linux sends a SYN again: after 1, 3, 7, 15, 31 s
		h.mu.Unlock()
		again := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-again.C:
		}
		again.Stop()
		h.mu.Lock()
		if ctx.Err() != nil {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: addr(h.name), Err: ctx.Err()}
		}
	}
	if h.state == Refuses {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: addr(h.name), Err: syscall.ECONNREFUSED}
	}
	a, b := pipe(addr("client"), addr(h.name))
	forget := sync.OnceFunc(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.conns, b)
	})
	a.gone, b.gone = forget, forget
	h.conns[b] = true
	h.queue <- b
	return a, nil
}

// Set has the host treat connections otherwise from now on; a client that is
// connected stays so.
func (h *Host) Set(s State) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state = s
}

// Reset ends every connection to the host as a process that dies does.
func (h *Host) Reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.conns {
		c.reset()
		delete(h.conns, c)
	}
}

// Vanish has the host be silent, on open connections as well: what either end writes is
// lost, and a client's kernel gives each of them up after a while. Nothing tells one that
// is idle: it is lost, too.
func (h *Host) Vanish(givesUp time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state = Silent
	for c := range h.conns {
		c.in.lose()
		c.out.lose()
		time.AfterFunc(givesUp, func() { c.out.close(syscall.ETIMEDOUT) })
		delete(h.conns, c)
	}
}

// Dials returns the number of attempts to connect.
func (h *Host) Dials() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.dials
}

// Conns returns how many connections are open.
func (h *Host) Conns() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.conns)
}

// Accept implements net.Listener.
func (h *Host) Accept() (net.Conn, error) {
	select {
	case c := <-h.queue:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener: nothing is accepted any more.
func (h *Host) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.closed:
	default:
		close(h.closed)
	}
	return nil
}

// Addr implements net.Listener.
func (h *Host) Addr() net.Addr { return addr(h.name) }

// addr is the address of a host.
type addr string

func (addr) Network() string  { return "tcp" }
func (a addr) String() string { return string(a) + ":80" }
