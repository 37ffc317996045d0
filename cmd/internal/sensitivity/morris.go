package sensitivity

import (
	"math"

	"failsim/sim"
	"failsim/sim/portable"
)

// Function is what is studied: a figure at a point of the unit cube.
type Function func(at []float64) (float64, error)

// Effect is what Morris's method says of one number, in the figure's unit for a
// change over its whole range.
type Effect struct {
	MuStar, Mu, Sigma float64
}

// levels is how many values each number takes: an even number, so that a step of half
// of them is at the same distance from all.
const levels = 4

// step is Morris's: levels/(2(levels-1)).
const step = float64(levels) / (2 * (levels - 1))

// Morris walks so many trajectories, each of one point more than there are numbers.
func Morris(f Function, numbers, trajectories int, key sim.Key) ([]Effect, error) {
	effects := make([][]float64, numbers)
	for t := range trajectories {
		k := key.Named("morris").At(uint64(t))
		at := make([]float64, numbers)
		for i := range at { // from the lower half, so that a step up stays inside
			at[i] = float64(k.Named("start").IntN(uint64(i), levels/2)) / (levels - 1)
		}
		up := make([]bool, numbers)
		for i := range up { // as many trajectories go down
			if up[i] = k.Named("up").IntN(uint64(i), 2) == 1; !up[i] {
				at[i] += step
			}
		}
		before, err := f(at)
		if err != nil {
			return nil, err
		}
		for _, i := range permutation(numbers, k.Named("order")) {
			change := step
			if !up[i] {
				change = -step
			}
			at[i] += change
			after, err := f(at)
			if err != nil {
				return nil, err
			}
			effects[i] = append(effects[i], (after-before)/change)
			before = after
		}
	}
	list := make([]Effect, numbers)
	for i, e := range effects {
		size := 0.0
		for _, x := range e {
			size += math.Abs(x) / float64(len(e))
		}
		mean, deviation := portable.MeanStdDev(e)
		list[i] = Effect{MuStar: size, Mu: mean, Sigma: deviation}
	}
	return list, nil
}

// permutation is a random order of n things (Fisher and Yates).
func permutation(n int, key sim.Key) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := key.IntN(uint64(i), i+1)
		list[i], list[j] = list[j], list[i]
	}
	return list
}
