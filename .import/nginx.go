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

// nginxState walks the blocks of a file; what an outer block says holds within.
type nginxState struct {
	name  string
	into  *reading
	pools map[string]*config.Layer
	order []string
	fate  map[*crossplane.Directive]fate // of what says how requests are passed on
	asked []*crossplane.Directive        // those, in their order
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
	s := &nginxState{name: name, into: into, pools: map[string]*config.Layer{}, fate: map[*crossplane.Directive]fate{}}
	for _, c := range payload.Config {
		s.upstreams(c.Parsed)
		s.walk(c.Parsed, map[string]nginxValue{})
	}
	s.told()
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
