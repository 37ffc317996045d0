package main

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	crossplane "github.com/nginxinc/nginx-go-crossplane"

	"failsim/cmd/internal/config"
)

func isNginx(name string, content []byte) bool {
	return strings.HasPrefix(name, "nginx") && strings.HasSuffix(name, ".conf") ||
		has(content, `^\s*(upstream\s+\S+|http|server|events|location\s+\S+)\s*\{`)
}

// passes are directives of nginx that say how a request is passed on.
var passes = []string{"proxy_connect_timeout", "proxy_read_timeout", "proxy_send_timeout", "proxy_next_upstream", "proxy_next_upstream_tries", "proxy_next_upstream_timeout", "keepalive_timeout"}

// nginxState walks the blocks of a file; what an outer block says holds within.
type nginxState struct {
	name  string
	into  *reading
	pools map[string]*config.Layer
	order []string
}

// readNginx reads a file with crossplane, which is nginx's own parser of its
// language in Go. Files that it includes are named by the user, or left out.
func readNginx(name string, content []byte, into *reading) error {
	payload, err := crossplane.Parse(name, &crossplane.ParseOptions{DirectiveSources: nginxModules,
		SingleFile: true, SkipDirectiveContextCheck: true, SkipDirectiveArgsCheck: true, ErrorOnUnknownDirectives: true,
		Open: func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, e := range payload.Errors {
		line := 0
		if e.Line != nil {
			line = *e.Line
		}
		if word, is := unknownTo(e.Error); is {
			unread(into, name, line, nearDirective(word))
			continue
		}
		return fmt.Errorf("%s:%d: %w", name, line, e.Error)
	}
	s := &nginxState{name: name, into: into, pools: map[string]*config.Layer{}}
	for _, c := range payload.Config {
		s.upstreams(c.Parsed)
		s.walk(c.Parsed, map[string]config.Value{})
	}
	for _, pool := range s.order {
		into.Layers = append(into.Layers, *s.pools[pool])
	}
	return nil
}

// nginxModules are those of nginx itself, also of its commercial version, and modules
// that distributions come with.
var nginxModules = []crossplane.MatchFunc{crossplane.DefaultDirectivesMatchFunc, crossplane.MatchHeadersMoreLatest, crossplane.MatchLuaLatest, crossplane.MatchGeoip2Latest, crossplane.MatchOtelLatest}

// nearDirective is a directive with that of nginx's from which it differs by one slip:
// the parser tells whether a word is one, and has no list of them.
func nearDirective(word string) string {
	const letters = "abcdefghijklmnopqrstuvwxyz_"
	is := func(w string) bool {
		return slices.ContainsFunc(nginxModules, func(f crossplane.MatchFunc) bool { _, ok := f(w); return ok })
	}
	for i := range len(word) + 1 {
		tries := []string{}
		if i < len(word) {
			tries = append(tries, word[:i]+word[i+1:])
		}
		if i+1 < len(word) {
			tries = append(tries, word[:i]+word[i+1:i+2]+word[i:i+1]+word[i+2:])
		}
		for _, c := range letters {
			tries = append(tries, word[:i]+string(c)+word[i:])
			if i < len(word) {
				tries = append(tries, word[:i]+string(c)+word[i+1:])
			}
		}
		for _, t := range tries {
			if is(t) {
				return near(word, []string{t})
			}
		}
	}
	return word
}

// unknownTo tells of an error that it is a directive which no nginx has.
func unknownTo(err error) (word string, is bool) {
	_, rest, is := strings.Cut(err.Error(), `unknown directive "`)
	word, _, _ = strings.Cut(rest, `"`)
	return word, is
}

func (s *nginxState) at(d *crossplane.Directive) config.Place {
	return config.Place{File: s.name, Line: d.Line}
}

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
			case "least_conn", "ip_hash", "hash", "random":
				l.Set("balance", strings.Join(append([]string{in.Directive}, in.Args...), " "), s.at(in))
			case "keepalive", "keepalive_requests", "keepalive_time", "keepalive_timeout", "zone", "resolver", "resolver_timeout":
			default:
				unread(s.into, s.name, in.Line, in.Directive)
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
				unread(s.into, s.name, d.Line, "server", key)
				continue
			}
			v[key] = config.Value{Text: config.Span(t), Place: s.at(d)}
		case "backup":
			v[key] = config.Value{Text: "yes", Place: s.at(d)}
		case "down":
			return
		case "resolve":
			v[key] = config.Value{Text: "yes", Place: s.at(d)}
		case "route", "service", "drain":
		default:
			unread(s.into, s.name, d.Line, "server", key)
		}
	}
	l.Servers = append(l.Servers, config.Server{Address: d.Args[0], Place: s.at(d), Values: v})
}

