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

// beside are directives of HAProxy that change nothing that failsim models.
var beside = strings.Fields(`acl bind bind-process capture compression cookie default_backend description disabled email-alert enabled errorfile errorfiles
	errorloc errorloc302 errorloc303 filter fullconn hash-type http-after-response http-check http-error http-request http-response id log log-format
	log-format-sd log-tag maxconn mode monitor monitor-uri option rate-limit stats stick stick-table tcp-check tcp-request tcp-response unique-id-format
	unique-id-header use_backend use-server http-reuse http-send-name-header declare default-server server-state-file-name load-server-state-from-file force-persist ignore-persist source external-check dispatch redirect`)

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
	front    bool
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
		if s.isRead {
			s.directive(words, config.Place{File: name, Line: n + 1})
		}
	}
	for _, l := range layers {
		if len(l.Servers) > 0 || l.Kind == config.Client {
			into.Layers = append(into.Layers, *l)
		}
	}
	return nil
}

func (s *haproxyState) section(words []string, read bool, at config.Place) {
	s.isRead, s.layer, s.front = read, nil, words[0] == "frontend"
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
		if d, ok := haproxyTime(arg(2), time.Millisecond); ok {
			s.set("timeout."+arg(1), config.Span(d), at)
		}
	case arg(0) == "timeout":
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
		s.set("check.path", path, at)
	case arg(0) == "http-check" && arg(1) == "send":
		if i := slices.Index(words, "uri"); i > 0 {
			s.set("check.path", arg(i+1), at)
		}
	case arg(0) == "default-server":
		s.serverOptions(words[1:], s.servers, at)
	case arg(0) == "server" || arg(0) == "server-template":
		s.server(words, at)
	case slices.Contains(beside, arg(0)):
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

// haproxyWords are options of servers without a value, and whether they matter.
var haproxyWords = map[string]bool{"check": true, "backup": true, "disabled": true, "enabled": false, "ssl": false, "send-proxy": false, "send-proxy-v2": false,
	"check-ssl": false, "non-stick": false, "tfo": false, "agent-check": false, "allow-0rtt": false, "check-send-proxy": false, "no-check": false, "no-backup": false}

// haproxyTimes are options with a time.
var haproxyTimes = []string{"inter", "fastinter", "downinter", "slowstart"}

func (s *haproxyState) serverOptions(words []string, values map[string]config.Value, at config.Place) {
	for i := 0; i < len(words); i++ {
		word := words[i]
		matters, alone := haproxyWords[word]
		if alone {
			if matters {
				values[word] = config.Value{Text: "yes", Place: at}
			}
			continue
		}
		if i+1 >= len(words) || strings.HasPrefix(word, "no-") {
			continue
		}
		i++
		switch text := words[i]; {
		case slices.Contains(haproxyTimes, word):
			if d, ok := haproxyTime(text, time.Millisecond); ok {
				values[word] = config.Value{Text: config.Span(d), Place: at}
			}
		case slices.Contains([]string{"rise", "fall", "weight", "maxconn", "maxqueue", "error-limit", "observe", "on-error"}, word):
			values[word] = config.Value{Text: text, Place: at}
		}
	}
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
