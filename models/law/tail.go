package law

import "math"

// TailIndex returns the order from which on the moments of a law are
// infinite: its shape for Pareto, +Inf for laws whose every moment is finite.
// A mean exists if it is above 1, a variance if it is above 2.
func TailIndex(l Law) float64 {
	if p, ok := l.(Pareto); ok {
		return p.shape
	}
	return math.Inf(1)
}
