package sensitivity

import (
	"math"

	"failsim/cmd/internal/experiment"
	"failsim/results/statistics"
	"failsim/sim"
	"failsim/sim/portable"
)

// Index is what Sobol's method says of one number: the share of the figure's variance
// that it explains alone, and with all others together, each with half of its 95 %
// interval over replicates.
type Index struct {
	First, FirstHalf float64
	Total, TotalHalf float64
}

// Sobol takes replicates of a design of points times numbers and two.
func Sobol(f Function, numbers, points, replicates int, key sim.Key) ([]Index, error) {
	first, total := make([][]float64, numbers), make([][]float64, numbers)
	for r := range replicates {
		s, t, err := sobolOnce(f, numbers, points, key.Named("sobol").At(uint64(r)))
		if err != nil {
			return nil, err
		}
		for i := range numbers {
			first[i], total[i] = append(first[i], s[i]), append(total[i], t[i])
		}
	}
	list := make([]Index, numbers)
	for i := range list {
		list[i].First, _, list[i].FirstHalf = statistics.StudentInterval(first[i], 0.95)
		list[i].Total, _, list[i].TotalHalf = statistics.StudentInterval(total[i], 0.95)
	}
	return list, nil
}

// cube is a Latin hypercube: points by number.
func cube(numbers, points int, key sim.Key) [][]float64 {
	rows := make([][]float64, points)
	for i := range rows {
		rows[i] = make([]float64, numbers)
	}
	for n := range numbers {
		for i, x := range experiment.Stratified(points, key.At(uint64(n))) {
			rows[i][n] = x
		}
	}
	return rows
}

func sobolOnce(f Function, numbers, points int, key sim.Key) (first, total []float64, err error) {
	a, b := cube(numbers, points, key.Named("a")), cube(numbers, points, key.Named("b"))
	all := func(rows [][]float64) []float64 {
		values := make([]float64, len(rows))
		for i, row := range rows {
			if err == nil {
				values[i], err = f(row)
			}
		}
		return values
	}
	fa, fb := all(a), all(b)
	mean := float64((portable.Mean(fa) + portable.Mean(fb)) / 2) // taken from all: products of what is left vary less
	variance := portable.Variance(append(append([]float64(nil), fa...), fb...))
	for n := range numbers {
		mixed := make([][]float64, points)
		for i := range mixed {
			mixed[i] = append([]float64(nil), a[i]...)
			mixed[i][n] = b[i][n]
		}
		fm := all(mixed)
		if err != nil {
			return nil, nil, err
		}
		s, t := 0.0, 0.0
		for i := range points {
			s += (fb[i] - mean) * (fm[i] - fa[i]) / float64(points)
			t += (fa[i] - fm[i]) * (fa[i] - fm[i]) / (2 * float64(points))
		}
		if variance == 0 { // nothing matters
			s, t, variance = 0, 0, 1
		}
		first, total = append(first, s/variance), append(total, math.Max(0, t/variance))
	}
	return first, total, err
}
