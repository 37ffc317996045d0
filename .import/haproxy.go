package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/haproxytech/config-parser/v5/common"

	"failsim/cmd/internal/config"
)

func isHAProxy(name string, content []byte) bool {
	return strings.HasPrefix(name, "haproxy") && strings.HasSuffix(name, ".cfg") ||
		has(content, `^\s*(frontend|backend|listen|defaults)(\s|$)`) && has(content, `^\s*(server|bind|mode|balance|timeout)\s`)
}

// haproxySections are those that may stand in a file; of those that are not
// read every line is beside the point.
var haproxySections = map[string]bool{"global": false, "defaults": true, "frontend": true, "backend": true, "listen": true, "peers": false, "resolvers": false,
	"mailers": false, "userlist": false, "cache": false, "program": false, "http-errors": false, "ring": false, "log-forward": false, "fcgi-app": false, "crt-store": false}

// haproxyState is what a file has said so far.
type haproxyState struct {
	name     string
	into     *config.Reading
	defaults map[string]config.Value
	servers  map[string]config.Value // default-server of the section or of defaults
	layer    *config.Layer           // nil in defaults and in sections that are not read
	isRead   bool
	// inSection tells that a section has begun: before the first nothing may stand.
	inSection bool
}

// readHAProxy reads a file line by line, as HAProxy does: a value that a section
// does not state is that of the defaults before it.
func readHAProxy(name string, content []byte, into *config.Reading) error {
	s := &haproxyState{name: name, into: into, defaults: map[string]config.Value{}, servers: map[string]config.Value{}}
	var layers []*config.Layer
	for n, line := range strings.Split(string(content), "\n") {
		words, _ := common.StringSplitWithCommentIgnoreEmpty(strings.TrimSpace(line))
		if len(words) == 0 {
			continue
		}
		if read, is := haproxySections[words[0]]; is {
			s.section(words, read, config.Place{File: name, Line: n + 1})
			if s.layer != nil {
				layers = append(layers, s.layer)
			}
			continue
		}
		switch {
		case s.isRead:
			s.directive(words, config.Place{File: name, Line: n + 1})
		case !s.inSection:
			unread(into, name, n+1, words[0])
		}
	}
	listening(layers)
	for _, l := range layers {
		if len(l.Servers) > 0 || l.Kind == config.Client {
			into.Layers = append(into.Layers, *l)
		}
	}
	return nil
}

// listening gives backends the ports of the frontends that lead to them.
func listening(layers []*config.Layer) {
	for _, front := range layers {
		ports, ok := front.Get("listens")
		to, _ := front.Get("leads")
		for _, back := range layers {
			if ok && slices.Contains(strings.Fields(to.Text), back.Name) {
				back.Set("listens", ports.Text, ports.Place)
			}
		}
		delete(front.Values, "leads")
	}
}

// more adds a word to a value of the section.
func (s *haproxyState) more(key, word string, at config.Place) {
	if s.layer == nil || word == "" {
		return
	}
	v, ok := s.layer.Get(key)
	if !ok {
		v.Place = at
	}
	s.layer.Set(key, strings.TrimSpace(v.Text+" "+word), v.Place)
}

func (s *haproxyState) section(words []string, read bool, at config.Place) {
	s.isRead, s.inSection, s.layer = read, true, nil
	if words[0] == "defaults" {
		s.defaults, s.servers = map[string]config.Value{}, map[string]config.Value{}
	}
	if !read || words[0] == "defaults" {
		return
	}
	title := words[0]
	if len(words) > 1 {
		title = words[1]
	}
	s.layer = &config.Layer{Kind: config.Balancer, Program: "haproxy", Name: title, Place: at, Values: maps.Clone(s.defaults)}
	s.servers = maps.Clone(s.servers)
}

// set sets a value of the section, or of the defaults.
func (s *haproxyState) set(key, text string, at config.Place) {
	if s.layer != nil {
		s.layer.Set(key, text, at)
		return
	}
	s.defaults[key] = config.Value{Text: text, Place: at}
}

