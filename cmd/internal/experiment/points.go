package experiment

import (
	"fmt"
	"slices"

	"failsim/models/file"
	"failsim/sim"
)

// Point is a value for each axis.
type Point []string

// Edits has a scenario say what a point does; from is what asked for it.
func (p Point) Edits(axes []file.Axis, from string) []file.Edit {
	list := make([]file.Edit, len(p))
	for i, value := range p {
		list[i] = file.Edit{Path: axes[i].Path, Value: value, From: from}
	}
	return list
}

// Grid is every combination of values; the last axis changes fastest.
func Grid(axes []file.Axis) []Point {
	points := []Point{nil}
	for _, a := range axes {
		var more []Point
		for _, p := range points {
			for _, v := range a.Values {
				more = append(more, append(slices.Clone(p), v))
			}
		}
		points = more
	}
	return points
}

// Latin is a Latin hypercube of n points (McKay, Beckman and Conover 1979): each
// n-th part of each axis has one. An axis of numbers goes from its first value to
// its last; of words, each has its share. Axes are drawn by their paths, so one more
// changes none of the others.
func Latin(axes []file.Axis, n int, seed uint64) []Point {
	points := make([]Point, n)
	for _, a := range axes {
		at := Stratified(n, sim.NewKey(seed, 0).Named("latin").Named(a.Path))
		for i := range points {
			points[i] = append(points[i], Quantile(a, at[i]))
		}
	}
	return points
}

// Stratified returns one number from each n-th part of 0 to 1, in random order.
// (samplemv of gonum does this too, but brings golang.org/x/tools with it.)
func Stratified(n int, key sim.Key) []float64 {
	order, within := key.Named("order"), key.Named("within")
	parts := make([]int, n)
	for i := range parts {
		parts[i] = i
	}
	for i := n - 1; i > 0; i-- { // Fisher and Yates
		j := order.IntN(uint64(i), i+1)
		parts[i], parts[j] = parts[j], parts[i]
	}
	at := make([]float64, n)
	for i, part := range parts {
		at[i] = (float64(part) + within.Float64(uint64(i))) / float64(n)
	}
	return at
}

// Quantile is the value at a share of the way along an axis.
func Quantile(a file.Axis, share float64) string {
	first, err := file.ParseAmount(a.Values[0])
	last, err2 := file.ParseAmount(a.Values[len(a.Values)-1])
	if err != nil || err2 != nil || len(a.Values) == 1 {
		return a.Values[min(int(share*float64(len(a.Values))), len(a.Values)-1)]
	}
	return first.Between(last, share, false)
}

// MostPoints bounds how many points there can be: an assumption.
const MostPoints = 100_000

// Count returns how many points a grid has, and refuses too many.
func Count(axes []file.Axis) (int, error) {
	n := 1
	for _, a := range axes {
		if n *= len(a.Values); n > MostPoints {
			return 0, fmt.Errorf("the grid has more than %d points: give fewer values, or --latin N", MostPoints)
		}
	}
	return n, nil
}
