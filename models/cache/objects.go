package cache

import (
	"sort"

	"failsim/sim/portable"
)

// Objects are what is asked for, the most wanted first.
type Objects struct {
	upTo []float64 // share of requests for an object or one before it
}

// NewObjects returns so many of Zipf's law: object i, from 1, is asked for in proportion
// to i^-zipf.
func NewObjects(count int, zipf float64) *Objects {
	o := &Objects{make([]float64, count)}
	sum := 0.0
	for i := range o.upTo {
		sum += portable.Pow(float64(i+1), -zipf)
		o.upTo[i] = sum
	}
	for i := range o.upTo {
		o.upTo[i] /= sum
	}
	return o
}

// Len returns how many there are.
func (o *Objects) Len() int { return len(o.upTo) }

// At returns the object of a uniform draw.
func (o *Objects) At(u float64) int32 {
	return int32(min(sort.SearchFloat64s(o.upTo, u), len(o.upTo)-1))
}

// Share returns which part of the requests ask for an object.
func (o *Objects) Share(i int) float64 {
	if i == 0 {
		return o.upTo[0]
	}
	return o.upTo[i] - o.upTo[i-1]
}
