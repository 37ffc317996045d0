package distribution

import "math"

// TailIndex returns the order from which on the moments of a distribution are
// infinite: its shape for Pareto, +Inf for distributions whose every moment is finite.
// A mean exists if it is above 1, a variance if it is above 2.
func TailIndex(l Distribution) float64 {
	if p, ok := l.(Pareto); ok {
		return p.shape
	}
	return math.Inf(1)
}