// walk gives what the blocks around a proxy_pass say to its pool. The first
// location that passes to a pool speaks for it.
func (s *nginxState) walk(block crossplane.Directives, outer map[string]config.Value) {
	said := map[string]config.Value{}
	for k, v := range outer {
		said[k] = v
	}
	for _, d := range block {
		if d.Directive == "listen" && len(d.Args) > 0 {
			v := said["listens"] // a server of another block has its own
			if v.Text = strings.TrimSpace(v.Text + " " + portOf(d.Args[0], "80")); v.Line == 0 {
				v.Place = s.at(d)
			}
			said["listens"] = v
		}
		if slices.Contains(passes, d.Directive) {
			text := strings.Join(d.Args, " ")
			if strings.HasSuffix(d.Directive, "_timeout") && len(d.Args) > 0 {
				t, ok := nginxTime(d.Args[0])
				if !ok {
					unread(s.into, s.name, d.Line, d.Directive)
					continue
				}
				text = config.Span(t)
			}
			key := d.Directive
			if key == "keepalive_timeout" {
				key = "idle.inside" // of connections from outside
			}
			said[key] = config.Value{Text: text, Place: s.at(d)}
		}
	}
	for _, d := range block {
		if d.Directive == "proxy_pass" || d.Directive == "grpc_pass" || d.Directive == "uwsgi_pass" || d.Directive == "fastcgi_pass" {
			s.pass(d, said)
		}
		if d.Directive == "include" && len(d.Args) > 0 && !besideInclude.MatchString(d.Args[0]) {
			unread(s.into, s.name, d.Line, "include", "(name the files that it takes in as well)")
		}
		if d.Directive != "upstream" {
			s.walk(d.Block, said)
		}
	}
}

func (s *nginxState) pass(d *crossplane.Directive, said map[string]config.Value) {
	if len(d.Args) == 0 {
		return
	}
	_, target, ok := strings.Cut(d.Args[0], "://")
	if !ok {
		target = d.Args[0]
	}
	if path, is := strings.CutPrefix(target, "unix:"); is {
		path, _, _ = strings.Cut(path, ":")
		s.give("unix:"+path, d, said)
		return
	}
	if strings.Contains(target, "$") {
		unread(s.into, s.name, d.Line, d.Directive, "to a variable")
		return
	}
	if i := strings.IndexAny(target, "/?#"); i >= 0 {
		target = target[:i]
	}
	target = target[strings.LastIndexByte(target, '@')+1:] // what stands before is a name and a password
	s.give(target, d, said)
}

// give tells a pool what is said where requests are passed to it.
func (s *nginxState) give(target string, d *crossplane.Directive, said map[string]config.Value) {
	l := s.pools[target]
	if l == nil && !strings.ContainsAny(target, ".:/") && target != "localhost" {
		s.into.lead(d.Directive, nginxUpstream, target, s.at(d))
	}
	if l == nil { // an address of its own is a pool of one
		l = &config.Layer{Kind: config.Balancer, Program: "nginx", Name: target, Place: s.at(d), Values: map[string]config.Value{},
			Servers: []config.Server{{Address: target, Place: s.at(d)}}}
		s.pools[target] = l
		s.order = append(s.order, target)
	}
	for k, v := range said {
		if _, is := l.Values[k]; !is {
			l.Values[k] = v
		}
	}
}

// portOf returns the port of an address, or a default where it has none.
func portOf(address, otherwise string) string {
	port := address[strings.LastIndexByte(address, ':')+1:]
	if isNumber(port) {
		return port
	}
	return otherwise
}

// besideInclude are files that nginx comes with, and of modules and TLS.
var besideInclude = regexp.MustCompile(`(mime\.types|_params|fastcgi\.conf|modules[\w-]*/[^/]*\.conf|koi-|win-utf|options-ssl-nginx\.conf|proxy\.conf)$`)

// nginxTime reads a time with nginx's units, seconds if there is none.
func nginxTime(text string) (time.Duration, bool) {
	units := map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "": time.Second}
	sum, rest := time.Duration(0), text
	for rest != "" {
		digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
		rest = rest[len(digits):]
		unit := rest[:len(rest)-len(strings.TrimLeft(rest, "msdhw"))]
		rest = rest[len(unit):]
		n, err := strconv.ParseInt(digits, 10, 64)
		per, ok := units[unit]
		if err != nil || !ok {
			return 0, false
		}
		sum += time.Duration(n) * per
	}
	return sum, text != ""
}
