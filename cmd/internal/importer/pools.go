package importer

import (
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

// others makes needs of the pools beside the service's: what its servers ask.
func (p *Plan) others(pools []*config.Layer) {
	for _, l := range pools[min(1, len(pools)):] {
		name := plainName(l.Name)
		if o := p.outerOf(l); o != nil {
			p.left("%s: %s is a second layer, behind %s (%s): here a server is up or down as a whole; --pool %q makes the world of both", l.Place, l.Name, o.Name, o.Place, p.called(l))
			continue
		}
		if p.isElsewhere(l) {
			p.left("%s: %s is the same service at another site: of it the size counts here; --pool %q makes its scenario", l.Place, l.Name, p.called(l))
			continue
		}
		if strings.Contains(name, plainName(p.pool.Name)) || p.copies(l) != nil && p.copies(l) == p.deployment() {
			p.left("%s: %s is taken for the same service once more: --pool %q makes its scenario", l.Place, l.Name, p.called(l))
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
			why := "is taken for something that the servers ask, up or down as a whole: no port to which one sends and on which the other listens puts it before or behind"
			if n.layer.IsOf(p.pool) && !isCloud(n.layer) {
				why = "stands beside " + p.pool.Name + " in one proxy: a share of the requests is taken to need it as well, up or down as a whole"
			}
			p.left("%s: %s (%s) %s; --pool %q makes its scenario", n.layer.Place, n.layer.Name, n.layer.Program, why, p.called(n.layer))
		}
	}
}

// isCloud reports a pool in a file that is of many load balancers, as plans and manifests
// are.
func isCloud(l *config.Layer) bool {
	return !slices.Contains([]string{"haproxy", "nginx", "envoy"}, l.Program)
}
