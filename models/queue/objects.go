package queue

import (
	"sort"

	"failsim/models/file"
	"failsim/sim"
	"failsim/sim/portable"
)

// Objects are what the requests of a stream ask for, the most wanted first.
type Objects struct {
	upTo []float64 // share of requests for an object or one before it
}

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
	return newObjects(count, alpha)
}

func newObjects(count int, alpha float64) *Objects {
	o := &Objects{make([]float64, count)}
	sum := 0.0
	for i := range o.upTo {
		sum += portable.Pow(float64(i+1), -alpha)
		o.upTo[i] = sum
	}
	for i := range o.upTo {
		o.upTo[i] /= sum
	}
	return o
}

// at returns the object of a uniform draw.
func (o *Objects) at(u float64) int32 {
	return int32(min(sort.SearchFloat64s(o.upTo, u), len(o.upTo)-1))
}

// share returns which part of the requests ask for an object.
func (o *Objects) share(i int) float64 {
	if i == 0 {
		return o.upTo[0]
	}
	return o.upTo[i] - o.upTo[i-1]
}

// whereabouts turns an object into a place on a ring, the same for all.
func whereabouts(object int32) uint64 { return sim.Mix(uint64(object)) }
