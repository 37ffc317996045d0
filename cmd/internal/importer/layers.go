package importer

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

// Two layers of load balancers. In the scenario of an inner pool the pool before it is
// the client: each of its servers is a region that has LBs of the inner kind, which
// that client's checks take out of an answer, and which it leaves as it leaves a
// server. What the inner pool's servers are is the region's own where they run on the
// same host, and a region by itself where all proxies share them.

// mostHosts is how many servers of an outer pool are simulated, with an LB each.
const mostHosts = 8

// outerOf returns the pool before another, as far as files tell: what passes on to its
// own host stands on the servers of a pool, and what listens on a port stands on those
// that are sent to there. Of several pools it is the largest.
func (p *Plan) outerOf(l *config.Layer) *config.Layer {
	var before []*config.Layer
	for _, o := range p.of(config.Balancer) {
		if o != l && o.File != l.File && !isLocal(o) && o.Program != "kube-proxy" && sendsTo(o, l) && !sendsTo(l, o) {
			before = append(before, o)
		}
	}
	switch {
	case !isLocal(l) && !p.isLargest(l):
		return nil // a proxy's other pools are what its servers ask
	case isLocal(l) && len(before) == 0:
		for _, o := range p.of(config.Balancer) {
			if o.File != l.File && !isLocal(o) && !(o.Program == "kube-proxy" && p.isCovered(o)) {
				before = append(before, o)
			}
		}
	}
	if len(before) == 0 {
		return nil
	}
	return slices.MaxFunc(before, func(a, b *config.Layer) int { return p.count(a) - p.count(b) })
}

// sendsTo tells that the servers of one pool are at a port where the proxy of another
// listens.
func sendsTo(outer, inner *config.Layer) bool {
	listens, _ := inner.Get("listens")
	ports := strings.Fields(listens.Text)
	if v, ok := outer.Get("port"); ok && slices.Contains(ports, v.Text) {
		return true
	}
	return slices.ContainsFunc(outer.Servers, func(s config.Server) bool {
		_, port, err := net.SplitHostPort(s.Address)
		return err == nil && slices.Contains(ports, port)
	})
}

// isLargest tells that no pool of the same file has more servers, nor as many before it.
func (p *Plan) isLargest(l *config.Layer) bool {
	for _, o := range p.of(config.Balancer) {
		if o.File == l.File && (p.count(o) > p.count(l) || p.count(o) == p.count(l) && (isLocal(o) || o.Line < l.Line)) {
			return false
		}
	}
	return true
}

// inner are the pools behind the plan's.
func (p *Plan) inner() (list []*config.Layer) {
	for _, l := range p.of(config.Balancer) {
		if l != p.pool && p.outerOf(l) == p.pool {
			list = append(list, l)
		}
	}
	return list
}

// chain is the way of a request: the pools before the plan's, the plan's, and of the
// service those behind it.
func (p *Plan) chain() (list []*config.Layer) {
	for l := p.pool; l != nil && len(list) < 5; l = p.outerOf(l) {
		list = append([]*config.Layer{l}, list...)
	}
	if p.service && p.pool != nil {
		list = append(list, p.inner()...)
	}
	return list
}

