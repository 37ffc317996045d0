package importer

import (
	"fmt"
	"strings"
)

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
	defer func() { p.Capacity.Text = was }()
	var serve []string
	for _, s := range p.Sites {
		serve = append(serve, p.endpoint(s, 1))
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
	return strings.Join(all, "}, {at: 10m, ")
}

// some writes how many of the pool's servers a drill hits.
func (p *Plan) some(n int) string {
	return fmt.Sprintf("{region: %s, backends: %d of %d}", p.at(), n, p.Size())
}
