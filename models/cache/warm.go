package cache

import (
	"slices"
	"time"

	"failsim/sim"
)

// mostDraws bounds what warming a store may take: a tail that so many requests do not
// reach has not been asked for in a long time.
const mostDraws = 2_000_000

// Warm has an empty store hold what it would after requests for ever: going back in
// time, the objects that were asked for last. That is exact for independent requests
// without a TTL; with one each object has a part of it left, uniformly: an assumption,
// as how often it is asked for is not known.
func (s *Store) Warm(now sim.Time, o *Objects, key sim.Key) {
	wants, left := key.Named("wants"), key.Named("left")
	held := make([]bool, o.Len())
	var last []int32 // the last asked for first
	keep := func(object int32) {
		if !held[object] {
			held[object] = true
			last = append(last, object)
		}
	}
	for i := uint64(0); len(last) < min(s.keeps, o.Len()) && (i < mostDraws || s.keeps >= o.Len()); i++ {
		if s.keeps >= o.Len() { // all of them
			keep(int32(i))
		} else {
			keep(o.At(wants.Float64(i)))
		}
	}
	for _, object := range slices.Backward(last) {
		s.Put(now, object)
		if s.until != nil {
			s.until[object] = now.Add(time.Duration(float64(s.ttl) * left.Float64(uint64(object))))
		}
	}
}
