package queue

import (
	"time"

	held "failsim/models/cache"
	"failsim/models/figures"
	"failsim/sim"
)

// cache is one of a run: what it holds, or a curve that stands for that.
type cache struct {
	spec   *Cache
	store  *held.Store // nil: a curve
	random sim.Key
	asked  uint64
	hits   float64 // from time 0 on
	misses float64
}

func newCache(spec *Cache, key sim.Key, objects int) *cache {
	c := &cache{spec: spec, random: key.Named("cache/" + spec.Name)}
	if spec.Warms == nil {
		c.store = held.NewStore(objects, spec.Keeps, spec.Fresh)
	}
	return c
}

// has asks for an object at an instant, since time 0, and reports whether it is there.
func (c *cache) has(now sim.Time, object int32, since time.Duration) bool {
	if w := c.spec.Warms; w != nil {
		c.asked++
		return c.random.Float64(c.asked) < w.Hits(since)
	}
	return c.store.Has(now, object)
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
func (c *cache) put(now sim.Time, object int32) {
	if c.store != nil {
		c.store.Put(now, object)
	}
}

// missing returns which share of requests for objects would miss now.
func (c *cache) missing(now sim.Time, o *Objects, since time.Duration) float64 {
	if w := c.spec.Warms; w != nil {
		return 1 - w.Hits(since)
	}
	sum := 0.0
	for i := range o.Len() {
		if !c.store.Fresh(now, int32(i)) {
			sum += o.Share(i)
		}
	}
	return sum
}

// held returns how many objects are held.
func (c *cache) held() int {
	if c.store == nil {
		return 0
	}
	return c.store.Len()
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
// what they would miss is notified of the first.
func (t *cacheTally) observe(now sim.Time, spec *Spec, c *cache, which, index int, since time.Duration) {
	for i := range spec.Streams {
		if st := &spec.Streams[i]; st.To.Cache == index+1 {
			t.instants[which].missing += c.missing(now, st.Objects, since)
			t.instants[which].held += float64(c.held())
			t.seen[which]++
			return
		}
	}
}

func (t *cacheTally) report(out *figures.Report, of string, observe []time.Duration) {
	out.Record(of, "hit_share", t.hits/(t.hits+t.misses))
	out.Record(of, "requests_per_cycle", (t.hits+t.misses)/t.cycles)
	out.Record(of, "misses_per_cycle", t.misses/t.cycles)
	for i, when := range observe {
		out.Record(of, namedAt("miss_share", when), t.instants[i].missing/t.seen[i])
		out.Record(of, namedAt("objects_held", when), t.instants[i].held/t.seen[i])
	}
}
