package strategies

import (
	"fmt"

	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/require"
)

// admittingPlayer plays a backend with one server and 100 places:
//
//	queue servers=2 serving=2 waiting=3    it has these from now on, one after the other
//	comes at=1s until=3s client=7         is a request taken in? it waits if all serve
//	next at=2s until=3s                   a server is free: who is next, and is it kept?
//	served 50 came=1s at=2s               so many were, each after that time
type admittingPlayer struct {
	strategy policy.Admitting
	queue    policy.Queue
}

func (p *admittingPlayer) play(l line) string {
	d := &p.queue
	d.Now = l.now("at")
	if r, ok := p.strategy.(policy.QueueRemembering); ok && d.Memory == nil {
		d.Memory = r.FreshQueue(&policy.Queue{Weight: 1})
	}
	v := &policy.Visit{Came: d.Now, Until: sim.Never, Client: uint64(l.number("client", 0))}
	if _, given := l.said("until"); given {
		v.Until = l.now("until")
	}
	switch l.verb {
	case "queue":
		d.Servers, d.Serving = int(l.number("servers", float64(d.Servers))), int(l.number("serving", float64(d.Serving)))
		d.Waiting, d.Capacity = int(l.number("waiting", float64(d.Waiting))), int(l.number("places", float64(d.Capacity)))
		return ""
	case "comes":
		return p.comes(v)
	case "next":
		return p.next(v)
	case "served":
		v.Came = l.now("came")
		for range l.word(0) {
			p.strategy.(policy.Measuring).Measure(d, v)
		}
		return ""
	}
	require.Fail(l.t, "unknown situation", l.verb)
	return ""
}

func (p *admittingPlayer) comes(v *policy.Visit) string {
	if !p.strategy.Admits(&p.queue, v) {
		return "is refused"
	}
	if p.queue.Serving < p.queue.Servers {
		return "is served"
	}
	text := "waits"
	if r, ok := p.strategy.(policy.Ranking); ok {
		text += fmt.Sprintf(" in class %d", r.Class(v))
	}
	if e, ok := p.strategy.(policy.Expiring); ok {
		text += fmt.Sprintf(" for %v at most", e.Longest(&p.queue))
	}
	return text
}

func (p *admittingPlayer) next(v *policy.Visit) string {
	text := "who came first"
	if o, ok := p.strategy.(policy.Ordering); ok && o.Newest(&p.queue) {
		text = "who came last"
	}
	if d, ok := p.strategy.(policy.Dropping); ok && !d.Keeps(&p.queue, v) {
		text += ", who is dropped"
	}
	return text
}
