package scenario

import (
	"slices"

	"failsim/models/distribution"
	"failsim/models/file"
)

// Asked reports whether it has servers, and so is asked, and has a queue.
func (s *NamedService) Asked() bool { return s.Servers > 0 }

// asks reports whether its servers may ask others: its own, or those of a region.
func (s *NamedService) asks() bool {
	what, _ := s.BuiltIn()
	return s.Asked() || what == ServerService
}

// Asks reports whether it makes a call for what it needs, of a service that is asked.
func (s *NamedService) Asks() bool { return s.asks() }

// ofData reports whether it is what users see of some data, which whoever does not ask it
// may need all the same.
func (r *reader) ofData(name string) bool {
	return slices.ContainsFunc(r.allData, func(d Data) bool { return name == d.Name+Writes || name == d.Name+Reads })
}

// lease reads by which one of several runs a service.
func (r *reader) lease(n file.Node) *ServiceLease {
	m := n.Open("lease")
	defer m.Done()
	l := &ServiceLease{
		In:    file.Need(m, "in", declared(r.datasets, "world: data"), "the data that keeps it: a new leader there has it last for its whole ttl again"),
		TTL:   file.Need(m, "ttl", file.PositiveDurationOf, "how long it lasts once it is not renewed any more"),
		Renew: file.Get(m, "renew", file.DurationOf, 0, "after which it is renewed, so that it is so old at most when who has it is gone", "assumption: just renewed"),
	}
	if l.Renew > l.TTL {
		m.RefuseAt("renew", "it would be over before it is renewed")
	}
	return l
}

// ready reads what makes a service one that is asked.
func (r *reader) ready(m *file.Mapping, s *NamedService, own bool) {
	s.Servers = file.Get(m, "servers", file.PositiveCountOf, s.Servers, "how many requests it works on at a time: it is asked by those that need it; without, it only is up or not")
	s.Work = file.Get(m, "work", distribution.PositiveOf, s.Work, "how long one of its servers works on a request; without servers it has none")
	s.QueueCapacity = file.Get(m, "queue-capacity", places, s.QueueCapacity, "how many requests may wait for a server; without, as many as come")
	s.Cache = file.Get(m, "cache", r.objectCache, s.Cache, "the cache in front of it; without it, each request reaches the service")
	what, _ := s.BuiltIn()
	switch {
	case m.Broken():
	case !own && s.Servers > 0:
		m.RefuseAt("servers", "%s is built in: how many servers a region has is said by each design", s.Name)
	case s.Servers > 0 && s.Work == nil:
		m.Refuse(`servers work: say for how long, by "work"`)
	case s.Servers == 0 && m.Has("work"):
		m.RefuseAt("work", `without "servers" no work is done`)
	case s.Servers == 0 && m.Has("queue-capacity"):
		m.RefuseAt("queue-capacity", `without "servers" no request waits for one`)
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

// refuseCalls refuses what cannot be asked, and those who cannot ask.
func (r *reader) refuseCalls(all, said []NamedService, nodes []file.Node) {
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
			case call && need.Either:
				n.Refuse("%s is asked, as it has servers: either is of services that only are up or not", need.On)
			case call && !s.asks() && r.ofData(need.On):
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
