package importer

import (
	"cmp"
	"net"
	"slices"
	"strings"

	"failsim/cmd/internal/config"
)

// merged returns a reading in which what Istio's kinds say of one service is one
// layer: a DestinationRule and a VirtualService have a name each.
func merged(r *config.Reading) *config.Reading {
	out := *r
	out.Layers = nil
	at := map[string]int{}
	for _, l := range r.Layers {
		key := l.Program + " " + l.Of
		i, there := at[key]
		if l.Program != "istio" || l.Of == "" || !there {
			if l.Program == "istio" {
				at[key] = len(out.Layers)
			}
			out.Layers = append(out.Layers, l)
			continue
		}
		one := &out.Layers[i]
		values := map[string]config.Value{}
		for k, v := range one.Values {
			values[k] = v
		}
		for k, v := range l.Values {
			values[k] = v
		}
		one.Values = values
	}
	return &out
}

// pools returns the balancers, the service's first: that with the most servers, and
// of those the first. What stands behind another comes after all that does not, and
// kube-proxy is none where something else stands before it.
func (p *Plan) pools() []*config.Layer {
	var list, behind []*config.Layer
	for _, l := range p.of(config.Balancer) {
		switch {
		case l.Program == "kube-proxy" && p.isCovered(l):
		case p.outerOf(l) != nil:
			behind = append(behind, l)
		default:
			list = append(list, l)
		}
	}
	bySize := func(a, b *config.Layer) int { return cmp.Compare(p.count(b), p.count(a)) }
	slices.SortStableFunc(list, bySize)
	slices.SortStableFunc(behind, bySize)
	return append(list, behind...)
}

// isLocal tells that all servers of a pool are on the host of whoever asks them.
func isLocal(l *config.Layer) bool {
	for _, s := range l.Servers {
		host := hostOf(s.Address)
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) && !strings.HasPrefix(s.Address, "unix:") {
			return false
		}
	}
	return len(l.Servers) > 0
}

func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return address
}

// isCovered tells whether something stands before a service of Kubernetes.
func (p *Plan) isCovered(service *config.Layer) bool {
	for _, l := range p.of(config.Balancer) {
		if l == service || l.Program == "kube-proxy" {
			continue
		}
		if copies := p.copies(l); l.Of == service.Name || l.Name == service.Name || copies != nil && copies == p.copies(service) {
			return true
		}
	}
	return false
}

// behind returns the service of Kubernetes that an address names.
func (p *Plan) behind(address string) *config.Layer {
	name, _, _ := strings.Cut(hostOf(address), ".")
	for _, l := range p.of(config.Balancer) {
		if l.Program == "kube-proxy" && l.Name == name {
			return l
		}
	}
	return nil
}

// count is how many servers a pool has, without backups; 0 if no file says.
func (p *Plan) count(l *config.Layer) int {
	n := 0
	for _, s := range l.Servers {
		if _, backup := s.Values["backup"]; !backup {
			n++
		}
	}
	if n == 1 {
		if s := p.behind(l.Servers[0].Address); s != nil && s != l {
			n = 0
			l = s
		}
	}
	if n == 0 {
		if d := p.copies(l); d != nil {
			v, _ := d.Get("replicas")
			return max(v.Int(), 0)
		}
	}
	return n
}

// copies returns the deployment behind a pool: that which its service's selector
// takes, or that has its name, or the only one.
func (p *Plan) copies(l *config.Layer) *config.Layer {
	names := []string{l.Of, l.Name}
	for _, s := range p.of(config.Balancer) {
		if s.Program != "kube-proxy" || !slices.Contains(names, s.Name) {
			continue
		}
		selector, _ := s.Get("selector")
		for _, d := range p.of(config.Deployment) {
			if labels, ok := d.Get("labels"); ok && selector.Text != "" && holdsAll(labels.Text, selector.Text) {
				return d
			}
		}
	}
	for _, d := range p.of(config.Deployment) {
		if slices.Contains(names, d.Name) {
			return d
		}
	}
	if all := p.of(config.Deployment); len(all) == 1 && len(l.Servers) == 0 {
		return all[0]
	}
	return nil
}

