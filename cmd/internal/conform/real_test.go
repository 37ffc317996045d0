package conform_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"
	"time"

	"failsim/cmd/internal/conform/virtual"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// real is the other side of a case: Go's proxy, transport and servers, in which
// failsim's strategies choose the backend and say whether clients try again. It
// must be measured within a bubble of testing/synctest.
type real struct {
	plan     *plan
	began    time.Time
	network  virtual.Network
	backends []*backend
	proxy    *httputil.ReverseProxy
	lb       *lb
	fates    []fate
	retrying policy.Retrying
	mu       sync.Mutex // of the budget
	budget   policy.Budget
	budgets  map[uint64]*policy.Budget // by client, where each has one
}

// of returns the budget of a client. Under the lock.
func (r *real) of(client uint64) *policy.Budget {
	if each, ok := r.retrying.(policy.BudgetEach); !ok || !each.BudgetEach() {
		return &r.budget
	}
	if r.budgets == nil {
		r.budgets = map[uint64]*policy.Budget{}
	}
	if r.budgets[client] == nil {
		r.budgets[client] = new(policy.Budget)
	}
	return r.budgets[client]
}

// measure plays a case with real code.
func measure(p *plan) []fate {
	r := &real{plan: p, began: time.Now(), fates: make([]fate, len(p.arrivals)), retrying: p.retrying.make().(policy.Retrying)}
	r.lb = newLB(p, r.now)
	for i := range p.backends {
		r.backends = append(r.backends, newBackend(r, i))
	}
	r.lb.targets.Asks = r
	transport := &http.Transport{DialContext: r.dial, DisableKeepAlives: p.kept() == 0, MaxIdleConnsPerHost: p.kept(), DisableCompression: true}
	r.proxy = &httputil.ReverseProxy{Transport: transport, ErrorLog: log.New(io.Discard, "", 0),
		Rewrite: func(q *httputil.ProxyRequest) { q.SetURL(q.In.Context().Value(r).(*attempt).url) },
		ModifyResponse: func(q *http.Response) error {
			q.Request.Context().Value(r).(*attempt).answered = true
			return nil
		}}
	done := r.attend()
	var all sync.WaitGroup
	for i, at := range p.arrivals {
		time.Sleep(time.Until(r.began.Add(at)))
		all.Go(func() { r.ask(i) })
	}
	all.Wait()
	close(done)
	time.Sleep(p.check.Interval + time.Hour) // work for clients who have left, dials and probes end
	transport.CloseIdleConnections()
	for _, b := range r.backends {
		b.server.Close()
	}
	return r.fates
}

// kept is how many idle connections the proxy keeps to each backend. Where a
// backend is lost none, as then Go's Transport would send a GET again whose
// connection broke, which failsim has no word for.
func (p *plan) kept() int {
	for _, f := range p.faults {
		if f.kind == lost || f.kind == refuses {
			return 0
		}
	}
	return []int{0, 2, 1000}[p.number%3]
}

func (r *real) now() sim.Time { return sim.Time(time.Since(r.began)) }

// dial waits for a silent backend as long as a check does.
func (r *real) dial(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, r.plan.check.Timeout)
	defer cancel()
	return r.network.Dial(ctx, network, address)
}

// Outstanding implements policy.Backends.
func (r *real) Outstanding(_ sim.Time, backend id.Member) int {
	return r.backends[backend].outstanding()
}

// attempt is what the LB keeps of one that it passes on.
type attempt struct {
	url      *url.URL
	answered bool
}

// ask is a client with one request: it tries as its strategy says, and leaves
// when its patience ends.
func (r *real) ask(i int) {
	p := r.plan
	client := p.client(i)
	r.mu.Lock()
	budget := r.of(client)
	r.retrying.Sent(budget)
	r.mu.Unlock()
	waited := time.Duration(0)
	arrived := time.Now()
	giveUp := arrived.Add(p.patience)
	draw := uint64(p.key.Named("stream").Named("requests")) + uint64(i)<<3
	for tries := 1; ; tries++ {
		own := draw + uint64(min(tries-1, 7))
		until := time.Now().Add(p.timeout)
		if until.After(giveUp) {
			until = giveUp
		}
		cause := r.try(own, client, until)
		good := cause == request.None
		r.fates[i] = fate{good, tries, time.Since(arrived)}
		if rewarded, ok := r.retrying.(policy.Rewarding); ok && good {
			r.mu.Lock()
			rewarded.Succeeded(budget, tries)
			r.mu.Unlock()
		}
		if good || !time.Now().Before(giveUp) {
			return
		}
		jitter := p.key.Named("clients").Named("jitter").Float64(draw + uint64(min(tries, 7)))
		r.mu.Lock()
		wait, again := r.retrying.Again(&policy.Retry{Now: r.now(), Attempt: tries, Cause: cause, Budget: budget, Waited: waited}, jitter)
		r.mu.Unlock()
		if !again || !time.Now().Add(wait).Before(giveUp) {
			return
		}
		time.Sleep(wait)
		waited = wait
	}
}

