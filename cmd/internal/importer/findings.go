package importer

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

// Finding is something in the files that will hurt.
type Finding struct {
	Kind   string // for tests and scripts
	At     config.Place
	Says   string
	Change string // what to change
	// Design has the change, and Drill shows what it is worth; none where failsim
	// cannot tell the two apart, and Why says so.
	Design, Drill, Why string
	Edits              []Edit
	lines              []string // of the design
	Cost               *Cost
}

// Cost is what a finding costs in its drill.
type Cost struct{ Lost, Then float64 } // requests lost a run: as configured, and with the change

// rule looks for one kind of finding.
type rule func(p *Plan) []Finding

// rules is the list of what is looked for, one kind each.
var rules = []rule{staticName, longTTL, stubbornResolver, withoutRedispatch, passiveBlip, singleUpstream, retriesMultiply, checksOfOtherDepth, timeoutsInsideOut, scalerTooLow, budgetTooLow}

// Findings are what the files say that will hurt.
func (p *Plan) Findings() []Finding {
	var list []Finding
	for _, r := range rules {
		list = append(list, r(p)...)
	}
	return list
}

func (p *Plan) recovery() time.Duration { return config.Value{Text: p.Recovery.Text}.Duration() }

// staticName: a zone file has several addresses, and nothing takes out a dead one.
func staticName(p *Plan) []Finding {
	for _, l := range p.of(config.Name) {
		if len(l.Servers) > 1 && len(p.Sites) > 1 {
			return []Finding{{Kind: "static-name", At: l.Place, Says: fmt.Sprintf("%s has %d addresses, and a zone file takes none out when it is dead", l.Name, len(l.Servers)),
				Change: "DNS answers by health checks, at the TTL that is configured", Design: "dns-failover", Drill: "site-lost",
				lines: []string{"tenant: {<<: *configured, steering: [{dns-failover: {interval: 10s, threshold: 3}}]}"}}}
		}
	}
	return nil
}

// longTTL: a fail-over takes as long as answers live.
func longTTL(p *Plan) []Finding {
	for _, l := range p.of(config.Name) {
		v, ok := l.Get("ttl")
		if !ok || v.Duration() <= p.recovery() || strings.HasPrefix(l.Name, "ns") {
			continue
		}
		f := Finding{Kind: "ttl-above-objective", At: v.Place, Says: fmt.Sprintf("the TTL of %s is %s, and the objective is to recover in %s: whoever holds an answer keeps it for so long",
			l.Name, config.Span(v.Duration()), p.Recovery.Text), Change: "a TTL of 60 s, and DNS answers by health checks"}
		if len(p.Sites) > 1 {
			f.Design, f.Drill = "dns-failover-ttl-60s", "site-lost"
			f.lines = []string{"dns: {ttl: 60s, publish: 5s}", "tenant: {<<: *configured, steering: [{dns-failover: {interval: 10s, threshold: 3}}]}"}
		} else {
			f.Why = "there is one address, so no drill moves the name"
		}
		return []Finding{f}
	}
	return nil
}

// stubbornResolver: a resolver keeps answers for longer than their TTL.
func stubbornResolver(p *Plan) []Finding {
	ttl := config.Value{Text: p.TTL.Text}.Duration()
	for _, l := range p.of(config.Resolver) {
		v, ok := l.Get("min-ttl")
		if !ok || v.Duration() <= 60*time.Second && v.Duration() <= ttl {
			continue
		}
		return []Finding{{Kind: "resolver-min-ttl", At: v.Place, Says: fmt.Sprintf("%s keeps every answer for at least %s, whatever its TTL: a shorter TTL does nothing for its clients", l.Program, config.Span(v.Duration())),
			Change: "no minimum", Why: "how many clients ask this resolver is not in any file: the scenario's overstay asks",
			Edits: []Edit{{At: v.Place, To: func(line string) string { return indentOf(line) + "# " + strings.TrimSpace(line) }}}}}
	}
	return nil
}

