package importer

import (
	"fmt"
	"strings"

	"failsim/cmd/internal/config"
)

// haproxy reads the pool as HAProxy runs it: defaults are those of its manual for
// 2.6 (configuration.txt, sections 4 and 5).
func (p *Plan) haproxy() {
	l := p.pool
	if check, ok := p.first("check"); ok {
		inter := asked("2s", "HAProxy's default, inter")
		inter.Asked = false
		if v, ok := p.first("inter"); ok {
			inter = said(v, v.Text)
		}
		p.CheckInterval = inter
		// A check is given up after timeout check; without one after the interval, and
		// after timeout connect if that is shorter. The next begins when it has ended.
		every := config.Value{Text: inter.Text}.Duration()
		timeout, from := every, check.Place.String()+", no timeout check: inter"
		if v, ok := l.Get("timeout.check"); ok {
			timeout, from = v.Duration(), v.Place.String()
		} else if v, ok := l.Get("timeout.connect"); ok && v.Duration() < every {
			timeout, from = v.Duration(), v.Place.String()
		}
		p.CheckTimeout = answer{Text: config.Span(timeout), From: from}
		p.Fall, p.Rise = answer{Text: "3", From: "HAProxy's default"}, answer{Text: "2", From: "HAProxy's default"}
		if v, ok := p.first("fall"); ok {
			p.Fall = said(v, v.Text)
		}
		if v, ok := p.first("rise"); ok {
			p.Rise = said(v, v.Text)
		}
		if path, ok := l.Get("check.path"); ok {
			p.deepCheck(path)
		} else {
			p.portCheck(check.Place.String())
		}
		p.Spacing = answer{Text: "from-end", From: check.Place.String() + ": HAProxy begins with a check when the last has ended"}
	} else if v, ok := l.Get("timeout.connect"); ok {
		p.CheckTimeout = said(v, v.Text)
	}
	p.haproxyBalance()
	p.unlike("weight", "maxconn", "maxqueue", "slowstart", "fall", "rise", "error-limit")
	if v, ok := p.first("maxconn"); ok && v.Int() > 0 {
		p.haproxyQueue(v)
	}
	if v, ok := p.first("slowstart"); ok {
		p.slowStart(v)
	}
	if v, ok := p.first("observe"); ok {
		if on, _ := p.first("on-error"); on.Text == "mark-down" {
			limit, layer := "10", "answers"
			if e, ok := p.first("error-limit"); ok {
				limit = e.Text
			}
			if v.Text == "layer4" {
				layer = "connections"
			}
			p.Filtering = append(p.Filtering, said(v, fmt.Sprintf("observe: {errors: %s, layer: %s}", limit, layer)))
		}
	}
	use := "first"
	if v, ok := l.Get("allbackups"); ok && v.Text == "yes" {
		use = "all"
	}
	p.backups(use)
	p.Retrying = append(p.Retrying, p.haproxyRetries())
}

// haproxyQueue is where requests wait beyond maxconn: in HAProxy, for timeout queue, or
// else for timeout connect, as many as come unless maxqueue bounds them (sections 4.2
// and 5.2 of its manual).
func (p *Plan) haproxyQueue(maxconn config.Value) {
	p.atOnce = maxconn
	p.QueueCapacity = answer{Text: "1000", From: maxconn.Place.String() + ": beyond maxconn requests wait in HAProxy, as many as come"}
	if v, ok := p.first("maxqueue"); ok && v.Int() > 0 {
		p.queued = v
		p.QueueCapacity = said(v, v.Text)
	}
	if limit, ok := p.haproxyPatience(); ok {
		p.Admitting = append(p.Admitting, said(limit, fmt.Sprintf("queue-timeout: {limit: %s}", limit.Text)))
	}
}

func (p *Plan) haproxyBalance() {
	if v, ok := p.pool.Get("sticky"); ok {
		p.Balancing = said(v, "sticky")
		return
	}
	v, ok := p.pool.Get("balance")
	if !ok {
		p.Balancing = answer{Text: "weighted-round-robin", From: "HAProxy's default"}
		return
	}
	word, _, _ := strings.Cut(v.Text, " ")
	kind, _, _ := strings.Cut(word, "(")
	hash := "map-hash"
	if h, ok := p.pool.Get("hash-type"); ok && h.Text == "consistent" {
		hash = "consistent-hash"
	}
	of := map[string]string{"roundrobin": "weighted-round-robin", "static-rr": "weighted-round-robin", "leastconn": "least-outstanding", "random": "least-request",
		"source": hash, "uri": hash, "url_param": hash, "hdr": hash, "hash": hash}
	if to, ok := of[kind]; ok {
		p.Balancing = said(v, to)
		return
	}
	p.left("%s: balance %s has no like here: round robin is simulated", v.Place, word)
}

// haproxyRetries is how HAProxy tries again: three times at the same server if
// nothing is said.
func (p *Plan) haproxyRetries() answer {
	l := p.pool
	text, from := "redispatch: {", []answer{}
	add := func(key, value string, v config.Value) {
		if !strings.HasSuffix(text, "{") {
			text += ", "
		}
		text += key + ": " + value
		from = append(from, said(v, ""))
	}
	if v, ok := l.Get("retries"); ok {
		add("retries", v.Text, v)
	}
	if v, ok := l.Get("redispatch"); ok && v.Text == "yes" {
		add("redispatch", "yes", v)
	}
	if v, ok := l.Get("timeout.connect"); ok {
		add("connect", v.Text, v)
	}
	if v, ok := l.Get("timeout.server"); ok {
		add("server", v.Text, v)
	}
	if v, ok := l.Get("retry-on"); ok && (strings.Contains(v.Text, "all-retryable-errors") || strings.Contains(v.Text, "50")) {
		if add("errors", "yes", v); !strings.Contains(v.Text, "all-retryable-errors") {
			p.left("%s: retry-on %s is simulated as all-retryable-errors: whatever the status of an error, and late answers too", v.Place, v.Text)
		}
		if len(p.Admitting) > 0 { // whose 503 is HAProxy's own, and the end
			add("queued", "no", v)
		}
	} else if ok {
		p.left("%s: retry-on %s is simulated as connection failures alone", v.Place, v.Text)
	}
	if len(from) == 0 {
		return answer{Text: "redispatch", From: "HAProxy's defaults"}
	}
	return answer{Text: text + "}", From: sources(from)}
}
