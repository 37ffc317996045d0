package importer

import (
	"fmt"
	"strings"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// envoy reads a cluster as Envoy runs it: defaults are those of its v3 API's
// documentation (cluster.proto, outlier_detection.proto, route_components.proto).
func (p *Plan) envoy() {
	l := p.pool
	p.envoyBalance("ROUND_ROBIN", "Envoy's default")
	connect := p.get("connect_timeout", "5s", "Envoy's default, connect_timeout")
	p.CheckTimeout = connect
	if _, ok := l.Get("check"); ok {
		p.CheckInterval, p.CheckTimeout = p.get("check.interval", "10s", "no interval; assumption"), p.get("check.timeout", "5s", "no time-out; assumption")
		p.Fall, p.Rise = p.get("check.fall", "3", "no unhealthy_threshold; assumption"), p.get("check.rise", "2", "no healthy_threshold; assumption")
		if path, ok := l.Get("check.path"); ok {
			p.deepCheck(path)
		} else {
			v, _ := l.Get("check")
			p.portCheck(v.Place.String())
		}
	}
	p.Surge = p.get("max_pending", "1024", "Envoy's default, max_pending_requests")
	p.breakers()
	p.unlike("weight")
	p.ejecting() // before backups stand in for those that are ejected
	p.priorities()
	if v, ok := l.Get("slow_start"); ok {
		p.slowStart(v)
	}
	if panic := p.get("panic", "50", "Envoy's default, healthy_panic_threshold"); panic.Text != "0" {
		panic.Text = "panic: {below: " + panic.Text + "%}"
		p.Filtering = append(p.Filtering, panic)
	}
	p.envoyRetries("1", "", connect)
	if v, ok := l.Get("discovery"); ok && len(l.Servers) == 0 && v.Text == "EDS" {
		p.left("%s: the servers of %s come from a control plane: how many is a question", v.Place, l.Name)
	}
}

// istio reads what Istio makes of Envoy: its own defaults are least requests,
// 10 s to connect, and two retries of what never reached a server.
func (p *Plan) istio() {
	p.envoyBalance("LEAST_REQUEST", "Istio's default")
	p.Surge = p.get("max_pending", "1024", "Envoy's default, max_pending_requests")
	connect := p.get("connect_timeout", "10s", "Istio's default, connectTimeout")
	p.readiness()
	p.breakers()
	p.ejecting()
	if v, ok := p.pool.Get("locality"); ok && v.Text == "failover" && p.Zones > 1 {
		if _, ejects := p.pool.Get("outlier"); ejects {
			// A client's own zone comes first: the others' copies are behind it.
			p.Filtering = append(p.Filtering, said(v, fmt.Sprintf("backups: {last: %d, use: all}", p.Size()-p.PerZone())))
		}
	}
	p.envoyRetries("2", "connect-failure,refused-stream,unavailable,cancelled", connect)
}

func (p *Plan) envoyBalance(otherwise, from string) {
	a := p.get("balance", otherwise, from)
	of := map[string]string{"ROUND_ROBIN": "weighted-round-robin", "LEAST_REQUEST": "least-request", "LEAST_CONN": "least-request", "RANDOM": "random",
		"RING_HASH": "consistent-hash", "MAGLEV": "maglev", "PASSTHROUGH": "random"}
	to, ok := of[a.Text]
	if !ok {
		p.left("%s: lb_policy %s has no like here: round robin is simulated", a.From, a.Text)
		to = "weighted-round-robin"
	}
	p.Balancing = answer{Text: to, From: a.From}
}

// priorities makes backups of servers of lower priority: they are asked when those
// before them are gone. Envoy begins to spill when seven in ten are left.
func (p *Plan) priorities() {
	var at config.Value
	n := 0
	for _, s := range p.pool.Servers {
		if v, ok := s.Values["priority"]; ok && v.Int() > 0 {
			at, n = v, n+1
		}
	}
	if n > 0 && n < len(p.pool.Servers) {
		p.Filtering = append(p.Filtering, said(at, fmt.Sprintf("backups: {last: %d, use: all}", n)))
		p.bought(len(p.pool.Servers), len(p.pool.Servers)-n)
		p.left("%s: priorities are simulated as backups, which take traffic once no server before them is healthy; Envoy sends them a part as soon as fewer than 1 / 1.4 of those are (overprovisioning_factor)", at.Place)
	}
}

// limit is how many of the servers may be ejected at a time: Envoy's share, rounded
// down (since 1.27; before that one always went).
func (p *Plan) limit() (most int, from answer, any bool) {
	l := p.pool
	v, on := l.Get("outlier")
	if !on {
		return 0, answer{}, false
	}
	share := answer{Text: "10", From: v.Place.String() + ", no max_ejection_percent: 10 %"}
	if m, ok := l.Get("outlier.max_ejection_percent"); ok {
		share = said(m, m.Text)
	}
	percent := config.Value{Text: share.Text}.Int()
	most = p.Servers * max(percent, 0) / 100
	if always, ok := l.Get("outlier.always_eject_one_host"); ok && always.Text == "true" {
		most = max(most, 1)
	}
	if e, ok := l.Get("outlier.enforcing_consecutive_5xx"); ok && e.Text == "0" {
		return 0, said(e, "0"), true
	}
	return most, share, true
}

// gatewayFailuresCount reports whether statuses 502 to 504 and refusals in a row eject, and
// sooner than any 5xx in a row do. Envoy counts them and does nothing, unless it is told to
// enforce it; Istio does.
func (p *Plan) gatewayFailuresCount(v config.Value) bool {
	if e, ok := p.pool.Get("outlier.enforcing_consecutive_gateway_failure"); p.pool.Program == "envoy" && (!ok || e.Text == "0") {
		p.left("%s: consecutive_gateway_failure is not enforced, which is Envoy's default: it ejects none", v.Place)
		return false
	}
	all, ok := p.pool.Get("outlier.consecutive_5xx")
	return !ok && v.Int() < 5 || ok && v.Int() < all.Int()
}

// ejecting reads outlier detection.
func (p *Plan) ejecting() {
	most, from, on := p.limit()
	if !on {
		return
	}
	if most == 0 {
		p.left("%s: outlier detection that may eject none of %s does nothing", from.From, words.Plural(int64(p.Servers), "server"))
		return
	}
	p.Filtering = append(p.Filtering, p.ejection(most, from))
}

// ejection is outlier detection that may take out so many servers.
func (p *Plan) ejection(most int, from answer) answer {
	text, sources := fmt.Sprintf("outlier-ejection: {most: %d%%", 100*most/max(p.Servers, 1)), from.From
	failures := "outlier.consecutive_5xx"
	if v, ok := p.pool.Get("outlier.consecutive_gateway_failure"); ok && p.gatewayFailuresCount(v) {
		failures = "outlier.consecutive_gateway_failure"
	}
	for _, k := range [][2]string{{failures, "failures"}, {"outlier.interval", "sweep"}, {"outlier.base_ejection_time", "base"}, {"outlier.max_ejection_time", "cap"}} {
		if v, ok := p.pool.Get(k[0]); ok && !strings.Contains(text, k[1]+":") {
			text += ", " + k[1] + ": " + v.Text
			sources += "; " + v.Place.String()
		}
	}
	return answer{Text: text + "}", From: sources}
}

// envoyRetries reads a route's retry policy, with so many retries on something if it
// says nothing.
func (p *Plan) envoyRetries(num, on string, connect answer) {
	l := p.pool
	wait := p.get("timeout", "15s", "Envoy's default of a route, timeout")
	if l.Program == "istio" && wait.From != "" && !strings.Contains(wait.From, ":") {
		wait = answer{Text: "60s", From: "Istio's routes have no time-out; assumption"}
	}
	tries, within, from := 1, "", []answer{connect, wait}
	if v, ok := l.Get("retry"); ok || on != "" {
		n := p.get("retry.num", num, "")
		o := p.get("retry.on", on, "")
		tries += max(config.Value{Text: n.Text}.Int(), 0)
		on = o.Text
		from = append(from, said(v, ""), n, o)
		if !ok {
			from = append(from[:2], answer{From: "Istio's default, two retries"})
		}
		if per, ok := l.Get("retry.per-try"); ok {
			if whole, said := l.Get("timeout"); said && tries > 1 && whole.Duration() > 0 {
				within = ", within: " + whole.Text
				p.left("%s: timeout ends a request, and a try that is under way; here it only keeps further tries from beginning", whole.Place)
			}
			wait = said(per, per.Text)
			from = append(from, wait)
		}
		if _, other := l.Get("retry.other-host"); !other && l.Program == "envoy" && tries > 1 {
			p.left("%s: a retry may meet the same server again, as there is no retry_host_predicate; here it goes to another", v.Place)
		}
	}
	yes := func(words ...string) string {
		for _, w := range words {
			if strings.Contains(on, w) {
				return "yes"
			}
		}
		return "no"
	}
	text := fmt.Sprintf("next-upstream: {tries: %d, connect: %s, answer: %s", tries, connect.Text, wait.Text)
	if tries > 1 {
		text += fmt.Sprintf(", refused: %s, errors: %s, timeouts: %s", yes("5xx", "gateway-error", "connect-failure", "reset", "unavailable"), yes("5xx", "gateway-error", "retriable-status-codes"), yes("5xx", "gateway-error", "reset")) + within
	}
	p.Retrying = append(p.Retrying, answer{Text: text + "}", From: sources(from)})
	p.envoyCalls(tries, on, from)
}
