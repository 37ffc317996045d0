package queue

import (
	held "failsim/models/cache"
	"failsim/models/file"
	"failsim/sim"
)

// Objects are what the requests of a stream ask for.
type Objects = held.Objects

const mostObjects = 10_000_000

// readObjects reads how many there are, and the exponent of Zipf's law: object i
// is asked for in proportion to i^-zipf.
func readObjects(n file.Node) *Objects {
	m := n.Open("objects")
	defer m.Done()
	count := file.Need(m, "count", file.That(file.PositiveCountOf, "at most 10000000", atMost(mostObjects)))
	alpha := file.Get(m, "zipf", file.NumberOf, 0)
	if !n.Sound() {
		return nil
	}
	return held.NewObjects(count, alpha)
}

// whereabouts turns an object into a place on a ring, the same for all.
func whereabouts(object int32) uint64 { return sim.Mix(uint64(object)) }
