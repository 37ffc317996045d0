package main

import (
	"strconv"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

func isResolver(name string, content []byte) bool {
	return strings.HasPrefix(name, "unbound") || strings.HasPrefix(name, "dnsmasq") || has(content, `^\s*(cache-min-ttl|serve-expired)\s*:`) || has(content, `^\s*(min-cache-ttl|max-cache-ttl)\s*=`)
}

// resolverKeys are the settings that change how long an answer lives.
var resolverKeys = map[string]string{"cache-min-ttl": "min-ttl", "min-cache-ttl": "min-ttl", "cache-max-ttl": "max-ttl", "max-cache-ttl": "max-ttl",
	"serve-expired": "serve-expired", "serve-expired-ttl": "serve-expired-ttl", "infra-host-ttl": "infra-host-ttl"}

// readResolver reads unbound.conf or dnsmasq.conf, of which lines have a key and
// a value; all other keys say nothing of how long an answer lives.
func readResolver(name string, content []byte, into *config.Reading) error {
	program := "unbound"
	if strings.Contains(baseOf(name), "dnsmasq") {
		program = "dnsmasq"
	}
	l := config.Layer{Kind: config.Resolver, Program: program, Name: program, Place: config.Place{File: name, Line: 1}}
	for n, line := range strings.Split(string(content), "\n") {
		text, _, _ := strings.Cut(line, "#")
		key, value, ok := strings.Cut(text, map[string]string{"unbound": ":", "dnsmasq": "="}[program])
		to, known := resolverKeys[strings.TrimSpace(key)]
		if !ok || !known {
			continue
		}
		value = strings.Trim(strings.TrimSpace(value), `"`)
		if n, err := strconv.Atoi(value); err == nil {
			value = config.Span(time.Duration(n) * time.Second)
		}
		l.Set(to, value, config.Place{File: name, Line: n + 1})
	}
	into.Layers = append(into.Layers, l)
	return nil
}
