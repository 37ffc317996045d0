package maker

import (
	"math"
	"slices"

	"failsim/sim/portable"
)

// minimise finds a minimum of a function of two numbers near a start, by the
// simplex of Nelder and Mead (1965) with its usual coefficients, until its
// corners are within 1e-7 of each other. It needs no derivatives; infinite
// values are outside.
func minimise(start [2]float64, f func(x [2]float64) float64) (best [2]float64, least float64) {
	type corner struct {
		x     [2]float64
		value float64
	}
	at := func(x [2]float64) corner {
		v := f(x)
		if math.IsNaN(v) {
			v = math.Inf(1)
		}
		return corner{x, v}
	}
	const step, close, most = 0.3, 1e-7, 1000
	s := []corner{at(start), at([2]float64{start[0] + step, start[1]}), at([2]float64{start[0], start[1] + step})}
	for range most {
		slices.SortStableFunc(s, func(a, b corner) int {
			switch {
			case a.value < b.value:
				return -1
			case a.value > b.value:
				return 1
			}
			return 0
		})
		if portable.Hypot(s[2].x[0]-s[0].x[0], s[2].x[1]-s[0].x[1]) < close {
			break
		}
		// along returns the corner on the line from the worst through the
		// middle of the others.
		along := func(by float64) corner {
			var x [2]float64
			for k := range x {
				middle := float64((s[0].x[k] + s[1].x[k]) / 2)
				x[k] = middle + float64(by*(middle-s[2].x[k]))
			}
			return at(x)
		}
		switch mirrored := along(1); {
		case mirrored.value < s[0].value:
			if further := along(2); further.value < mirrored.value {
				mirrored = further
			}
			s[2] = mirrored
		case mirrored.value < s[1].value:
			s[2] = mirrored
		default:
			nearer := along(-0.5)
			if mirrored.value < s[2].value {
				nearer = along(0.5)
			}
			if nearer.value < min(mirrored.value, s[2].value) {
				s[2] = nearer
				continue
			}
			for k := range s[1:] {
				s[k+1] = at([2]float64{(s[0].x[0] + s[k+1].x[0]) / 2, (s[0].x[1] + s[k+1].x[1]) / 2})
			}
		}
	}
	return s[0].x, s[0].value
}
