package virtual

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// half is one direction of a connection: a buffer without limit, so that a
// writer never waits, as with a small message on a socket.
type half struct {
	mu       sync.Mutex
	turn     *sync.Cond
	bytes    []byte
	lost     bool  // what is written from now on
	end      error // what the reader meets behind the last byte; nil while it is open
	deadline time.Time
	timer    *time.Timer
}

func newHalf() *half {
	h := &half{}
	h.turn = sync.NewCond(&h.mu)
	return h
}

func (h *half) read(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		switch {
		case !h.deadline.IsZero() && !time.Now().Before(h.deadline):
			return 0, os.ErrDeadlineExceeded
		case len(h.bytes) > 0:
			n := copy(p, h.bytes)
			h.bytes = h.bytes[n:]
			return n, nil
		case h.end != nil:
			return 0, h.end
		case len(p) == 0:
			return 0, nil
		}
		h.turn.Wait()
	}
}

func (h *half) write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.end != nil {
		return 0, syscall.EPIPE
	}
	if !h.lost {
		h.bytes = append(h.bytes, p...)
		h.turn.Broadcast()
	}
	return len(p), nil
}

func (h *half) lose() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lost = true
}

// close ends a direction; a reset throws away what was not read.
func (h *half) close(end error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.end == nil {
		h.end = end
	}
	if end != io.EOF {
		h.bytes, h.end = nil, end
	}
	if h.timer != nil {
		h.timer.Stop()
	}
	h.turn.Broadcast()
}

func (h *half) expire(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.deadline = at
	if h.timer != nil {
		h.timer.Stop()
		h.timer = nil
	}
	if wait := time.Until(at); !at.IsZero() && wait > 0 {
		h.timer = time.AfterFunc(wait, func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.turn.Broadcast()
		})
	}
	h.turn.Broadcast()
}

// conn is one end of a connection.
type conn struct {
	in, out       *half
	local, remote net.Addr
	gone          func() // called once, when either end is closed
}

// pipe returns both ends of a connection.
func pipe(client, server net.Addr) (a, b *conn) {
	x, y := newHalf(), newHalf()
	return &conn{in: x, out: y, local: client, remote: server}, &conn{in: y, out: x, local: server, remote: client}
}

func (c *conn) Read(p []byte) (int, error)  { return c.in.read(p) }
func (c *conn) Write(p []byte) (int, error) { return c.out.write(p) }

// Close closes both directions: the other end reads what is on its way, then EOF.
func (c *conn) Close() error {
	c.out.close(io.EOF)
	c.in.close(net.ErrClosed)
	if c.gone != nil {
		c.gone()
	}
	return nil
}

// reset is what both ends see when a host dies and says so.
func (c *conn) reset() {
	c.in.close(syscall.ECONNRESET)
	c.out.close(syscall.ECONNRESET)
}

func (c *conn) LocalAddr() net.Addr                { return c.local }
func (c *conn) RemoteAddr() net.Addr               { return c.remote }
func (c *conn) SetReadDeadline(at time.Time) error { c.in.expire(at); return nil }
func (c *conn) SetWriteDeadline(time.Time) error   { return nil } // a write never waits
func (c *conn) SetDeadline(at time.Time) error     { return c.SetReadDeadline(at) }
