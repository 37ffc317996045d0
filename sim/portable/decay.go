package portable

import "math"

const (
	mostDecay = 700 // e^-700 is 1e-304, which is a normal number
	onePart   = math.Ln2 / parts
)

// Decay returns e^-x of an x of at least 0, within 2e-13 of itself, and 0 of an x of 700
// and beyond. It takes some 30 instructions, of which Exp takes 70: for what loses its
// weight with time, and is asked for each request.
func Decay(x float64) float64 {
	if !(x < mostDecay) {
		return 0
	}
	n := int(float64(x*perPart) + 0.5)
	r := float64(float64(n)*onePart) - x
	p := 1 + float64(r*(1+float64(r*(1.0/2+float64(r*(1.0/6+float64(r*(1.0/24))))))))
	y := float64(p * twoToParts[-n&(parts-1)][0])
	return math.Float64frombits(math.Float64bits(y) + uint64(-n>>6)<<52)
}
