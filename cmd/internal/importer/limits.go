package importer

import (
	"fmt"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// breakers are Envoy's limits of a cluster: at most max_requests at once, and over
// HTTP/1 no more than have a connection or wait for one, as many as max_connections and
// max_pending_requests allow; what is above is a 503 (its documentation, circuit
// breaking). A scenario limits each server, so all have an equal share.
func (p *Plan) breakers() {
	const otherwise = 1024 // of each limit
	var from []answer
	var place config.Place
	limit := func(key string) int {
		v, ok := p.pool.Get(key)
		if !ok {
			return otherwise
		}
		from, place = append(from, said(v, "")), v.Place
		return max(v.Int(), 0)
	}
	most, waiting, connections := limit("max_requests"), limit("max_pending"), limit("max_connections")
	if _, multiplexed := p.pool.Get("http2"); !multiplexed {
		most = min(most, connections+waiting)
	} else if v, ok := p.pool.Get("max_connections"); ok {
		p.left("%s: max_connections bounds little over HTTP/2, where requests share a connection; not simulated", v.Place)
	}
	each := (most + p.Servers - 1) / max(p.Servers, 1)
	if v, ok := p.pool.Get("host.max_connections"); ok {
		from, place = append(from, said(v, "")), v.Place
		each = min(each, max(v.Int(), 0)+(waiting+p.Servers-1)/max(p.Servers, 1))
	}
	for _, key := range []string{"max_retries", "host.max_retries", "host.max_requests", "host.max_pending"} {
		if v, ok := p.pool.Get(key); ok {
			p.left("%s: %s %s, how many may be at once, is not simulated: here every request may be tried again", v.Place, key, v.Text)
		}
	}
	if len(from) == 0 {
		return
	}
	// What exceeds it is refused by all servers alike, so it is a 503 here, too.
	p.atOnce = config.Value{Text: fmt.Sprint(max(1, each)), Place: place}
	p.queued = p.atOnce
	p.limits = sources(from) + fmt.Sprintf(": at most %d at once, waiting or not, shared by %s; a limit that is not said is 1024", most, words.Plural(int64(p.Servers), "server"))
	p.QueueCapacity = answer{Text: p.atOnce.Text, From: p.limits}
}

// haproxyPatience is for how long a request waits in HAProxy for a server: timeout
// queue, or else timeout connect.
func (p *Plan) haproxyPatience() (config.Value, bool) {
	limit, ok := p.pool.Get("timeout.queue")
	if !ok {
		limit, ok = p.pool.Get("timeout.connect")
	}
	return limit, ok && limit.Duration() > 0
}
