package importer

import (
	"fmt"
	"slices"
	"strings"

	"failsim/cmd/internal/config"
)

// siteRanks takes which sites of a name stand by for others, and how large each is: as
// the pool of its LB, beside the plan's.
func (p *Plan) siteRanks(name *config.Layer) {
	servers := slices.Clone(name.Servers[:min(len(name.Servers), 8)])
	standsBy := func(s config.Server) bool { return s.Values["failover"].Text == "SECONDARY" }
	if !slices.ContainsFunc(servers, standsBy) || slices.IndexFunc(servers, func(s config.Server) bool { return !standsBy(s) }) < 0 {
		return
	}
	slices.SortStableFunc(servers, func(a, b config.Server) int { return rankOf(standsBy(a)) - rankOf(standsBy(b)) })
	p.siteServers = servers
	for _, s := range servers {
		p.ranks = append(p.ranks, rankOf(standsBy(s)))
		size := 1.0
		if l := p.poolOf(s); l != nil && p.pool != nil && p.count(p.pool) > 0 && p.count(l) > 0 {
			size = float64(p.count(l)) / float64(p.count(p.pool))
		}
		p.sizes = append(p.sizes, size)
	}
}

func rankOf(standsBy bool) int {
	if standsBy {
		return 2
	}
	return 1
}

// poolOf returns the pool behind the LB that an address of a name stands for.
func (p *Plan) poolOf(s config.Server) *config.Layer {
	lb, ok := s.Values["lb"]
	for _, l := range p.of(config.Balancer) {
		if v, is := l.Get("lb"); ok && is && v.Text == lb.Text {
			return l
		}
	}
	return nil
}

// isElsewhere reports that a pool is the service's own at another site.
func (p *Plan) isElsewhere(l *config.Layer) bool {
	return slices.ContainsFunc(p.siteServers, func(s config.Server) bool { return p.poolOf(s) == l })
}

// regions are the sites, with that which stands by.
func (p *Plan) regions() []string {
	switch {
	case p.Standby:
		return append(append([]string{}, p.Sites...), "standby")
	case p.shared:
		return append(append([]string{}, p.Sites...), "servers")
	}
	return p.Sites
}

// at is the region where the pool's servers are.
func (p *Plan) at() string {
	if p.shared {
		return "site/servers"
	}
	return "site/" + p.Sites[0]
}

// endpoint writes where a place's names are served.
func (p *Plan) endpoint(site string, rank int) string {
	if p.shared {
		return fmt.Sprintf("{region: site/%s, backends: %s, rank: %d, weight: 1}", site, p.at(), rank)
	}
	return fmt.Sprintf("{region: site/%s, capacity: %s, rank: %d, weight: 1}", site, p.Capacity.Text, rank)
}

// endpointsOf are all sites, with a capacity.
func (p *Plan) endpointsOf(capacity string) string {
	was := p.Capacity.Text
	p.Capacity.Text = capacity
	share := p.capacity()
	defer func() { p.Capacity.Text = was }()
	var serve []string
	for i, s := range p.Sites {
		rank := 1
		if len(p.ranks) == len(p.Sites) {
			rank = p.ranks[i]
			p.Capacity.Text = fmt.Sprintf("%.4g%%", 100*share*p.sizes[i])
		}
		serve = append(serve, p.endpoint(s, rank))
	}
	if p.shared { // whose capacity the hosts use; asked by itself only when all of them are out
		serve = append(serve, fmt.Sprintf("{region: %s, capacity: %s, rank: 2, weight: 1}", p.at(), capacity))
	}
	return strings.Join(serve, ", ")
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

// everywhere writes a fault for each region that has servers; {} stands for it.
func (p *Plan) everywhere(fault string) string {
	if p.outer == nil || p.shared {
		return strings.ReplaceAll(fault, "{}", p.at())
	}
	var all []string
	for _, s := range p.Sites {
		all = append(all, strings.ReplaceAll(fault, "{}", "site/"+s))
	}
	return strings.Join(all, "}, {"+at)
}

// some writes how many of the pool's servers a drill hits.
func (p *Plan) some(n int) string {
	return fmt.Sprintf("{region: %s, backends: %d of %d}", p.at(), n, p.Size())
}
