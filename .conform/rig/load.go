package rig

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// Result is what a request met.
type Result struct {
	At, Took time.Duration // when it was sent, since the bench was opened
	Status   int           // 0: no answer
	From     string        // the answer's text
	Err      error
}

// Good reports that it was answered right.
func (r *Result) Good() bool { return r.Status == http.StatusOK }

// Load is requests, each on a connection of its own.
type Load struct {
	URL    string // in which %d is the request's number, if it is there
	Method string // GET where empty
	At     []time.Duration
	Limit  time.Duration // the client leaves then
	Dial   func(ctx context.Context) (net.Conn, error)
}

// most requests are under way at a time.
const most = 4000

// Send sends all, and returns when the last has ended what each has met.
func (b *Bench) Send(l *Load) []Result {
	transport := &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	if l.Dial != nil {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) { return l.Dial(ctx) }
	}
	client := &http.Client{Transport: transport, Timeout: l.Limit, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	list := make([]Result, len(l.At))
	slots := make(chan struct{}, most)
	var all sync.WaitGroup
	for i, at := range l.At {
		b.Sleep(at)
		if b.ctx.Err() != nil {
			break
		}
		slots <- struct{}{}
		all.Go(func() {
			list[i] = b.one(client, l, i)
			<-slots
		})
	}
	all.Wait()
	return list
}

func (b *Bench) one(client *http.Client, l *Load, number int) (r Result) {
	method, url := l.Method, l.URL
	if method == "" {
		method = http.MethodGet
	}
	for i := range url {
		if i+1 < len(url) && url[i:i+2] == "%d" {
			url = fmt.Sprintf(url, number)
			break
		}
	}
	r.At = b.Now()
	defer func() { r.Took = b.Now() - r.At }()
	q, err := http.NewRequestWithContext(b.ctx, method, url, nil)
	if err != nil {
		r.Err = err
		return r
	}
	answer, err := client.Do(q)
	if err != nil {
		r.Err = err
		return r
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	if r.Err = err; err == nil {
		r.Status, r.From = answer.StatusCode, string(text)
	}
	return r
}

// Every returns n instants from one on, a gap apart.
func Every(from, gap time.Duration, n int) (list []time.Duration) {
	for i := range n {
		list = append(list, from+time.Duration(i)*gap)
	}
	return list
}