func (s *haproxyState) directive(words []string, at config.Place) {
	no := words[0] == "no"
	if no {
		words = words[1:]
	}
	arg := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	switch {
	case arg(0) == "timeout" && slices.Contains([]string{"connect", "server", "client", "queue", "check", "http-request"}, arg(1)):
		d, ok := haproxyTime(arg(2), time.Millisecond)
		if !ok {
			unread(s.into, s.name, at.Line, "timeout", arg(1))
			return
		}
		s.set("timeout."+arg(1), config.Span(d), at)
	case arg(0) == "timeout" && slices.Contains(haproxyTimeouts, arg(1)):
	case arg(0) == "bind":
		for _, address := range strings.Split(arg(1), ",") {
			s.more("listens", portOf(address, ""), at)
		}
	case arg(0) == "use_backend" || arg(0) == "default_backend":
		s.more("leads", arg(1), at)
	case arg(0) == "cookie" || arg(0) == "stick" && (arg(1) == "on" || arg(1) == "match"):
		s.set("sticky", arg(0), at)
	case arg(0) == "retries":
		s.set("retries", arg(1), at)
	case arg(0) == "retry-on":
		s.set("retry-on", strings.Join(words[1:], " "), at)
	case arg(0) == "balance":
		s.set("balance", strings.Join(words[1:], " "), at)
	case arg(0) == "hash-type":
		s.set("hash-type", arg(1), at)
	case arg(0) == "option" && slices.Contains([]string{"redispatch", "allbackups"}, arg(1)):
		s.set(arg(1), map[bool]string{true: "no", false: "yes"}[no], at)
	case arg(0) == "option" && arg(1) == "httpchk":
		path := "/"
		for _, w := range words[2:] {
			if strings.HasPrefix(w, "/") {
				path = w
			}
		}
		s.set("check.path", pathOf(path), at)
	case arg(0) == "option" && !slices.Contains(haproxyOptions, arg(1)):
		unread(s.into, s.name, at.Line, "option", arg(1))
	case arg(0) == "http-check" && arg(1) == "send":
		if i := slices.Index(words, "uri"); i > 0 {
			s.set("check.path", pathOf(arg(i+1)), at)
		}
	case arg(0) == "default-server":
		s.serverOptions(words[1:], s.servers, at)
	case arg(0) == "server" || arg(0) == "server-template":
		s.server(words, at)
	case slices.Contains(besideHAProxy, arg(0)):
	default:
		unread(s.into, s.name, at.Line, arg(0))
	}
}

func (s *haproxyState) server(words []string, at config.Place) {
	if s.layer == nil || len(words) < 3 {
		unread(s.into, s.name, at.Line, words[0])
		return
	}
	count, address, options := 1, words[2], words[3:]
	if words[0] == "server-template" && len(words) >= 4 {
		_, last, _ := strings.Cut(words[2], "-")
		if last == "" {
			last = words[2]
		}
		count, _ = strconv.Atoi(last)
		address, options = words[3], words[4:]
	}
	values := maps.Clone(s.servers)
	s.serverOptions(options, values, at)
	if _, off := values["disabled"]; off {
		return
	}
	for range count {
		s.layer.Servers = append(s.layer.Servers, config.Server{Address: address, Place: at, Values: values})
	}
}

// serverOptions reads what stands behind a server. An option that nobody knows is
// noted by its name, and what may be its value is skipped.
func (s *haproxyState) serverOptions(words []string, values map[string]config.Value, at config.Place) {
	unknown := -2 // where the last one was
	for i := 0; i < len(words); i++ {
		word, next := words[i], ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch {
		case slices.Contains([]string{"check", "backup", "disabled"}, word):
			values[word] = config.Value{Text: "yes", Place: at}
		case slices.Contains([]string{"no-check", "no-backup", "enabled"}, word):
			delete(values, map[string]string{"no-check": "check", "no-backup": "backup", "enabled": "disabled"}[word])
		case slices.Contains(haproxyServerWords, word):
		case slices.Contains([]string{"inter", "fastinter", "downinter", "slowstart"}, word):
			i++
			d, ok := haproxyTime(next, time.Millisecond)
			if !ok {
				unread(s.into, s.name, at.Line, "server", word)
				continue
			}
			values[word] = config.Value{Text: config.Span(d), Place: at}
		case slices.Contains([]string{"rise", "fall", "weight", "maxconn", "maxqueue", "error-limit"}, word):
			i++
			if !isNumber(next) {
				unread(s.into, s.name, at.Line, "server", word)
				continue
			}
			values[word] = config.Value{Text: next, Place: at}
		case slices.Contains([]string{"observe", "on-error", "resolvers", "track", "init-addr"}, word):
			i++
			values[word] = config.Value{Text: next, Place: at}
		case slices.Contains(haproxyServerPairs, word):
			i++
		default:
			unread(s.into, s.name, at.Line, "server", optionName(word, unknown == i-1))
			unknown = i
		}
	}
}

// optionName is a word that looks like an option; anything else may be a secret, and
// so may be what follows an option that nobody knows.
func optionName(word string, followsUnknown bool) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz-_") == "" && len(word) < 24 && !followsUnknown {
		return word
	}
	return "(a word that is no option)"
}

// haproxyTime reads a time with HAProxy's units; a bare number has the default one.
func haproxyTime(text string, bare time.Duration) (time.Duration, bool) {
	units := map[string]time.Duration{"us": time.Microsecond, "ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}
	digits := strings.TrimRight(text, "usmhd")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, false
	}
	unit := bare
	if rest := text[len(digits):]; rest != "" {
		var ok bool
		if unit, ok = units[rest]; !ok {
			return 0, false
		}
	}
	return time.Duration(n) * unit, true
}
