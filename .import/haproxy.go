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
	"mailers": false, "userlist": false, "cache": false, "program": false, "http-errors": false, "ring": false, "log-forward": false, "fcgi-app": false, "crt-store": false,
	"traces": false, "acme": false, "log-profile": false}

// haproxyState is what a file has said so far.
type haproxyState struct {
	name     string
	into     *reading
	defaults map[string]config.Value
	base     map[string]config.Value // default-server of defaults
	servers  map[string]config.Value // and of the section
	named    map[string]defaults     // sections of defaults by their names
	layer    *config.Layer           // nil in defaults and in sections that are not read
	isRead   bool
	section  string // its first word; "" before the first, where nothing may stand
}

// defaults are what one section of that name says.
type defaults struct{ values, servers map[string]config.Value }

// readHAProxy reads a file line by line, as HAProxy does: a value that a section
// does not state is that of the defaults before it.
func readHAProxy(name string, content []byte, into *reading) error {
	s := &haproxyState{name: name, into: into, defaults: map[string]config.Value{}, servers: map[string]config.Value{}, named: map[string]defaults{}}
	var layers []*config.Layer
	for n, line := range strings.Split(string(content), "\n") {
		words, _ := common.StringSplitWithCommentIgnoreEmpty(strings.TrimSpace(line))
		if len(words) == 0 {
			continue
		}
		if read, is := haproxySections[words[0]]; is {
			s.begin(words, read, config.Place{File: name, Line: n + 1})
			if s.layer != nil {
				layers = append(layers, s.layer)
			}
			continue
		}
		switch {
		case strings.HasPrefix(words[0], ".") && slices.Contains(haproxyConditions, words[0]):
			unsaid(into, name, n+1, words[0]+": what stands under a condition is taken as if it held")
		case s.isRead:
			s.directive(words, config.Place{File: name, Line: n + 1})
		case s.section == "":
			unread(into, name, n+1, words[0])
		default:
			s.apart(words[0], n+1)
		}
	}
	leads := listening(layers)
	for _, l := range layers {
		_, off := l.Get("disabled")
		if off || len(l.Servers) == 0 {
			unused(into, l)
		}
		switch {
		case !off && len(l.Servers) > 0:
			into.Layers = append(into.Layers, *l)
		case !leads[l]:
			beside(into, name, l.Line, "a section without servers")
			if ports, ok := l.Get("listens"); ok {
				beside(into, name, ports.Line, "bind")
			}
		}
	}
	return nil
}

// unused notes what a section says by itself that leads to no pool.
func unused(into *reading, l *config.Layer) {
	for _, key := range slices.Sorted(maps.Keys(l.Values)) {
		if v := l.Values[key]; v.Line > l.Line && key != "listens" && key != "disabled" {
			unsaid(into, v.File, v.Line, l.Name, key+", of a section without servers")
		}
	}
}