// withoutRedispatch: HAProxy tries a dead server again and again.
func withoutRedispatch(p *Plan) []Finding {
	l := p.pool
	if l == nil || l.Program != "haproxy" || len(l.Servers) < 2 {
		return nil
	}
	if v, ok := l.Get("redispatch"); ok && v.Text == "yes" {
		return nil
	}
	at, retries := l.Place, "3"
	if v, ok := l.Get("retries"); ok {
		at, retries = v.Place, v.Text
	}
	if n, err := strconv.Atoi(retries); err != nil || n == 0 {
		return nil
	}
	retry := p.haproxyRetries().Text
	if retry == "redispatch" {
		retry = "redispatch: {redispatch: yes}"
	} else {
		retry = strings.Replace(retry, "redispatch: {", "redispatch: {redispatch: yes, ", 1)
	}
	return []Finding{{Kind: "retries-without-redispatch", At: at, Says: fmt.Sprintf("%s tries go to the server that has just refused, as option redispatch is off", retries),
		Change: "option redispatch; but when all servers refuse for a moment it fails at once, where plain retries wait (drill blip)", Design: "redispatch", Drill: "server-crashes", lines: []string{"tenant: {<<: *configured, lb-retrying: [{" + retry + "}]}"},
		Edits: []Edit{{At: at, After: true, To: func(line string) string { return indentOf(line) + "option redispatch" }}}}}
}

// passiveBlip: nginx takes servers out that have failed for a moment, all of them.
func passiveBlip(p *Plan) []Finding {
	l := p.pool
	if l == nil || l.Program != "nginx" || len(l.Servers) < 2 {
		return nil
	}
	at, fails := l.Servers[0].Place, "1"
	if v, ok := p.first("max_fails"); ok {
		at, fails = v.Place, v.Text
	}
	if fails == "0" {
		return nil
	}
	f := Finding{Kind: "passive-blip", At: at, Says: "when all servers refuse for a moment, all are out for fail_timeout: a blip becomes an outage", Change: "max_fails=0 with checks of another kind",
		Design: "max-fails-0", Drill: "blip", lines: []string{"tenant: {<<: *configured, filtering: [{max-fails: {fails: 0}}]}"}}
	for _, s := range l.Servers {
		f.Edits = append(f.Edits, Edit{At: s.Place, To: maxFails0})
	}
	return []Finding{f}
}

func maxFails0(line string) string {
	var words []string
	for _, w := range strings.Fields(strings.TrimSuffix(strings.TrimSpace(line), ";")) {
		if !strings.HasPrefix(w, "max_fails=") {
			words = append(words, w)
		}
	}
	return indentOf(line) + strings.Join(words, " ") + " max_fails=0;"
}

// singleUpstream: a pool of one has nowhere to go.
func singleUpstream(p *Plan) []Finding {
	var list []Finding
	for _, l := range p.of(config.Balancer) {
		if len(l.Servers) != 1 || l == p.pool {
			continue
		}
		list = append(list, Finding{Kind: "single-upstream", At: l.Servers[0].Place,
			Says:   fmt.Sprintf("%s has one server: a failure has nowhere to go, passive checks of one server do nothing in nginx, and every request waits for it", l.Name),
			Change: "a second server, or a time-out short enough to live without it", Why: "a pool beside the service's is not simulated"})
	}
	return list
}

// retriesMultiply: each layer tries again what the one within has tried.
func retriesMultiply(p *Plan) []Finding {
	product, factors := 1, []string{}
	var at config.Place
	for _, l := range p.of(config.Balancer) {
		n := triesOf(l)
		if n < 2 {
			continue
		}
		if len(factors) == 0 {
			at = l.Place
		}
		product *= n
		factors = append(factors, fmt.Sprintf("%d of %s %s (%s)", n, l.Program, l.Name, l.Place))
	}
	if len(factors) < 2 || product < 4 {
		return nil
	}
	return []Finding{{Kind: "retries-multiply", At: at, Says: fmt.Sprintf("one request may become %d: %s", product, strings.Join(factors, " x ")),
		Change: "retries in one layer alone, the outermost that can choose another server", Why: "one layer of load balancers is simulated"}}
}

// triesOf returns how often a layer sends a request at most.
func triesOf(l *config.Layer) int {
	if l.Program == "haproxy" {
		if v, ok := l.Get("retries"); ok {
			return 1 + max(v.Int(), 0)
		}
		return 4
	}
	if v, ok := l.Get("proxy_next_upstream"); ok && strings.Contains(v.Text, "off") {
		return 1
	}
	n := len(l.Servers)
	if v, ok := l.Get("proxy_next_upstream_tries"); ok && v.Int() > 0 {
		n = min(n, v.Int())
	}
	return n
}