// client is who asks for the i-th time: failsim's draw of a user.
func (p *plan) client(i int) uint64 {
	who := p.key.Named("stream").Named("users").Uint64(uint64(i))
	user := (who >> 32) * users >> 32
	return p.key.Named("clients").Named("web").Named("clients").Uint64(user)
}

// try sends one attempt through the proxy, and tells errors from answers that there
// was no room.
func (r *real) try(draw, client uint64, until time.Time) request.Cause {
	ctx, cancel := context.WithDeadline(context.Background(), until)
	defer cancel()
	backend, ok := r.lb.pick(r.plan.key.Named("plane").Named("balance").Uint64(draw), client)
	if !ok {
		return request.NoHealthyTarget
	}
	a := &attempt{url: r.backends[backend].url}
	q := httptest.NewRequestWithContext(context.WithValue(ctx, r, a), "GET", "http://front/", nil)
	q.Header.Set("Draw", strconv.FormatUint(draw, 10))
	e := policy.Ending{Backend: backend, Sent: r.now()}
	w := httptest.NewRecorder()
	r.proxy.ServeHTTP(w, q)
	switch {
	case w.Code == http.StatusNoContent:
	case ctx.Err() != nil:
		e.Outcome = policy.Abandoned
	case a.answered:
		e.Outcome = policy.Failed
	default:
		e.Outcome = policy.Unanswered
	}
	r.lb.ended(&e)
	switch w.Code {
	case http.StatusNoContent:
		return request.None
	case http.StatusTooManyRequests:
		return request.OverloadPrimary
	}
	return request.ServerError
}

// attend starts the checks and the faults, which end when done is closed.
func (r *real) attend() (done chan struct{}) {
	done = make(chan struct{})
	if r.plan.checked {
		for i := range r.backends {
			go r.check(i, done)
		}
	}
	for i := range r.plan.faults {
		go r.fault(&r.plan.faults[i], done)
	}
	return done
}

// check asks a backend for a sign of life at an interval, over connections of
// their own.
func (r *real) check(i int, done chan struct{}) {
	t := r.plan.check
	phase := r.plan.key.Named("plane").Named("pool").At(uint64(i)).Named("phase").Float64(0) * float64(t.Interval)
	c := &http.Client{Timeout: t.Timeout, Transport: &http.Transport{DialContext: r.dial, DisableKeepAlives: true}}
	healthy, run := true, 0
	for at := time.Duration(phase); ; at += t.Interval {
		wait := time.NewTimer(time.Until(r.began.Add(at)))
		select {
		case <-done:
			wait.Stop()
			return
		case <-wait.C:
		}
		answer, err := c.Get(r.backends[i].url.String() + "/health")
		if err == nil {
			answer.Body.Close()
		}
		if run++; (err == nil) == healthy {
			run = 0
		}
		if need := map[bool]int{true: t.Unhealthy, false: t.Healthy}[healthy]; run >= need {
			healthy, run = !healthy, 0
			r.lb.believe(id.Member(i), healthy)
		}
	}
}

// fault breaks backends and mends them.
func (r *real) fault(f *trouble, done chan struct{}) {
	for _, change := range []struct {
		at     time.Duration
		begins bool
	}{{f.from, true}, {f.until, false}} {
		wait := time.NewTimer(time.Until(r.began.Add(change.at)))
		select {
		case <-done:
			wait.Stop()
			return
		case <-wait.C:
		}
		for _, b := range r.backends[:f.backends] {
			b.become(f, change.begins)
		}
	}
}
