package importer

import (
	"cmp"
	"fmt"
	"slices"

	"failsim/cmd/internal/config"
)

// called is what a pool is called.
func (p *Plan) called(l *config.Layer) string {
	pools := p.pools()
	if i := slices.Index(pools, l); i >= 0 {
		return namesOf(pools)[i]
	}
	return l.Name
}

// namesOf are what pools are called: of several of one name the later with their programs.
func namesOf(pools []*config.Layer) (list []string) {
	for _, l := range pools {
		name := l.Name
		for n := 1; slices.Contains(list, name); n++ {
			if name = l.Name + "@" + l.Program; n > 1 {
				name = fmt.Sprintf("%s-%d", name, n)
			}
		}
		list = append(list, name)
	}
	return list
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
