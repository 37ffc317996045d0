package importer

import (
	"fmt"
	"net"
	"slices"
	"strings"

	"failsim/cmd/internal/config"
)

// Two layers of load balancers. In the scenario of an inner pool the pool before it is
// the client: each of its servers is a region that has LBs of the inner kind, which
// that client's checks take out of an answer, and which it leaves as it leaves a
// server. What the inner pool's servers are is the region's own where they run on the
// same host, and a region by itself where all proxies share them.

// shown is how files show that one pool sends to the proxy of another.
type shown int

const (
	nothing   shown = iota
	byPort          // to its port, of which no file says whose host it is: a question
	byAddress       // to an address, or a name of the zone files', at which it listens
)

// sends tells how files show that the servers of one pool are where the proxy of another
// listens.
func (p *Plan) sends(outer, inner *config.Layer) (is shown) {
	if outer == inner || outer.IsOf(inner) || outer.Program == "kube-proxy" {
		return nothing
	}
	listens, _ := inner.Get("listens")
	for _, front := range strings.Fields(listens.Text) {
		if v, ok := outer.Get("port"); ok && (v.Text == front || strings.HasSuffix(front, ":"+v.Text)) {
			is = max(is, byPort)
		}
		for _, s := range outer.Servers {
			is = max(is, p.meets(s.Address, front))
		}
	}
	return is
}

// meets tells how an address is one at which a proxy listens: that, or a port alone.
func (p *Plan) meets(address, front string) shown {
	if address == front && strings.HasPrefix(front, "unix:") {
		return byAddress
	}
	host, port, err := net.SplitHostPort(address)
	at, its, bound := front, front, false
	if h, q, err := net.SplitHostPort(front); err == nil {
		at, its, bound = h, q, true
	}
	if err != nil || port != its {
		return nothing
	}
	if !bound {
		return byPort
	}
	hosts := p.resolved(host)
	if slices.Contains(hosts, at) {
		return byAddress
	}
	if len(hosts) == 0 && !isLoopback(at) { // a name of which no file says what it is
		return byPort
	}
	return nothing
}

// resolved are the addresses of a host, as far as zone files have its name.
func (p *Plan) resolved(host string) (addresses []string) {
	if host == "localhost" {
		return []string{"127.0.0.1", "::1"}
	}
	if net.ParseIP(host) != nil {
		return []string{host}
	}
	for _, l := range p.of(config.Name) {
		if strings.EqualFold(strings.TrimSuffix(l.Name, "."), strings.TrimSuffix(host, ".")) {
			for _, s := range l.Servers {
				addresses = append(addresses, s.Address)
			}
		}
	}
	return addresses
}

// before returns the pool before another, as far as files tell, and what has to be asked
// if they do not show it: what passes on to its own host stands on the servers of a
// pool, and what listens on a port stands on those that are sent to there. Of several
// pools it is the largest of those that are shown best.
func (p *Plan) before(l *config.Layer) (outer *config.Layer, ask string) {
	if !isLocal(l) && !p.isLargest(l) {
		return nil, "" // its proxy's largest pool stands for all
	}
	best := nothing
	for _, o := range p.of(config.Balancer) {
		how := p.sends(o, l)
		if how == nothing || isLocal(o) && how < byAddress || p.sends(l, o) >= how {
			continue
		}
		if how > best || how == best && p.count(o) > p.count(outer) {
			outer, best = o, how
		}
	}
	switch {
	case best == byPort:
		v, _ := l.Get("listens")
		return outer, fmt.Sprintf("does %s (%s) stand on the servers of %s (%s)? The port is the same (%s), and no file says whose address it is", l.Name, l.Place, outer.Name, outer.Place, v.Place)
	case best == nothing && isLocal(l):
		for _, o := range p.of(config.Balancer) {
			if !o.IsOf(l) && !isLocal(o) && !(o.Program == "kube-proxy" && p.isCovered(o)) && (outer == nil || p.count(o) > p.count(outer)) {
				outer = o
			}
		}
		if outer != nil {
			ask = fmt.Sprintf("does %s (%s), which passes on to its own host, stand on the servers of %s (%s)? No file says on which host it runs", l.Name, l.Place, outer.Name, outer.Place)
		}
	}
	return outer, ask
}

// outerOf is that pool alone.
func (p *Plan) outerOf(l *config.Layer) *config.Layer {
	outer, _ := p.before(l)
	return outer
}

// ifSo says of a finding that it rests on a question, if the order of two pools is one.
func (p *Plan) ifSo(way []*config.Layer) string {
	for _, l := range way {
		if outer, ask := p.before(l); ask != "" && slices.Contains(way, outer) {
			return "; a question: " + ask + "; it is taken to be so"
		}
	}
	return ""
}

// isLargest reports that no pool of the same program has more servers, nor as many before
// it.
func (p *Plan) isLargest(l *config.Layer) bool {
	before := true
	for _, o := range p.of(config.Balancer) {
		before = before && o != l
		if o != l && o.IsOf(l) && (p.count(o) > p.count(l) || p.count(o) == p.count(l) && (isLocal(o) || before)) {
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