// behindAnother makes the outer pool the client of this one.
func (p *Plan) behindAnother() {
	o := p.outer
	out := &Plan{reading: p.reading, pool: o}
	out.fill()
	n := min(max(out.Servers, 1), mostHosts)
	if out.Servers > n {
		p.left("%s: %d of the %d servers of %s are simulated, each with an LB", out.serversFrom.From, n, out.Servers, o.Name)
	}
	p.Standby, p.Sites = false, nil
	for i := range n {
		p.Sites = append(p.Sites, fmt.Sprintf("h%d", i+1))
	}
	from := o.Place.String()
	p.shared = !isLocal(p.pool)
	p.hostsFrom = answer{From: out.serversFrom.From, Asked: out.serversFrom.Asked}
	if !p.shared {
		p.Capacity = asked(p.perSite(p.capacity()), fmt.Sprintf("of the peak that one of %d hosts can serve, %s in all: what does a load test say? assumption", n, p.Capacity.Text))
		p.zonesFrom = p.hostsFrom
	}
	p.TTL, p.Publish = answer{Text: "1s", From: from + ": " + o.Name + " stands before it and chooses for itself"}, "1s"
	p.Distances = asked("1ms", "between two layers of LBs; assumption")
	p.Overstay = nil
	if fall := (config.Value{Text: out.Fall.Text}).Int(); out.checked && fall > 0 && fall < 1000 {
		every := max(config.Value{Text: out.CheckInterval.Text}.Duration(), time.Second)
		p.Steering = answer{Text: fmt.Sprintf("dns-failover: {interval: %s, threshold: %d, back: %s}", config.Span(every), fall, out.Rise.Text), From: sources([]answer{out.CheckInterval, out.Fall, out.Rise})}
	}
	wait := asked("30s", "for how long does "+o.Name+" wait for an answer? assumption")
	if v, ok := o.Get(waitKeys[o.Program]); ok {
		wait = said(v, config.Span(min(v.Duration(), time.Minute)))
		if v.Duration() > time.Minute {
			p.left("%s: it waits %s: a minute is the longest here", v.Place, v.Text)
		}
	}
	p.ClientTimeout, p.Patience = wait, answer{Text: "60s", From: from + ": the longest that is simulated, tries and all"}
	p.Again = answer{Text: "never", From: from + ": it does not repeat what the layer within has answered"}
	if tries := p.triesOf(o, true); tries > 1 {
		p.Again = answer{Text: fmt.Sprintf("fixed: {attempts: %d, wait: 0s}", tries), From: from}
	}
	p.NextAddress = answer{Text: "60s, refused: never", From: from + ": it stays at the server that it has chosen"}
	if goesOn(o) {
		p.NextAddress = answer{Text: out.connect(), From: from}
	}
	p.left("%s: %s stands before %s (%s): of its choice only checks, time-outs and tries are simulated; its servers are asked in turn", from, o.Name, p.pool.Name, p.pool.Place)
}

// goesOn tells that a proxy tries another server when one cannot be reached.
func goesOn(l *config.Layer) bool {
	switch l.Program {
	case "haproxy":
		v, _ := l.Get("redispatch")
		return v.Text == "yes"
	case "nginx", "ingress-nginx":
		v, _ := l.Get("proxy_next_upstream")
		return !strings.Contains(v.Text, "off")
	case "envoy":
		_, ok := l.Get("retry")
		return ok
	}
	return l.Program == "istio"
}

// connect is for how long the pool's program tries to reach a server.
func (p *Plan) connect() string {
	for _, key := range []string{"timeout.connect", "proxy_connect_timeout", "connect_timeout"} {
		if v, ok := p.pool.Get(key); ok && v.Duration() > 0 {
			return v.Text
		}
	}
	return "5s"
}

// perSite is a share of what all servers can do, for one site: the whole, as names
// move from one to another, but of hosts behind a pool an equal part.
func (p *Plan) perSite(share float64) string {
	if p.outer != nil && !p.shared {
		share /= float64(len(p.Sites))
	}
	return fmt.Sprintf("%.3g%%", 100*share)
}

// whole is what all hosts can do, as a share of the peak.
func (p *Plan) whole() float64 {
	if p.shared {
		return p.capacity()
	}
	return p.capacity() * float64(len(p.Sites))
}

// at is the region where the pool's servers are.
func (p *Plan) at() string {
	if p.shared {
		return "site/servers"
	}
	return "site/" + p.Sites[0]
}

// everywhere writes a fault for each region that has servers; {} stands for it.
func (p *Plan) everywhere(fault string) string {
	if p.outer == nil || p.shared {
		return strings.ReplaceAll(fault, "{}", p.at())
	}
	var all []string
	for _, s := range p.Sites {
		all = append(all, strings.ReplaceAll(fault, "{}", "site/"+s))
	}
	return strings.Join(all, "}, {at: 10m, ")
}
