package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"failsim/cmd/internal/config"
)

// listing is one entry of what import lists as saying nothing in the scenario.
type listing struct {
	line int
	text string
}

// listingsOf are those of a file.
func listingsOf(r *config.Reading, said, name string) (list []listing) {
	for _, u := range append(append(append([]config.Unread{}, r.Unread...), r.Unsaid...), r.Beside...) {
		if u.File == name {
			list = append(list, listing{u.Line, u.Text})
		}
	}
	listed := false
	for _, line := range strings.Split(said, "\n") {
		if line != "" && !strings.HasPrefix(line, " ") {
			listed = strings.HasPrefix(line, "what the scenario leaves out") || strings.HasPrefix(line, "read, and without a part") || strings.HasPrefix(line, "understood, and of no weight")
		}
		if !listed {
			continue
		}
		text, more, _ := strings.Cut(line, " is not simulated, nor in lines ")
		for _, at := range regexp.MustCompile(regexp.QuoteMeta(name)+`:(\d+)`).FindAllStringSubmatch(text, -1) {
			n, _ := strconv.Atoi(at[1])
			list = append(list, listing{n, text})
		}
		if !strings.HasPrefix(line, "  "+name+":") {
			continue
		}
		for _, word := range strings.Split(more, ", ") {
			n, _ := strconv.Atoi(word)
			list = append(list, listing{n, text})
		}
		for _, at := range regexp.MustCompile(`[:,] (\d+) ([^,]*)`).FindAllStringSubmatch(line, -1) {
			n, _ := strconv.Atoi(at[1])
			list = append(list, listing{n, at[2]})
		}
	}
	return list
}

// means are words of files that import has another for.
var means = map[string]string{"keepalive_timeout": "idle.inside idle.outside", "http-keep-alive": "idle.inside", "idle_timeout": "idle.inside idle.outside", "idle_timeout_in_minutes": "idle.outside", "bind": "listens", "listen": "listens",
	"port_value": "listens address", "backend_port": "port", "host_name": "address", "minimum": "min", "maximum": "max", "min_replicas": "min", "min_size": "min", "request_timeout": "timeout", "unhealthy_threshold": "check.fall",
	"load_balancing_weight": "weight", "fastcgi_read_timeout": "proxy_read_timeout", "subnets": "zones", "cache-max-ttl:": "max-ttl", "endpoint": "address", "max_attempts": "attempts", "initial_backoff": "initial", "max_backoff": "cap", "backoff_multiplier": "multiplier", "max_tokens": "tokens", "token_ratio": "ratio",
	"num_retries": "retry.num", "per_try_timeout": "retry.per-try", "base_interval": "retry.base", "max_interval": "retry.cap", "budget_percent": "retry.budget", "max_size": "max", "max_replicas": "max", "desired_capacity": "replicas", "vpc_zone_identifier": "zones", "period_seconds": "check.interval", "timeout_seconds": "check.timeout",
	"failure_threshold": "check.fall", "healthy_threshold": "check.rise", "max_pending_requests": "max_pending", "healthy_panic_threshold": "panic", "socket_address": "address"}

// isIn reports whether a listing has a word of a file.
func isIn(text, word string) bool {
	tokens := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(camel.ReplaceAllString(s, "${1}_${2}")), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') })
	}
	word, _, _ = strings.Cut(word, "=")
	word = word[strings.LastIndex(word, "/")+1:] // of annotations
	have := tokens(text)
	for _, w := range append([]string{word}, strings.Fields(means[snake(word)])...) {
		all := tokens(w)
		if len(all) > 0 && !slices.ContainsFunc(all, func(w string) bool { return !slices.Contains(have, w) }) {
			return true
		}
	}
	return false
}
