package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
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

// nginxState walks the blocks of a file; what an outer block says holds within.
type nginxState struct {
	name  string // of the file that nginx starts with
	into  *reading
	pools map[string]*config.Layer
	order []string
	fate  map[*crossplane.Directive]fate // of what says how requests are passed on
	asked []*crossplane.Directive        // those, in their order
	// included are files that have been included already: one may be in many places.
	included map[string]crossplane.Directives
}

// readNginx reads a file with crossplane, which is nginx's own parser of its
// language in Go, and the files that it includes, as far as there are any.
func readNginx(name string, content []byte, into *reading) error {
	s := &nginxState{name: name, into: into, pools: map[string]*config.Layer{}, fate: map[*crossplane.Directive]fate{}, included: map[string]crossplane.Directives{}}
	parsed, err := s.parsed(name, content)
	if err != nil {
		return err
	}
	if parsed, err = s.taking(parsed, []string{name}); err != nil {
		return err
	}
	s.upstreams(parsed)
	s.walk(parsed, map[string]nginxValue{})
	s.reported()
	for _, pool := range s.order {
		l := s.pools[pool]
		if l.File != name {
			l.Proxy = name
		}
		into.Layers = append(into.Layers, *l)
	}
	return nil
}

// parsed are the directives of one file, each with its name.
func (s *nginxState) parsed(name string, content []byte) (all crossplane.Directives, err error) {
	payload, err := crossplane.Parse(name, &crossplane.ParseOptions{DirectiveSources: nginxModules,
		SingleFile: true, SkipDirectiveContextCheck: true, SkipDirectiveArgsCheck: true, ErrorOnUnknownDirectives: true,
		Open: func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, e := range payload.Errors {
		line := 0
		if e.Line != nil {
			line = *e.Line
		}
		if word, is := unknownTo(e.Error); is {
			unread(s.into, name, line, nearDirective(word))
			continue
		}
		return nil, fmt.Errorf("%s:%d: %w", name, line, e.Error)
	}
	for _, c := range payload.Config {
		all = append(all, c.Parsed...)
	}
	named(all, name)
	return all, nil
}

func named(all crossplane.Directives, file string) {
	for _, d := range all {
		d.File = file
		named(d.Block, file)
	}
}

// nginxModules are those of nginx itself, also of its commercial version, and modules
// that distributions come with.
var nginxModules = []crossplane.MatchFunc{crossplane.DefaultDirectivesMatchFunc, crossplane.MatchHeadersMoreLatest, crossplane.MatchLuaLatest, crossplane.MatchGeoip2Latest, crossplane.MatchOtelLatest}

// nearDirective is a directive with that of nginx's from which it differs by one slip:
// the parser reports whether a word is one, and has no list of them.
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

// unknownTo reports an error that it is a directive which no nginx has.
func unknownTo(err error) (word string, is bool) {
	_, rest, is := strings.Cut(err.Error(), `unknown directive "`)
	word, _, _ = strings.Cut(rest, `"`)
	return word, is
}

func (s *nginxState) at(d *crossplane.Directive) config.Place {
	return config.Place{File: d.File, Line: d.Line}
}

// portOf returns the port of an address, or a default where it has none.
func portOf(address, otherwise string) string {
	port := address[strings.LastIndexByte(address, ':')+1:]
	if isNumber(port) {
		return port
	}
	return otherwise
}

// frontOf is where a proxy listens: a port alone at any address, or an address with it.
func frontOf(address, otherwise string) string {
	if path, is := strings.CutPrefix(address, "unix:"); is {
		return "unix:" + path
	}
	port := portOf(address, otherwise)
	host := strings.Trim(strings.TrimSuffix(strings.TrimSuffix(address, port), ":"), "[]")
	host = host[strings.LastIndexByte(host, '@')+1:] // ipv4@ and the like of HAProxy
	if ip := net.ParseIP(host); port == "" || ip == nil || ip.IsUnspecified() {
		return port
	}
	return net.JoinHostPort(host, port)
}

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
