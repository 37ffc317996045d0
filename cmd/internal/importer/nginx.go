package importer

import (
	"fmt"
	"strings"

	"failsim/cmd/internal/config"
)

// nginx reads the pool as nginx runs it: passive checks alone, and the next
// server where one fails (ngx_http_upstream_module, ngx_http_proxy_module).
func (p *Plan) nginx() {
	l := p.pool
	p.CheckTimeout = p.get("proxy_connect_timeout", "60s", "nginx's default, proxy_connect_timeout")
	p.CheckInterval, p.Sight = answer{Text: "10s", From: "nginx checks nothing by itself"}, answer{Text: "work: aside, sees-errors: 0%, sees-slow: 0%", From: "nginx checks nothing by itself"}
	p.checked = true
	if v, ok := l.Get("balance"); ok {
		p.Balancing = said(v, nginxBalance(v.Text))
	} else {
		p.Balancing = answer{Text: "weighted-round-robin", From: "nginx's default"}
	}
	p.unlike("weight", "max_conns", "max_fails", "fail_timeout", "slow_start")
	if v, ok := p.first("max_conns"); ok && v.Int() > 0 {
		p.atOnce, p.queued = v, v // nginx queues no request: what exceeds it goes to another server, or is a 502
		p.QueueCapacity = said(v, v.Text)
	}
	fails, within, from := "1", "10s", answer{From: "nginx's defaults"}
	if v, ok := p.first("max_fails"); ok {
		fails, from = v.Text, said(v, "")
	}
	if v, ok := p.first("fail_timeout"); ok {
		within, from = v.Text, said(v, "")
	}
	p.Filtering = append(p.Filtering, answer{Text: fmt.Sprintf("max-fails: {fails: %s, timeout: %s}", fails, within), From: from.From})
	if v, ok := p.first("slow_start"); ok {
		p.slowStart(v)
	}
	p.backups("all")
	if retry, ok := p.nextUpstream(); ok {
		p.Retrying = append(p.Retrying, retry)
	}
}

func nginxBalance(text string) string {
	switch word, rest, _ := strings.Cut(text, " "); {
	case word == "least_conn":
		return "least-outstanding"
	case word == "hash" && strings.Contains(rest, "consistent"):
		return "consistent-hash"
	case word == "hash" || word == "ip_hash":
		return "map-hash"
	case word == "sticky":
		return "sticky"
	case word == "least_time":
		return "least-time"
	case word == "random" && strings.Contains(rest, "two"):
		return "least-request"
	case word == "random":
		return "random"
	}
	return "weighted-round-robin"
}

// nextUpstream is how nginx passes on what a server has failed; not at all with
// proxy_next_upstream off.
func (p *Plan) nextUpstream() (answer, bool) {
	l := p.pool
	text, from := "next-upstream: {", []answer{}
	add := func(key, value string, v config.Value) {
		if !strings.HasSuffix(text, "{") {
			text += ", "
		}
		text += key + ": " + value
		from = append(from, said(v, ""))
	}
	if v, ok := l.Get("proxy_next_upstream"); ok {
		words := strings.Fields(v.Text)
		has := func(word string) bool {
			for _, w := range words {
				if strings.HasPrefix(w, word) {
					return true
				}
			}
			return false
		}
		if has("off") {
			return answer{}, false
		}
		if !has("error") {
			add("refused", "no", v)
		}
		if !has("timeout") {
			add("timeouts", "no", v)
		}
		if has("http_5") {
			add("errors", "yes", v)
		}
	}
	if v, ok := l.Get("proxy_next_upstream_tries"); ok {
		add("tries", v.Text, v)
	}
	for _, k := range [][2]string{{"proxy_next_upstream_timeout", "within"}, {"proxy_connect_timeout", "connect"}, {"proxy_read_timeout", "answer"}} {
		if v, ok := l.Get(k[0]); ok {
			add(k[1], v.Text, v)
		}
	}
	if len(from) == 0 {
		return answer{Text: "next-upstream", From: "nginx's defaults"}, true
	}
	return answer{Text: text + "}", From: sources(from)}, true
}
