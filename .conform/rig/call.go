package rig

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// Calls are requests for names, each attempt of which asks a resolver and opens a
// connection of its own.
type Calls struct {
	Resolver, Port string
	Name           func(i int) string
	At             []time.Duration
	Timeout        time.Duration // of an attempt
	Attempts       int
	Wait           time.Duration // before each further one
}

// Call makes all, and returns when the last has ended what each has met: its last
// attempt's status, and the time of all.
func (b *Bench) Call(c *Calls) []Result {
	list := make([]Result, len(c.At))
	slots := make(chan struct{}, most)
	var all sync.WaitGroup
	for i, at := range c.At {
		b.Sleep(at)
		if b.ctx.Err() != nil {
			break
		}
		slots <- struct{}{}
		all.Go(func() {
			r := &list[i]
			r.At = b.Now()
			for attempt := range c.Attempts {
				if attempt > 0 {
					time.Sleep(c.Wait)
				}
				if r.Status, r.Err = b.attempt(c, c.Name(i)); r.Good() {
					break
				}
			}
			r.Took = b.Now() - r.At
			<-slots
		})
	}
	all.Wait()
	return list
}

func (b *Bench) attempt(c *Calls, name string) (status int, err error) {
	ctx, cancel := context.WithTimeout(b.ctx, c.Timeout)
	defer cancel()
	address, err := Stub(ctx, c.Resolver, name)
	if err != nil {
		return 0, err
	}
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, net.JoinHostPort(address, c.Port))
	}}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+name+"/", nil)
	if err != nil {
		return 0, err
	}
	answer, err := transport.RoundTrip(q)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16))
	return answer.StatusCode, err
}
