package queue

import (
	"failsim/models/distribution"
	"failsim/models/file"
)

// cache reads one, whose hits are served at a station of its name.
func (r *reader) cache(n file.Node) bool {
	m := n.Open("cache")
	name := file.Need(m, "cache", r.targets.Declared)
	c := Cache{Name: name, Keeps: Unlimited}
	c.Origin = r.to[file.Need(m, "to", r.targets.Reference)]
	if c.Origin.Cache > 0 {
		m.RefuseAt("to", "a cache asks a station or a group, not another cache")
	}
	hit := Station{Name: name, Group: -1, Servers: Unlimited, QueueCapacity: Unlimited, Service: file.Need(m, "hit", distribution.PositiveOf)}
	if m.Has("keeps") && m.Has("warms") {
		m.RefuseAt("warms", "a cache keeps objects, or warms by a curve, not both")
	}
	c.Keeps = file.Get(m, "keeps", unlimitedOr(file.PositiveCountOf), Unlimited)
	c.Fresh = file.Get(m, "ttl", file.PositiveDurationOf, 0)
	c.Warms = file.Get(m, "warms", warming, nil)
	if m.Has("ttl") && m.Has("warms") {
		m.RefuseAt("ttl", "a ttl is of objects, which a curve does not know")
	}
	if !m.Has("keeps") && !m.Has("warms") {
		m.Missing("keeps or warms")
	}
	m.Done()
	c.Station = r.add(n, hit)
	to := c.Origin
	to.Cache = len(r.spec.Caches) + 1
	r.to[name] = to
	r.spec.Caches = append(r.spec.Caches, c)
	return true
}
