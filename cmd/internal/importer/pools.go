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

// others makes needs of the pools beside the service's to which its requests go on, as
// far as files show it; the rest are told.
func (p *Plan) others(pools []*config.Layer) {
	var asks []string
	for _, l := range pools[min(1, len(pools)):] {
		name := plainName(l.Name)
		if o, ask := p.before(l); o != nil {
			p.left("%s: %s is a second layer, behind %s (%s): here a server is up or down as a whole; --pool %q makes the world of both", l.Place, l.Name, o.Name, o.Place, p.called(l))
			if ask != "" {
				asks = append(asks, ask)
			}
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
		why, isNeed := p.asked(l)
		p.left("%s: %s (%s) %s; --pool %q makes its scenario", l.Place, l.Name, l.Program, why, p.called(l))
		if isNeed && !slices.ContainsFunc(p.Needs, func(n need) bool { return n.name == name }) {
			p.Needs = append(p.Needs, need{name, l})
		}
	}
	if len(p.Needs) > 9 {
		p.left("%d pools that requests of the service go on to: the first nine are simulated", len(p.Needs))
		p.Needs = p.Needs[:9]
	}
	if len(asks) > 0 {
		p.Layers = asked("", strings.Join(asks, "; ")+"; assumption: yes")
	}
	p.Share = asked("10%", "of the service's requests need each of the other pools: do they, and what share? No file says it; assumption")
}

// asked tells what files show of who asks a pool beside the service's: requests that go
// on through it, or nobody that is known.
func (p *Plan) asked(l *config.Layer) (why string, isNeed bool) {
	listens, _ := l.Get("listens")
	switch fronts := strings.Fields(listens.Text); {
	case p.sends(p.pool, l) > nothing:
		return "is beside what the servers of " + p.pool.Name + " pass on to: a share of the requests is taken to go there; it is up or down as a whole", true
	case len(fronts) > 0 && !slices.ContainsFunc(fronts, func(f string) bool { return !isLoopback(hostOf(f)) }):
		return "has a proxy at " + fronts[0] + ", where only its own host can ask: taken for what the servers of " + p.pool.Name + " ask, up or down as a whole", true
	case l.Program == "kube-proxy":
		return "is a service of the cluster with nothing before it: taken for what the servers of " + p.pool.Name + " ask, up or down as a whole", true
	case l.IsOf(p.pool):
		return "stands beside " + p.pool.Name + ", with requests of its own; nothing shows that one asks the other: left out", false
	}
	return "is asked by nothing that these files show: left out", false
}
