package importer

import (
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

// outerOf returns the pool before another, as far as files tell: what passes on to its
// own host stands on the servers of a pool, and what listens on a port stands on those
// that are sent to there. Of several pools it is the largest.
func (p *Plan) outerOf(l *config.Layer) *config.Layer {
	var before []*config.Layer
	for _, o := range p.of(config.Balancer) {
		if o != l && !o.IsOf(l) && !isLocal(o) && o.Program != "kube-proxy" && sendsTo(o, l) && !sendsTo(l, o) {
			before = append(before, o)
		}
	}
	switch {
	case !isLocal(l) && !p.isLargest(l):
		return nil // a proxy's other pools are what its servers ask
	case isLocal(l) && len(before) == 0:
		for _, o := range p.of(config.Balancer) {
			if !o.IsOf(l) && !isLocal(o) && !(o.Program == "kube-proxy" && p.isCovered(o)) {
				before = append(before, o)
			}
		}
	}
	if len(before) == 0 {
		return nil
	}
	return slices.MaxFunc(before, func(a, b *config.Layer) int { return p.count(a) - p.count(b) })
}

// sendsTo reports that the servers of one pool are at a port where the proxy of another
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
