package portable

import "math"

// A quarter of pi in three parts, of which the first two have so few bits that their
// products with a whole number of up to 25 are exact (Cephes; see NOTICE).
const (
	quarter1 = 7.85398125648498535156e-1
	quarter2 = 3.77489470793079817668e-8
	quarter3 = 2.69515142907905952645e-15
)

var (
	sines   = []float64{-1.66666666666666307295e-1, 8.33333333332211858878e-3, -1.98412698295895385996e-4, 2.75573136213857245213e-6, -2.50507477628578072866e-8, 1.58962301576546568060e-10}
	cosines = []float64{4.16666666666665929218e-2, -1.38888888888730564116e-3, 2.48015872888517045348e-5, -2.75573141792967388112e-7, 2.08757008419747316778e-9, -1.13585365213876817300e-11}
)

// Sin returns the sine of an angle of up to 1e6, within 1.1e-16; of a larger one with
// fewer digits.
// It is Cephes', as the standard library has it.
func Sin(x float64) float64 {
	quadrant, r := reduced(math.Abs(x))
	return math.Copysign(1, x) * turned(quadrant, r)
}

// Cos returns the cosine of an angle, as Sin does the sine.
func Cos(x float64) float64 {
	quadrant, r := reduced(math.Abs(x))
	return turned(quadrant+1, r)
}

// reduced returns an angle from 0 on as quarters of a turn and up to an eighth either way.
func reduced(x float64) (quadrant uint64, r float64) {
	octant := uint64(x * (4 / math.Pi))
	octant += octant & 1
	n := float64(octant)
	return octant / 2, ((x - float64(n*quarter1)) - float64(n*quarter2)) - float64(n*quarter3)
}

// turned returns the sine of so many quarters of a turn and r.
func turned(quadrant uint64, r float64) float64 {
	square := float64(r * r)
	y := r + float64(r*square*polynomial(square, sines))
	if quadrant%2 == 1 {
		y = 1 - float64(0.5*square) + float64(square*square*polynomial(square, cosines))
	}
	if quadrant%4 >= 2 {
		return -y
	}
	return y
}