// holdsAll tells whether labels have all that a selector asks for.
func holdsAll(labels, selector string) bool {
	have := strings.Split(labels, ",")
	for _, want := range strings.Split(selector, ",") {
		if !slices.Contains(have, want) {
			return false
		}
	}
	return true
}

// servers counts the pool, or the copies of a deployment, and how many zones they
// are in.
func (p *Plan) servers() {
	p.Servers, p.serversFrom = 3, asked("3", "no file tells how many servers there are; assumption")
	d := p.deployment()
	replicas := config.Value{}
	if d != nil {
		replicas, _ = d.Get("replicas")
	}
	switch {
	case p.pool != nil && isName(p.pool):
		p.serversFrom = asked("3", p.pool.Place.String()+": a name, of which every address is a server: how many has it? assumption")
	case p.pool != nil && len(p.pool.Servers) > 0 && (len(p.pool.Servers) > 1 || p.behind(p.pool.Servers[0].Address) == nil):
		p.Servers, p.serversFrom = max(p.count(p.pool), 1), answer{From: p.pool.Place.String()}
	case replicas.Int() > 0:
		p.Servers, p.serversFrom = replicas.Int(), said(replicas, replicas.Text)
	}
	p.Zones, p.zonesFrom = 1, asked("1", "no file tells of zones")
	for _, of := range []*config.Layer{p.pool, d} {
		if of == nil {
			continue
		}
		if v, ok := of.Get("zones"); ok && v.Int() > 0 {
			p.Zones, p.zonesFrom = min(v.Int(), 26), said(v, v.Text)
		}
		if v, ok := of.Get("spread-over-zones"); ok {
			p.Zones, p.zonesFrom = 3, answer{"3", "spread over zones as of " + v.Place.String() + ", which does not say how many; assumption", true}
		}
	}
	if p.Zones > p.Servers {
		p.left("%s: %d servers are not in %d zones: each has one of its own", p.serversFrom.From, p.Servers, p.Zones)
		p.Zones = p.Servers
	}
	if p.Servers%p.Zones != 0 {
		p.left("%d servers are not the same number in each of %d zones: %d in each are simulated", p.Servers, p.Zones, p.PerZone())
	}
}

// isName tells that a pool is one name, all of whose addresses are servers, as with
// Envoy's STRICT_DNS.
func isName(l *config.Layer) bool {
	v, _ := l.Get("discovery")
	return v.Text == "STRICT_DNS" && len(l.Servers) == 1 && net.ParseIP(l.Servers[0].Address) == nil
}

// deployment returns the copies that serve the pool; of no pool the first.
func (p *Plan) deployment() *config.Layer {
	if p.pool != nil {
		return p.copies(p.pool)
	}
	if all := p.of(config.Deployment); len(all) > 0 {
		return all[0]
	}
	return nil
}

// others makes needs of the pools beside the service's: what its servers ask.
func (p *Plan) others(pools []*config.Layer) {
	for _, l := range pools[min(1, len(pools)):] {
		name := plainName(l.Name)
		if o := p.outerOf(l); o != nil {
			p.left("%s: %s is a second layer, behind %s (%s): here a server is up or down as a whole; --pool %q makes the world of both", l.Place, l.Name, o.Name, o.Place, l.Name)
			continue
		}
		if strings.Contains(name, plainName(p.pool.Name)) || p.copies(l) != nil && p.copies(l) == p.deployment() {
			p.left("%s: %s is taken for the same service once more: --pool %q makes its scenario", l.Place, l.Name, l.Name)
			continue
		}
		if slices.ContainsFunc(p.Needs, func(n need) bool { return n.name == name }) {
			continue
		}
		p.Needs = append(p.Needs, need{name, l})
	}
	if len(p.Needs) > 9 {
		p.left("%d pools beside the service's: the first nine are simulated", len(p.Needs))
		p.Needs = p.Needs[:9]
	}
	p.Share = asked("10%", "of the service's requests need each of the other pools; assumption")
	if len(p.Needs) > 0 {
		for _, n := range p.Needs {
			p.left("%s: %s is taken for something that the servers ask, up or down as a whole: no port to which one sends and on which the other listens puts it before or behind; --pool %q makes its scenario", n.layer.Place, n.layer.Name, n.layer.Name)
		}
	}
}
