package rig

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Bench is where one experiment takes place: a folder, a clock, programs, backends.
type Bench struct {
	Dir    string
	ctx    context.Context
	cancel context.CancelFunc
	began  time.Time
	mu     sync.Mutex
	ends   []func() // in reverse, when the bench is closed
	failed error
}

// Open returns a bench that is closed at the latest when ctx ends.
func Open(ctx context.Context, name string) (*Bench, error) {
	dir, err := os.MkdirTemp("", "failsim-"+name+"-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // some programs give up their rights
		return nil, err
	}
	b := &Bench{Dir: dir, began: time.Now()}
	b.ctx, b.cancel = context.WithCancel(ctx)
	return b, nil
}

// Close ends all that the bench has begun, and returns the first thing that went wrong.
func (b *Bench) Close() error {
	b.cancel()
	for i := len(b.ends) - 1; i >= 0; i-- {
		b.ends[i]()
	}
	os.RemoveAll(b.Dir)
	return b.failed
}

// AtEnd has something be done when the bench is closed, the last first.
func (b *Bench) AtEnd(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ends = append(b.ends, f)
}

// Fail notes what went wrong; the first counts.
func (b *Bench) Fail(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed == nil {
		b.failed = fmt.Errorf(format, args...)
	}
}

// Failed reports what went wrong, if anything has.
func (b *Bench) Failed() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failed
}

// Now is since the bench was opened.
func (b *Bench) Now() time.Duration { return time.Since(b.began) }

// Sleep waits until an instant, or the bench is closed.
func (b *Bench) Sleep(until time.Duration) {
	select {
	case <-time.After(until - b.Now()):
	case <-b.ctx.Done():
		b.Fail("stopped after %v: %w", b.Now().Round(time.Second), context.Cause(b.ctx))
	}
}

// Write writes a file of the bench, in which $NAME stands for a word of words, and
// returns its path.
func (b *Bench) Write(name, text string, words map[string]string) string {
	path := filepath.Join(b.Dir, name)
	text = os.Expand(text, func(word string) string {
		if value, ok := words[word]; ok {
			return value
		}
		return "$" + word // of the program's own
	})
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fail("%w", err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.Fail("%w", err)
	}
	return path
}

// Ports come from below those that the kernel gives to connections, which would
// take that of a backend which has gone for the moment.
const firstPort, lastPort = 20000, 32000

var nextPort atomic.Int32

// Port returns an address that is free, for a program to listen at. None is
// returned twice.
func (b *Bench) Port() string {
	for range lastPort - firstPort {
		port := firstPort + (int(nextPort.Add(1))+11*os.Getpid())%(lastPort-firstPort)
		l, err := net.Listen("tcp", fmt.Sprintf(":%d", port)) // at all addresses
		if err != nil {
			continue
		}
		l.Close()
		return fmt.Sprintf("127.0.0.1:%d", port)
	}
	b.Fail("no free port")
	return "127.0.0.1:1"
}

// Await waits until something listens at an address.
func (b *Bench) Await(address string) {
	for until := b.Now() + 20*time.Second; b.Now() < until && b.ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		if c, err := net.DialTimeout("tcp", address, time.Second); err == nil {
			c.Close()
			return
		}
	}
	b.Fail("nothing listens at %s: %s", address, b.logs())
}

// logs returns the last words of the programs.
func (b *Bench) logs() string {
	var out strings.Builder
	paths, _ := filepath.Glob(filepath.Join(b.Dir, "*.log"))
	for _, path := range paths {
		text, _ := os.ReadFile(path)
		fmt.Fprintf(&out, "\n%s: %s", filepath.Base(path), text[max(0, len(text)-800):])
	}
	return out.String()
}
