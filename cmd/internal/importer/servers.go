package importer

import (
	"net"
	"slices"
	"strings"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// servers counts the pool, or the copies of a deployment, and how many zones they
// are in.
func (p *Plan) servers() {
	p.Servers, p.serversFrom = 3, asked("3", "no file says how many servers there are; assumption")
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
	p.Zones, p.zonesFrom = 1, asked("1", "no file names zones")
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
		p.left("%s: %s, and %d zones: each has one of its own", p.serversFrom.From, words.Plural(int64(p.Servers), "server"), p.Zones)
		p.Zones = p.Servers
	}
	if p.Servers%p.Zones != 0 {
		p.left("%d servers are not the same number in each of %d zones: %d in each are simulated", p.Servers, p.Zones, p.PerZone())
	}
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

// holdsAll reports whether labels have all that a selector asks for.
func holdsAll(labels, selector string) bool {
	have := strings.Split(labels, ",")
	for _, want := range strings.Split(selector, ",") {
		if !slices.Contains(have, want) {
			return false
		}
	}
	return true
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

// isCovered reports whether something stands before a service of Kubernetes.
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

// isLocal reports that all servers of a pool are on the host of their caller.
func isLocal(l *config.Layer) bool {
	for _, s := range l.Servers {
		host := hostOf(s.Address)
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) && !strings.HasPrefix(s.Address, "unix:") {
			return false
		}
	}
	return len(l.Servers) > 0
}

// isName reports that a pool is one name, all of whose addresses are servers, as with
// Envoy's STRICT_DNS.
func isName(l *config.Layer) bool {
	v, _ := l.Get("discovery")
	return v.Text == "STRICT_DNS" && len(l.Servers) == 1 && net.ParseIP(hostOf(l.Servers[0].Address)) == nil
}

func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return address
}

// unlike reports settings that servers of the pool do not share: a scenario has one
// of each, that of the first server that says it.
func (p *Plan) unlike(keys ...string) {
	for _, key := range keys {
		v, said := p.first(key)
		if !said {
			continue
		}
		for _, s := range p.pool.Servers {
			has := s.Values[key].Text
			if has == "" && key == "weight" {
				has = "1"
			}
			if _, spare := s.Values["backup"]; spare || has == v.Text {
				continue
			}
			if key == "weight" {
				p.left("%s: servers of %s differ in weight, and count alike here", v.Place, p.pool.Name)
			} else {
				p.left("%s: servers of %s differ in %s: %s counts for all here", v.Place, p.pool.Name, key, v.Text)
			}
			break
		}
	}
}
