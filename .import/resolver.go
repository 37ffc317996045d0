package main

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

// The settings that these programs have: of unbound's grammar (util/configlexer.lex,
// August 2026) and of dnsmasq 2.90's help. Nearly all say nothing of how long an
// answer lives; one that is in no list may be misspelt.
var (
	//go:embed known/unbound.txt
	knownUnbound string
	//go:embed known/dnsmasq.txt
	knownDnsmasq string
)

func isResolver(name string, content []byte) bool {
	return strings.HasPrefix(name, "unbound") || strings.HasPrefix(name, "dnsmasq") || has(content, `^\s*(cache-min-ttl|serve-expired)\s*:`) || has(content, `^\s*(min-cache-ttl|max-cache-ttl)\s*=`)
}

// resolverKeys are the settings that change how long an answer lives.
var resolverKeys = map[string]string{"cache-min-ttl": "min-ttl", "min-cache-ttl": "min-ttl", "cache-max-ttl": "max-ttl", "max-cache-ttl": "max-ttl",
	"serve-expired": "serve-expired", "serve-expired-ttl": "serve-expired-ttl"}

// resolverUnsaid are those that change what an answer is while names fail.
var resolverUnsaid = strings.Fields(`prefetch prefetch-key serve-expired-ttl-reset serve-expired-reply-ttl serve-expired-client-timeout cache-max-negative-ttl cache-min-negative-ttl neg-cache-size
	infra-host-ttl infra-keep-probing forward-zone forward-addr forward-host forward-first stub-zone stub-addr stub-first local-zone local-data num-queries-per-thread outbound-msg-retry jostle-timeout
	unknown-server-time-limit ratelimit ip-ratelimit rrset-roundrobin neg-ttl no-negcache local-ttl strict-order all-servers cache-size use-stale-cache dns-forward-max auth-ttl host-record cname`)

// readResolver reads unbound.conf or dnsmasq.conf, of which lines have a key and
// perhaps a value.
func readResolver(name string, content []byte, into *reading) error {
	program, divider, known := "unbound", ":", strings.Fields(knownUnbound)
	if strings.Contains(baseOf(name), "dnsmasq") || has(content, `^\s*(min-cache-ttl|max-cache-ttl)\s*=`) {
		program, divider, known = "dnsmasq", "=", strings.Fields(knownDnsmasq)
	}
	l := config.Layer{Kind: config.Resolver, Program: program, Name: program, Place: config.Place{File: name, Line: 1}}
	for n, line := range strings.Split(string(content), "\n") {
		text, _, _ := strings.Cut(line, "#")
		key, value, _ := strings.Cut(text, divider)
		if key = strings.TrimSpace(key); key == "" {
			continue
		}
		value = strings.Trim(strings.TrimSpace(value), `"`)
		to, wanted := resolverKeys[key]
		switch seconds, err := strconv.Atoi(value); {
		case !wanted && (slices.Contains(resolverUnsaid, key) || divider == "=" && (key == "server" || key == "address")):
			unsaid(into, name, n+1, key)
		case !wanted && slices.Contains(known, key):
			beside(into, name, n+1, key)
		case !wanted, strings.HasSuffix(to, "ttl") && err != nil:
			unread(into, name, n+1, near(strings.Fields(key)[0], known))
		case err == nil:
			l.Set(to, config.Span(time.Duration(seconds)*time.Second), config.Place{File: name, Line: n + 1})
		default:
			l.Set(to, value, config.Place{File: name, Line: n + 1})
		}
	}
	into.Layers = append(into.Layers, l)
	return nil
}
