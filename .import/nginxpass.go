package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	crossplane "github.com/nginxinc/nginx-go-crossplane"

	"failsim/cmd/internal/config"
)

// nginxValue is what an outer block says, with the directive that says it.
type nginxValue struct {
	config.Value
	by []*crossplane.Directive
}

// fate is what has become of a directive that says how requests are passed on.
type fate int

const (
	met      fate = iota // no pass has taken it
	tooLate              // another location has spoken for the pool
	tookIt               // a pool has it
	nonsense             // what stands there is told already
)

var (
	// passKinds have directives of their own, of the same names behind the first word.
	passKinds = []string{"proxy", "grpc", "fastcgi", "uwsgi", "scgi"}
	passWords = []string{"connect_timeout", "read_timeout", "send_timeout", "next_upstream", "next_upstream_tries", "next_upstream_timeout"}
	// tables are blocks of data, not of directives.
	tables = []string{"map", "geo", "types", "charset_map", "match", "otel_exporter"}
	// unsaidNginx change how requests fail.
	unsaidNginx = strings.Fields(`error_page fastcgi_cache fastcgi_cache_lock fastcgi_cache_use_stale fastcgi_cache_valid fastcgi_ignore_client_abort health_check health_check_timeout
		keepalive_requests keepalive_min_timeout keepalive_time limit_conn limit_rate limit_req lingering_timeout mirror proxy_cache proxy_cache_background_update proxy_cache_lock proxy_cache_lock_timeout
		proxy_cache_use_stale proxy_cache_valid proxy_ignore_client_abort proxy_intercept_errors proxy_timeout proxy_upload_rate proxy_download_rate proxy_responses proxy_requests
		fastcgi_intercept_errors grpc_intercept_errors uwsgi_intercept_errors resolver resolver_timeout send_timeout client_body_timeout client_header_timeout reset_timedout_connection
		scgi_cache_use_stale split_clients uwsgi_cache_use_stale worker_connections worker_shutdown_timeout proxy_request_buffering try_files`)
)

// passWord reports that a directive says how requests are passed on, and by which kind of
// pass.
func passWord(directive string) (kind, word string, is bool) {
	kind, word, _ = strings.Cut(directive, "_")
	return kind, word, slices.Contains(passKinds, kind) && slices.Contains(passWords, word)
}

// walk gives what the blocks around a pass say to its pool. The first location that
// passes to a pool speaks for it.
func (s *nginxState) walk(block crossplane.Directives, outer map[string]nginxValue) {
	said := maps.Clone(outer)
	ports := nginxValue{} // a server of another block has its own
	for _, d := range block {
		if d.Directive == "listen" && len(d.Args) > 0 {
			if ports.Text = strings.TrimSpace(ports.Text + " " + frontOf(d.Args[0], "80")); ports.Line == 0 {
				ports.Place = s.at(d)
			}
			ports.by = append(ports.by, d)
			said["listens"] = ports
			s.asked = append(s.asked, d)
		}
		_, _, is := passWord(d.Directive)
		if is || d.Directive == "keepalive_timeout" {
			s.says(d, said)
		}
	}
	for _, d := range block {
		s.within(d, said)
	}
}

// says takes what a directive says for all that stands within its block.
func (s *nginxState) says(d *crossplane.Directive, said map[string]nginxValue) {
	s.asked = append(s.asked, d)
	key, text := d.Directive, strings.Join(d.Args, " ")
	if strings.HasSuffix(key, "_timeout") && len(d.Args) > 0 {
		t, ok := nginxTime(d.Args[0])
		if !ok {
			s.fate[d] = nonsense
			unread(s.into, d.File, d.Line, key)
			return
		}
		text = config.Span(t)
	}
	if key == "keepalive_timeout" {
		key = "idle.inside" // of connections from outside
	}
	said[key] = nginxValue{config.Value{Text: text, Place: s.at(d)}, []*crossplane.Directive{d}}
}

// within reads or notes a directive of a block, and what stands within it.
func (s *nginxState) within(d *crossplane.Directive, said map[string]nginxValue) {
	kind, isPass := strings.CutSuffix(d.Directive, "_pass")
	_, _, isPassed := passWord(d.Directive)
	switch {
	case isPass && (slices.Contains(passKinds, kind)):
		s.pass(d, kind, said)
	case isPassed || slices.Contains([]string{"listen", "keepalive_timeout", "upstream"}, d.Directive):
	case slices.Contains(tables, d.Directive):
		beside(s.into, d.File, d.Line, d.Directive)
		for _, in := range d.Block { // data, of which every word may be a secret
			beside(s.into, in.File, in.Line, "an entry of "+d.Directive)
		}
	case d.Directive == "include" && len(d.Args) > 0 && !besideInclude.MatchString(d.Args[0]):
		unread(s.into, d.File, d.Line, "include", "(no such file beside "+filepath.Base(s.name)+", nor among those that are named: name what it takes in as well)")
	case slices.Contains(unsaidNginx, d.Directive):
		unsaid(s.into, d.File, d.Line, d.Directive)
	case d.Block == nil:
		beside(s.into, d.File, d.Line, d.Directive)
	default:
		s.walk(d.Block, said)
	}
}

func (s *nginxState) pass(d *crossplane.Directive, kind string, said map[string]nginxValue) {
	if len(d.Args) == 0 {
		return
	}
	of := map[string]nginxValue{}
	for key, v := range said {
		if k, word, is := passWord(key); !is {
			of[key] = v
		} else if k == kind {
			of["proxy_"+word] = v
		}
	}
	_, target, ok := strings.Cut(d.Args[0], "://")
	if !ok {
		target = d.Args[0]
	}
	if path, is := strings.CutPrefix(target, "unix:"); is {
		path, _, _ = strings.Cut(path, ":")
		s.give("unix:"+path, d, of)
		return
	}
	if strings.Contains(target, "$") {
		unread(s.into, d.File, d.Line, d.Directive, "to a variable")
		return
	}
	if i := strings.IndexAny(target, "/?#"); i >= 0 {
		target = target[:i]
	}
	target = target[strings.LastIndexByte(target, '@')+1:] // what stands before is a name and a password
	s.give(target, d, of)
}

// give takes over into a pool what is said where requests are passed to it.
func (s *nginxState) give(target string, d *crossplane.Directive, said map[string]nginxValue) {
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
	for _, k := range slices.Sorted(maps.Keys(said)) {
		v := said[k]
		have, is := l.Values[k]
		switch {
		case !is:
			l.Values[k] = v.Value
		case k == "listens":
			for _, port := range strings.Fields(v.Text) {
				if !slices.Contains(strings.Fields(have.Text), port) {
					have.Text += " " + port
				}
			}
			l.Values[k] = have
		case have.Text != v.Text:
			for _, by := range v.by {
				s.fate[by] = max(s.fate[by], tooLate)
			}
			continue
		}
		for _, by := range v.by {
			s.fate[by] = tookIt
		}
	}
}

// told notes what no pool has taken.
func (s *nginxState) reported() {
	for _, d := range s.asked {
		switch s.fate[d] {
		case met:
			beside(s.into, d.File, d.Line, d.Directive)
		case tooLate:
			unsaid(s.into, d.File, d.Line, d.Directive, "of a further location: the first that passes to a pool counts for all of it")
		}
	}
}
