package service

import (
	"failsim/models/cache"
	"failsim/sim"
)

// nothing is no object.
const nothing = -1

// storeOf returns what a maker's cache holds when time starts: the objects that requests
// draw most often; of those that a log names none, as nobody has asked for them yet.
func (m *maker) storeOf(s *CacheSpec, warm sim.Key) *cache.Store {
	if m.objects = s.Objects; m.objects == nil {
		m.logged = map[uint32]int32{}
		return cache.NewStore(0, s.Keeps, s.TTL)
	}
	store := cache.NewStore(s.Objects.Len(), s.Keeps, s.TTL)
	store.Warm(0, s.Objects, warm)
	return store
}

// object returns what a request wants of a maker's cache; false: that is not known, and no
// cache helps it.
func (m *maker) object(n *Wanted) (object int32, known bool) {
	switch {
	case m.cache == nil, m.objects == nil && n.Object == 0:
		return nothing, false
	case m.objects != nil:
		return m.objects.At(m.wants.Float64(n.Request)), true
	}
	object, known = m.logged[n.Object]
	if !known { // the first to ask for it
		object = int32(len(m.logged))
		m.logged[n.Object] = object
		m.cache.Store.Grow(len(m.logged))
	}
	return object, true
}

// Logged reports whether a maker's cache holds what logs say that requests ask for.
func (c *Calls) Logged(maker int) bool { return c.makers[maker].logged != nil }
