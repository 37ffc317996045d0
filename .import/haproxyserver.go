package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

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
	if off, is := values["disabled"]; is {
		unsaid(s.into, s.name, off.Line, "server", "disabled: a server that is switched off is left out")
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
			beside(s.into, s.name, at.Line, "server", word)
		case slices.Contains(haproxyServerWords, word):
			beside(s.into, s.name, at.Line, "server", word)
		case slices.Contains(haproxyServerUnsaid, word):
			unsaid(s.into, s.name, at.Line, "server", word)
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
		case slices.Contains([]string{"observe", "on-error", "resolvers"}, word):
			i++
			values[word] = config.Value{Text: next, Place: at}
		case slices.Contains(haproxyServerPairs, word):
			beside(s.into, s.name, at.Line, "server", word)
			i++
		case slices.Contains(haproxyServerUnsaidPairs, word):
			unsaid(s.into, s.name, at.Line, "server", word)
			i++
		default:
			unread(s.into, s.name, at.Line, "server", near(optionName(word, unknown == i-1), haproxyServerRead, haproxyServerWords, haproxyServerPairs, haproxyServerUnsaid, haproxyServerUnsaidPairs))
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
