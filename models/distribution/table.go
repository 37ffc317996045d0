package distribution

import "math"

// table holds a lognormal quantile as polynomials, so that a draw costs no
// logarithm and no exponential.
//
// A cell is a range of r, the probability of the nearer tail: r and 1-r have
// cells of their own. Every power of two has cellsPerOctave cells, so cells
// narrow towards the tails as the quantile steepens, and a number's cell and
// its place in the cell are bits of the number. In a cell the quintic agrees
// with the quantile's value, slope and curvature at both ends, so the whole is
// smooth. Tails below leastTail are left out. The cells of the upper tail, side
// 0, come before those of the lower, side 1.
type table [2 * slots][6]float64

const (
	cellBits       = 4
	cellsPerOctave = 1 << cellBits
	octaves        = 9
	cells          = octaves * cellsPerOctave
	slotBits       = 8
	slots          = 1 << slotBits // more than cells: those left over stay empty
	leastTail      = 0.5 / (1 << octaves)
	mantissaBits   = 52
	placeBits      = mantissaBits - cellBits
	// firstCell is leastTail's bits without those of a place in a cell.
	firstCell = (1023 - 1 - octaves) << cellBits
	// tableError is the relative error above which a table is not used.
	tableError = 1e-9
)

// slot returns where a cell lies: the last bits of its number say it without
// subtraction or check.
func slot(side, cell uint64) uint64 { return side<<slotBits | cell%slots }

// evaluate returns a cell's polynomial at a number, given by its bits: those
// of its place in the cell make a number from 1 to 2.
func evaluate(c *[6]float64, bits uint64) float64 {
	const one = 1023 << mantissaBits
	place := bits << (64 - placeBits) >> (64 - mantissaBits)
	x := math.Float64frombits(place|one) - 1
	return c[0] + float64(x*(c[1]+float64(x*(c[2]+float64(x*(c[3]+float64(x*(c[4]+float64(x*c[5])))))))))
}

// corner is a function's value, slope and curvature at the end of a cell of
// width 1.
type corner struct{ value, slope, curvature float64 }

// quintic returns the coefficients of the polynomial on [0, 1] that runs from
// a to b.
func quintic(a, b corner) [6]float64 {
	d := b.value - a.value
	return [6]float64{
		a.value,
		a.slope,
		a.curvature / 2,
		float64(10*d) - float64(6*a.slope) - float64(4*b.slope) - float64(1.5*a.curvature) + float64(0.5*b.curvature),
		float64(-15*d) + float64(8*a.slope) + float64(7*b.slope) + float64(1.5*a.curvature) - b.curvature,
		float64(6*d) - float64(3*a.slope) - float64(3*b.slope) - float64(0.5*a.curvature) + float64(0.5*b.curvature),
	}
}
