package queue

import (
	"failsim/models/figures"
	"failsim/sim"
	"time"
)

// cache is one of a run. Objects that it holds are linked, the last asked for
// at the front.
type cache struct {
	spec       *Cache
	next, prev []int32 // by object; absent if it is not held
	front      int32
	back       int32
	held       int
	luck       sim.Key
	asked      uint64
	hits       float64 // from time 0 on
	misses     float64
}

const (
	nobody = -1
	absent = -2
)

func newCache(spec *Cache, key sim.Key, objects int) *cache {
	c := &cache{spec: spec, front: nobody, back: nobody, luck: key.Named("cache/" + spec.Name)}
	if spec.Warms == nil {
		c.next, c.prev = make([]int32, objects), make([]int32, objects)
		for i := range c.next {
			c.next[i] = absent
		}
	}
	return c
}

// has asks for an object, and tells whether it is there.
func (c *cache) has(object int32, since time.Duration) bool {
	if w := c.spec.Warms; w != nil {
		c.asked++
		return c.luck.Float64(c.asked) < w.hits(since)
	}
	if c.next[object] == absent {
		return false
	}
	if c.front != object {
		c.drop(object)
		c.push(object)
	}
	return true
}

func (c *cache) count(measured, hit bool) {
	switch {
	case !measured:
	case hit:
		c.hits++
	default:
		c.misses++
	}
}

// put keeps an object that the origin has answered.
func (c *cache) put(object int32) {
	if c.spec.Warms != nil || c.next[object] != absent {
		return
	}
	if c.held == c.spec.Keeps {
		c.drop(c.back)
	}
	c.push(object)
}

func (c *cache) push(object int32) {
	c.next[object], c.prev[object] = c.front, nobody
	if c.front == nobody {
		c.back = object
	} else {
		c.prev[c.front] = object
	}
	c.front = object
	c.held++
}

func (c *cache) drop(object int32) {
	next, prev := c.next[object], c.prev[object]
	if prev == nobody {
		c.front = next
	} else {
		c.next[prev] = next
	}
	if next == nobody {
		c.back = prev
	} else {
		c.prev[next] = prev
	}
	c.next[object] = absent
	c.held--
}

// missing returns which share of requests for objects would miss now.
func (c *cache) missing(o *Objects, since time.Duration) float64 {
	if w := c.spec.Warms; w != nil {
		return 1 - w.hits(since)
	}
	sum := 0.0
	for i, next := range c.next {
		if next == absent && i < len(o.upTo) {
			sum += o.share(i)
		}
	}
	return sum
}

// cacheTally adds up what a cache did, over cycles.
type cacheTally struct {
	cycles, hits, misses float64
	instants             []struct{ missing, held float64 }
	seen                 []float64 // cycles, by instant
}

func (t *cacheTally) add(c *cache) {
	t.cycles++
	t.hits += c.hits
	t.misses += c.misses
}

// observe notes what a cache holds at an instant. Several streams may ask it;
// what they would miss is told of the first.
func (t *cacheTally) observe(spec *Spec, c *cache, which, index int, since time.Duration) {
	for i := range spec.Streams {
		if st := &spec.Streams[i]; st.To.Cache == index+1 {
			t.instants[which].missing += c.missing(st.Objects, since)
			t.instants[which].held += float64(c.held)
			t.seen[which]++
			return
		}
	}
}

func (t *cacheTally) report(out *figures.Report, of string, observe []time.Duration) {
	out.Tell(of, "hit_share", t.hits/(t.hits+t.misses))
	out.Tell(of, "requests_per_cycle", (t.hits+t.misses)/t.cycles)
	out.Tell(of, "misses_per_cycle", t.misses/t.cycles)
	for i, when := range observe {
		out.Tell(of, at("miss_share", when), t.instants[i].missing/t.seen[i])
		out.Tell(of, at("objects_held", when), t.instants[i].held/t.seen[i])
	}
}
