package scenario

import (
	"slices"

	"failsim/models/distribution"
	"failsim/models/file"
)

// Asked tells whether it has servers, and so is asked, and has a queue.
func (s *NamedService) Asked() bool { return s.Servers > 0 }

// asks tells whether its servers may ask others: its own, or those of a region.
func (s *NamedService) asks() bool {
	what, _ := s.BuiltIn()
	return s.Asked() || what == ServerService
}

// ready reads what makes a service one that is asked.
func (s *NamedService) ready(m *file.Mapping, own bool) {
	s.Servers = file.Get(m, "servers", file.PositiveCountOf, s.Servers, "how many requests it works on at a time: it is asked by those that need it; without, it only is up or not")
	s.Work = file.Get(m, "work", distribution.PositiveOf, s.Work, "how long one of its servers works on a request")
	s.QueueCapacity = file.Get(m, "queue-capacity", places, s.QueueCapacity, "how many requests may wait for a server; without, as many as come")
	s.Cache = file.Get(m, "cache", objectCache, s.Cache, "what it holds, so that it asks for nothing; without, each request asks")
	what, _ := s.BuiltIn()
	switch {
	case m.Broken():
	case !own && s.Servers > 0:
		m.RefuseAt("servers", "%s is built in: how many servers a region has is said by each design", s.Name)
	case s.Servers > 0 && s.Work == nil:
		m.Refuse(`servers work: say for how long, by "work"`)
	case s.Servers == 0 && m.Has("work"):
		m.RefuseAt("work", `without "servers" nobody works`)
	case s.Servers == 0 && m.Has("queue-capacity"):
		m.RefuseAt("queue-capacity", `without "servers" nobody waits for one`)
	case s.Cache != nil && s.Servers == 0 && what != ServerService:
		m.RefuseAt("cache", `a cache is of a service with "servers", or of a region's servers`)
	}
}

// places reads how many may wait; 0: as many as come.
func places(n file.Node) int {
	if n.Is("unlimited", "as many as come") {
		return 0
	}
	return file.PositiveCountOf(n)
}

func objectCache(n file.Node) *ObjectCache {
	m := n.Open("cache")
	defer m.Done()
	c := &ObjectCache{
		Objects: file.Need(m, "objects", file.That(file.PositiveCountOf, "at most 10000000", func(n int) bool { return n <= mostObjects }), "how many objects there are; each request wants one"),
		Zipf:    file.Get(m, "zipf", file.NumberOf, 0.8, "how wanted they are: the ith in proportion to i^-zipf; 0: all alike", "0.64 to 0.83 in web proxies (Breslau et al., 1999)"),
		Keeps:   file.Need(m, "keeps", file.PositiveCountOf, "how many it holds; the one that nobody has asked for the longest makes room"),
		TTL:     file.Get(m, "ttl", file.PositiveDurationOf, 0, "how long an object is fresh; without, for ever"),
	}
	c.Stale = file.Get(m, "stale", file.PositiveDurationOf, 0, "how long past its ttl an object is the answer where what is asked fails; without, it is not")
	c.Coalesce = file.Get(m, "coalesce", yes, false, "requests for an object that is being asked for wait for that; without, each asks")
	if m.Has("stale") && !m.Has("ttl") {
		m.RefuseAt("stale", `without a "ttl" nothing is ever stale`)
	}
	return c
}

const mostObjects = 10_000_000

// refuseCalls refuses what cannot be asked, and those who cannot ask.
func refuseCalls(all, said []NamedService, nodes []file.Node) {
	calls := 0
	for i := range all {
		calls += len(all[i].Needs)
	}
	for i := range said {
		s, n := &said[i], nodes[i]
		asks := 0
		for k := range s.Needs {
			need := &s.Needs[k]
			on := slices.IndexFunc(all, func(o NamedService) bool { return o.Name == need.On })
			if on < 0 {
				continue
			}
			switch call := need.AtOnce() && all[on].Asked(); {
			case !call && need.ofCall != "":
				n.Refuse("%q is of a need that is asked: %s has no servers, or is not needed at once", need.ofCall, need.On)
			case call && !s.asks():
				n.Refuse("%s cannot ask %s: only services with servers, and a region's servers, do. Have those need it", s.Name, need.On)
			case call && need.ofState != "":
				n.Refuse("%q is of a need that is not asked: %s has servers, and answers in its own time", need.ofState, need.On)
			case call && s.Cache != nil && need.Share < 1:
				n.Refuse("with a cache each request that misses asks for all: say no share of %s", need.On)
			case call:
				asks++
			}
		}
		switch {
		case s.Cache != nil && asks == 0:
			n.Refuse("a cache holds what others answer: say, by needs, which service with servers %s asks for the rest", s.Name)
		case calls > mostCalls && asks > 0:
			n.Refuse("services need each other %d times, more than %d", calls, mostCalls)
			return
		}
	}
}

// mostCalls is what a call can number.
const mostCalls = 256

// yes reads the one word that a flag can have.
func yes(n file.Node) bool { return file.OneOf("answer", "true", "false")(n) == "true" }