// listening gives backends the ports of the frontends that lead to them.
func listening(layers []*config.Layer) (leads map[*config.Layer]bool) {
	leads = map[*config.Layer]bool{}
	for _, front := range layers {
		ports, ok := front.Get("listens")
		to, _ := front.Get("leads")
		for _, back := range layers {
			if ok && slices.Contains(strings.Fields(to.Text), back.Name) {
				back.Set("listens", ports.Text, ports.Place)
				leads[front] = true
			}
		}
		delete(front.Values, "leads")
	}
	return leads
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

func (s *haproxyState) begin(words []string, read bool, at config.Place) {
	s.isRead, s.section, s.layer = read, words[0], nil
	from := defaults{s.defaults, s.base}
	if i := slices.Index(words, "from"); i > 0 && i+1 < len(words) { // since 2.4
		from = s.named[words[i+1]]
	}
	if words[0] == "defaults" {
		s.defaults, s.base = map[string]config.Value{}, map[string]config.Value{}
		if slices.Contains(words, "from") {
			s.defaults, s.base = clone(from.values), clone(from.servers)
		}
		s.servers = s.base
		if len(words) > 1 {
			s.named[words[1]] = defaults{s.defaults, s.base} // which this section goes on to fill
		}
	}
	if !read || words[0] == "defaults" {
		return
	}
	title := words[0]
	if len(words) > 1 {
		title = words[1]
	}
	if words[0] != "frontend" {
		s.into.declare(haproxyBackend, title)
	}
	s.layer = &config.Layer{Kind: config.Balancer, Program: "haproxy", Name: title, Place: at, Values: clone(from.values)}
	s.servers = clone(from.servers)
	if len(words) > 2 && words[0] != "backend" && words[2] != "from" { // as before 1.5: an address behind the name
		for _, address := range strings.Split(words[2], ",") {
			s.more("listens", frontOf(address, ""), at)
		}
	}
}

// clone is a copy, never nil.
func clone(m map[string]config.Value) map[string]config.Value {
	out := map[string]config.Value{}
	maps.Copy(out, m)
	return out
}

// set sets a value of the section, or of the defaults.
func (s *haproxyState) set(key, text string, at config.Place) {
	if s.layer != nil {
		s.layer.Set(key, text, at)
		return
	}
	s.defaults[key] = config.Value{Text: text, Place: at}
}

// apart notes a line of a section that describes no proxy.
func (s *haproxyState) apart(word string, line int) {
	known := haproxyApart[s.section]
	switch {
	case slices.Contains(known.unsaid, word):
		unsaid(s.into, s.name, line, s.section, word)
	case slices.Contains(known.beside, word), slices.ContainsFunc(known.beside, func(b string) bool {
		return strings.HasSuffix(b, ".") && strings.HasPrefix(word, b) || strings.HasSuffix(b, "-") && strings.HasPrefix(word, b)
	}):
		beside(s.into, s.name, line, s.section, word)
	default:
		unread(s.into, s.name, line, s.section, near(optionName(word, false), known.beside, known.unsaid))
	}
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
	case arg(0) == "timeout" && slices.Contains(haproxyWaits, arg(1)):
		d, ok := haproxyTime(arg(2), time.Millisecond)
		if !ok || len(words) > 3 { // 5 s is refused by HAProxy too
			unread(s.into, s.name, at.Line, "timeout", arg(1))
			return
		}
		key := "timeout." + arg(1)
		if arg(1) == "http-keep-alive" {
			key = "idle.inside" // of connections from outside
		}
		s.set(key, config.Span(d), at)
	case arg(0) == "timeout" && slices.Contains(haproxyTimeouts, arg(1)):
		unsaid(s.into, s.name, at.Line, "timeout", arg(1))
	case arg(0) == "timeout":
		unread(s.into, s.name, at.Line, "timeout", near(optionName(arg(1), false), haproxyWaits, haproxyTimeouts))
	case arg(0) == "bind":
		for _, address := range strings.Split(arg(1), ",") {
			s.more("listens", frontOf(address, ""), at)
		}
	case arg(0) == "use_backend" || arg(0) == "default_backend":
		s.more("leads", arg(1), at)
		if arg(0) == "use_backend" && len(words) > 2 {
			unsaid(s.into, s.name, at.Line, "use_backend: which requests take it is not simulated")
		}
		if arg(1) != "" && !strings.ContainsAny(arg(1), "%$\"") { // no expression that is known only at run time
			s.into.lead(arg(0), haproxyBackend, arg(1), at)
		}
	case arg(0) == "cookie" || arg(0) == "stick" && (arg(1) == "on" || arg(1) == "match"):
		s.set("sticky", "yes", at)
		if words := words[1:]; len(words) > 0 { // by what does not matter here
			beside(s.into, s.name, at.Line, arg(0))
		}
	case arg(0) == "retries":
		if n, err := strconv.Atoi(arg(1)); err != nil || n < 0 || len(words) > 2 {
			unread(s.into, s.name, at.Line, "retries")
			return
		}
		s.set("retries", arg(1), at)
	case arg(0) == "retry-on":
		s.set("retry-on", strings.Join(words[1:], " "), at)
	case arg(0) == "balance":
		if kind, _, _ := strings.Cut(arg(1), "("); !slices.Contains(haproxyBalances, kind) {
			unread(s.into, s.name, at.Line, "balance", near(optionName(kind, false), haproxyBalances))
			return
		}
		s.set("balance", strings.Join(words[1:], " "), at)
	case arg(0) == "hash-type":
		s.set("hash-type", arg(1), at)
	case arg(0) == "option" && slices.Contains([]string{"redispatch", "allbackups"}, arg(1)):
		s.set(arg(1), map[bool]string{true: "no", false: "yes"}[no], at)
		if len(words) > 2 {
			unsaid(s.into, s.name, at.Line, "option", arg(1)+": its number, at which of the retries")
		}
	case arg(0) == "option" && arg(1) == "httpchk":
		path := "/"
		for _, w := range words[2:] {
			if strings.HasPrefix(w, "/") {
				path = w
			}
		}
		s.set("check.path", pathOf(path), at)
	case arg(0) == "option" && slices.Contains(haproxyUnsaidOptions, arg(1)):
		unsaid(s.into, s.name, at.Line, "option", arg(1))
	case arg(0) == "option" && slices.Contains(haproxyOptions, arg(1)):
		beside(s.into, s.name, at.Line, "option", arg(1))
	case arg(0) == "option":
		unread(s.into, s.name, at.Line, "option", near(optionName(arg(1), false), haproxyOptions, haproxyUnsaidOptions, []string{"redispatch", "allbackups", "httpchk"}))
	case arg(0) == "http-check" && arg(1) == "send" && slices.Contains(words, "uri"):
		s.set("check.path", pathOf(arg(slices.Index(words, "uri")+1)), at)
	case arg(0) == "disabled":
		s.set("disabled", "yes", at)
		unsaid(s.into, s.name, at.Line, "disabled: what it is the proxy of is left out")
	case arg(0) == "default-server":
		s.serverOptions(words[1:], s.servers, at)
	case arg(0) == "server" || arg(0) == "server-template":
		s.server(words, at)
	case slices.Contains(unsaidHAProxy, arg(0)):
		unsaid(s.into, s.name, at.Line, arg(0))
	case slices.Contains(besideHAProxy, arg(0)):
		beside(s.into, s.name, at.Line, arg(0))
	default:
		unread(s.into, s.name, at.Line, near(optionName(arg(0), false), haproxyRead, besideHAProxy, unsaidHAProxy))
	}
}
