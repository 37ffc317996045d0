package scenario

import (
	"failsim/models/file"
	"failsim/models/policy"
)

// objectCache reads a cache of a service: how large it is, and what it does about what it
// does not hold, which a preset may say.
func (r *reader) objectCache(n file.Node) *ObjectCache {
	m := n.Open("cache")
	defer m.Done()
	c := &ObjectCache{
		Objects: file.Need(m, "objects", objects, "how many objects there are, of which each request wants one; or as-logged: what the log says that it asked for"),
		Zipf:    file.Get(m, "zipf", file.NumberOf, 0.8, "popularity of objects: the ith is requested in proportion to i^-zipf; 0: all alike", "0.64 to 0.83 in web proxies (Breslau et al., 1999)"),
		Keeps:   file.Need(m, "keeps", file.PositiveCountOf, "how many it holds; the least recently used one is evicted"),
		TTL:     file.Get(m, "ttl", file.PositiveDurationOf, 0, "how long an object is fresh; without, for ever"),
	}
	if p, ok := r.chosenBy(m, "preset", "cache", policy.Check{}, Clients{}); ok {
		p.Cache.Objects, p.Cache.Zipf, p.Cache.Keeps, p.Cache.TTL = c.Objects, c.Zipf, c.Keeps, c.TTL
		*c = p.Cache
	}
	c.habits(m)
	if m.Known() && c.Objects == 0 && m.Has("zipf") {
		m.RefuseAt("zipf", "how wanted objects are stands in the log: say how many objects there are, or leave zipf out")
	}
	if (m.Has("stale") || m.Has("stale-on-error")) && !m.Has("ttl") {
		m.RefuseAt("stale", `without a "ttl" nothing is ever stale`)
	}
	return c
}

// objects reads how many there are; 0: those of the log.
func objects(n file.Node) int {
	if n.Is("as-logged", "the request line's path in a web server's log") {
		return 0
	}
	return file.That(file.PositiveCountOf, "at most 10000000", func(n int) bool { return n <= mostObjects })(n)
}

const mostObjects = 10_000_000
