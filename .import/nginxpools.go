package main

import (
	"strings"

	crossplane "github.com/nginxinc/nginx-go-crossplane"

	"failsim/cmd/internal/config"
)

// upstreams reads pools of servers.
func (s *nginxState) upstreams(block crossplane.Directives) {
	for _, d := range block {
		if d.Directive != "upstream" {
			s.upstreams(d.Block)
			continue
		}
		l := &config.Layer{Kind: config.Balancer, Program: "nginx", Name: d.Args[0], Place: s.at(d), Values: map[string]config.Value{}}
		for _, in := range d.Block {
			switch in.Directive {
			case "server":
				s.server(l, in)
			case "least_conn", "ip_hash", "hash", "random", "least_time", "sticky":
				l.Set("balance", strings.Join(append([]string{in.Directive}, in.Args...), " "), s.at(in))
			case "keepalive_timeout":
				if t, ok := nginxTime(strings.Join(in.Args, "")); ok {
					l.Set("idle.outside", config.Span(t), s.at(in))
				} else {
					unread(s.into, in.File, in.Line, in.Directive)
				}
			case "keepalive", "keepalive_requests", "keepalive_time", "resolver", "resolver_timeout", "queue":
				unsaid(s.into, in.File, in.Line, "upstream", in.Directive)
			case "zone", "ntlm", "state", "sticky_cookie_insert":
				beside(s.into, in.File, in.Line, "upstream", in.Directive)
			default:
				unread(s.into, in.File, in.Line, in.Directive)
			}
		}
		s.into.declare(nginxUpstream, l.Name)
		s.pools[l.Name] = l
		s.order = append(s.order, l.Name)
	}
}

func (s *nginxState) server(l *config.Layer, d *crossplane.Directive) {
	v := map[string]config.Value{}
	for _, a := range d.Args[1:] {
		key, text, _ := strings.Cut(a, "=")
		switch key {
		case "max_fails", "weight", "max_conns":
			v[key] = config.Value{Text: text, Place: s.at(d)}
		case "fail_timeout", "slow_start":
			t, ok := nginxTime(text)
			if !ok {
				unread(s.into, d.File, d.Line, "server", key)
				continue
			}
			v[key] = config.Value{Text: config.Span(t), Place: s.at(d)}
		case "backup":
			v[key] = config.Value{Text: "yes", Place: s.at(d)}
		case "down":
			unsaid(s.into, d.File, d.Line, "server down")
			return
		case "resolve":
			v[key] = config.Value{Text: "yes", Place: s.at(d)}
		case "route", "service":
			beside(s.into, d.File, d.Line, "server", key)
		case "drain":
			unsaid(s.into, d.File, d.Line, "server", key)
		default:
			unread(s.into, d.File, d.Line, "server", key)
		}
	}
	l.Servers = append(l.Servers, config.Server{Address: d.Args[0], Place: s.at(d), Values: v})
}