// checksOfOtherDepth: two checks of the same service ask different things.
func checksOfOtherDepth(p *Plan) []Finding {
	var outer *config.Value
	for _, l := range p.of(config.Balancer) {
		if v, ok := l.Get("check.path"); ok {
			outer = &v
			break
		}
	}
	if outer == nil {
		return nil
	}
	for _, d := range p.of(config.Deployment) {
		if v, ok := d.Get("check.path"); ok && v.Text != outer.Text {
			return []Finding{{Kind: "checks-of-other-depth", At: outer.Place,
				Says:   fmt.Sprintf("the balancer asks %s and Kubernetes asks %s (%s): where one sees a failure that the other does not, a server is half out", outer.Text, v.Text, v.Place),
				Change: "one path for both, which asks what a request needs and nothing that all servers share", Why: "what a path asks is not in any file"}}
		}
	}
	return nil
}

// timeoutsInsideOut: the inside works on for longer than the outside waits.
func timeoutsInsideOut(p *Plan) []Finding {
	type wait struct {
		config.Value
		who string
	}
	var waits []wait // from the outside inwards: HAProxy before nginx
	for _, program := range []string{"haproxy", "nginx"} {
		for _, l := range p.of(config.Balancer) {
			key := map[string]string{"haproxy": "timeout.server", "nginx": "proxy_read_timeout"}[program]
			if v, ok := l.Get(key); ok && l.Program == program {
				waits = append(waits, wait{v, program})
				break
			}
		}
	}
	if len(waits) < 2 || waits[1].Duration() <= waits[0].Duration() {
		return nil
	}
	out, in := waits[0], waits[1]
	return []Finding{{Kind: "timeouts-inside-out", At: in.Place,
		Says:   fmt.Sprintf("%s waits %s for an answer and %s, outside of it, %s (%s): work goes on for a client that has been told of a failure, and a retry comes on top", in.who, config.Span(in.Duration()), out.who, config.Span(out.Duration()), out.Place),
		Change: "shorter inside than outside", Why: "one layer of load balancers is simulated",
		Edits: []Edit{{At: in.Place, To: func(line string) string {
			return indentOf(line) + "proxy_read_timeout " + config.Span(out.Duration()*3/4) + ";"
		}}}}}
}

// scalerTooLow: what is left after a zone cannot grow to what is needed.
func scalerTooLow(p *Plan) []Finding {
	if p.Zones < 2 {
		return nil
	}
	for _, s := range p.of(config.Scaler) {
		v, ok := s.Get("max")
		need := int(math.Ceil(float64(p.Servers) * float64(p.Zones) / float64(p.Zones-1)))
		if !ok || v.Int() >= need {
			continue
		}
		return []Finding{{Kind: "scaler-too-low", At: v.Place,
			Says: fmt.Sprintf("at most %d copies: with one of %d zones lost, %d of %d copies still count until they are given up, and %d are needed for as many to serve as before",
				v.Int(), p.Zones, (p.Servers+p.Zones-1)/p.Zones, p.Servers, need), Change: fmt.Sprintf("maxReplicas: %d", need), Why: "copies that are launched while a zone is lost are not simulated yet",
			Edits: []Edit{{At: v.Place, To: func(line string) string { return indentOf(line) + fmt.Sprintf("maxReplicas: %d", need) }}}}}
	}
	return nil
}

// budgetTooLow: what may be taken away at once leaves less than the peak needs.
func budgetTooLow(p *Plan) []Finding {
	capacity, err := strconv.ParseFloat(strings.TrimSuffix(p.Capacity.Text, "%"), 64)
	if err != nil || p.Zones < 2 {
		return nil
	}
	need := int(math.Ceil(float64(p.Servers) * 100 / capacity))
	for _, b := range p.of(config.Budget) {
		v, ok := b.Get("min-available")
		if !ok || v.Int() < 0 || v.Int() >= need {
			continue
		}
		return []Finding{{Kind: "budget-too-low", At: v.Place,
			Says:   fmt.Sprintf("a drain may leave %d of %d copies, and the peak needs %d at a capacity of %s", v.Int(), p.Servers, need, p.Capacity.Text),
			Change: fmt.Sprintf("minAvailable: %d", need), Why: "drains are not simulated yet",
			Edits: []Edit{{At: v.Place, To: func(line string) string { return indentOf(line) + fmt.Sprintf("minAvailable: %d", need) }}}}}
	}
	return nil
}
