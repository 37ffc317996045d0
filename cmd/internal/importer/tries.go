package importer

import (
	"strings"

	"failsim/cmd/internal/config"
)

// triesOf returns how often a layer sends a request at most whose answers are errors;
// the innermost counts refusals too.
func (p *Plan) triesOf(l *config.Layer, outermost bool) int {
	switch l.Program {
	case "haproxy":
		n := 4
		if v, ok := l.Get("retries"); ok {
			n = 1 + max(v.Int(), 0)
		}
		on, _ := l.Get("retry-on")
		if outermost && !strings.Contains(on.Text, "all-retryable") && !strings.Contains(on.Text, "50") && !strings.Contains(on.Text, "response-timeout") {
			return 1 // it does not repeat what a layer within has answered
		}
		return n
	case "envoy", "istio":
		if _, ok := l.Get("retry"); !ok {
			return 1
		}
		on, _ := l.Get("retry.on")
		if !strings.Contains(on.Text, "5xx") && !strings.Contains(on.Text, "gateway-error") && !strings.Contains(on.Text, "retriable-status") {
			return 1
		}
		v, ok := l.Get("retry.num")
		if !ok {
			return 2
		}
		return 1 + max(v.Int(), 0)
	case "nginx", "ingress-nginx":
		next, said := l.Get("proxy_next_upstream")
		if strings.Contains(next.Text, "off") || outermost && !(said && strings.Contains(next.Text, "http_5")) {
			return 1
		}
		n := max(len(l.Servers), p.count(l))
		if v, ok := l.Get("proxy_next_upstream_tries"); ok && v.Int() > 0 {
			n = min(n, v.Int())
		}
		return n
	}
	return 1
}

// waitKeys say how long a program waits for an answer.
var waitKeys = map[string]string{"haproxy": "timeout.server", "nginx": "proxy_read_timeout", "ingress-nginx": "proxy_read_timeout", "envoy": "timeout", "istio": "timeout", "gateway": "timeout"}

// goesOn reports that a proxy tries another server when one cannot be reached.
func goesOn(l *config.Layer) bool {
	switch l.Program {
	case "haproxy":
		v, _ := l.Get("redispatch")
		return v.Text == "yes"
	case "nginx", "ingress-nginx":
		v, _ := l.Get("proxy_next_upstream")
		return !strings.Contains(v.Text, "off")
	case "envoy":
		_, ok := l.Get("retry")
		return ok
	}
	return l.Program == "istio"
}

// connect is for how long the pool's program tries to reach a server.
func (p *Plan) connect() string {
	for _, key := range []string{"timeout.connect", "proxy_connect_timeout", "connect_timeout"} {
		if v, ok := p.pool.Get(key); ok && v.Duration() > 0 {
			return v.Text
		}
	}
	return "5s"
}
