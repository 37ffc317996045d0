// Package cache is caches of objects: which they hold (LRU, TTL), how they fill after a
// cold start, and what they do about what they do not hold: fetch an object once for all
// requests that wait for it or once for each, and answer with stale objects where the
// origin fails.
//
// It declares Origin, which other packages implement: a station, a group of them, an LB.
// It leaves out sizes (each object counts for one), validation of what is stale, and
// negative answers.
package cache

import (
	"slices"
	"time"

	"failsim/sim"
)

// Origin is whom a cache asks for what it does not hold. It calls Got of the cache
// once for each Fetch, with the same request, later or in an event of its own.
type Origin interface {
	Fetch(now sim.Time, object int32, request uint64)
}

// Patience is an origin that tells a cache, by Impatient, when a request has waited until
// an instant for another's fetch. A cache with GivesUp has one.
type Patience interface {
	Wait(until sim.Time, object int32, request uint64)
}

// Behind is an origin that fetches an object without a request that waits, at the
// instant of one that has the stale object; it returns the number that Got is called with. A
// cache with Background has one.
type Behind interface {
	Refresh(now sim.Time, object int32, request uint64) (fetch uint64)
}

// Asker learns what became of a request that had to wait for the origin.
type Asker interface {
	// Served reports that it is answered: with what the origin gave, or what was stale;
	// ok is false if there was neither.
	Served(now sim.Time, tag uint64, ok bool)
}

// Rules are what a cache does about what it does not hold. Real ones have two
// switches for coalescing, for objects that are new to them and for those that have
// expired, and two for stale answers, for silence and for errors.
type Rules struct {
	CoalesceNew     bool          // who asks for an object that was never there waits for a fetch under way
	CoalesceExpired bool          // and so for one that is there and has expired
	Updating        bool          // who would wait for an expired one has the stale one at once
	Background      bool          // and also who asks first, behind whose answer it is fetched
	Rests           time.Duration // from such a fetch that found nobody until the next; 0: none
	GivesUp         time.Duration // after which who waits for another's fetch makes one; 0: never
	Stale           time.Duration // how long past its TTL an object is the answer where the origin does not answer
	StaleOnError    time.Duration // and so where it answers with an error
}

// Answer is how an origin answers.
type Answer uint8

// The answers.
const (
	Right  Answer = iota
	Failed        // with an error
	Silent        // not at all, or not in time, or nobody listens there
)

// Cache is one. Counts are since the start.
type Cache struct {
	Rules
	Store   *Store
	origin  Origin
	asker   Asker
	fetches map[int32][]fetch // under way, by object, the first to be begun first
	rests   sim.Time          // no fetch is made before in the background
	Counts  Counts
}

// Counts are what became of requests.
type Counts struct{ Hits, Misses, Joined, Fetches, Stale, Failed int }

// fetch is one under way, and who waits for it.
type fetch struct {
	first  uint64
	more   []uint64
	behind bool // the first has the stale object, and waits no more
}

// New returns a cache that holds nothing.
func New(s *Store, r Rules, origin Origin, asker Asker) *Cache {
	return &Cache{Rules: r, Store: s, origin: origin, asker: asker, fetches: map[int32][]fetch{}}
}

// Ask asks for an object, for a request that no other has the number of. It reports
// whether it was there; else the asker is told later what became of it.
func (c *Cache) Ask(now sim.Time, object int32, tag uint64) (hit bool) {
	there := c.Store.Holds(object)
	if c.Store.Has(now, object) {
		c.Counts.Hits++
		return true
	}
	c.Counts.Misses++
	coalesce := c.CoalesceNew
	if there {
		coalesce = c.CoalesceExpired
	}
	if under := c.fetches[object]; coalesce && len(under) > 0 {
		c.Counts.Joined++
		if there && c.Updating && c.stale(now, object) {
			c.Counts.Stale++
			return true
		}
		if c.GivesUp > 0 {
			c.origin.(Patience).Wait(now.Add(c.GivesUp), object, tag)
		}
		last := &under[len(under)-1]
		last.more = append(last.more, tag)
		return false
	}
	if there && c.Background && c.stale(now, object) {
		c.Counts.Stale++
		if now >= c.rests {
			c.Counts.Fetches++
			c.fetches[object] = append(c.fetches[object], fetch{first: c.origin.(Behind).Refresh(now, object, tag), behind: true})
		}
		return true
	}
	c.Counts.Fetches++
	c.fetches[object] = append(c.fetches[object], fetch{first: tag})
	c.origin.Fetch(now, object, tag)
	return false
}

// stale reports whether an object may be the answer, though it has expired.
func (c *Cache) stale(now sim.Time, object int32) bool {
	return c.Store.Stale(now, object, max(c.Stale, c.StaleOnError))
}

// Impatient has a request that waits for another's fetch make one of its own, if it
// waits still.
func (c *Cache) Impatient(now sim.Time, object int32, tag uint64) {
	under := c.fetches[object]
	for k := range under {
		if i := slices.Index(under[k].more, tag); i >= 0 {
			under[k].more = slices.Delete(under[k].more, i, i+1)
			c.Counts.Fetches++
			c.fetches[object] = append(under, fetch{first: tag})
			c.origin.Fetch(now, object, tag)
			return
		}
	}
}

// Got tells the cache how its origin has answered its fetch of an object for a request.
func (c *Cache) Got(now sim.Time, object int32, request uint64, how Answer) {
	under := c.fetches[object]
	i := slices.IndexFunc(under, func(f fetch) bool { return f.first == request })
	done := under[i]
	if under = slices.Delete(under, i, i+1); len(under) == 0 {
		delete(c.fetches, object)
	} else {
		c.fetches[object] = under
	}
	stale := c.Stale
	if how == Failed {
		stale = c.StaleOnError
	}
	ok, wait := how == Right, len(done.more)
	if !done.behind {
		wait++
	} else if how == Silent {
		c.rests = now.Add(c.Rests)
	}
	switch {
	case ok:
		c.Store.Put(now, object)
	case stale > 0 && c.Store.Stale(now, object, stale):
		ok = true
		c.Counts.Stale += wait
	default:
		c.Counts.Failed += wait
		if done.behind && how == Failed { // which takes its place
			c.Store.Forget(object)
		}
	}
	if !done.behind {
		c.asker.Served(now, done.first, ok)
	}
	for _, tag := range done.more {
		c.asker.Served(now, tag, ok)
	}
}
