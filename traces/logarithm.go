package traces

import "math"

// minusLog returns -log(u) for u in (0, 1]: a unit exponential draw, if u is
// uniform. Every arrival needs one, and this takes about half the time of
// math.Log. It is right to 1e-15 (absolute, or relative where that is more).
//
// u is 2^e m with m from 1 to below 2; m is c (1+r) with c the middle of one of
// 128 slices, whose logarithm is in a table, and r so small that six terms of
// the series of log(1+r) do.
func minusLog(u float64) float64 {
	bits := math.Float64bits(u)
	exponent := float64(1023 - int(bits>>52)) // of 1/u
	slice := &slices128[bits>>45&127]
	m := math.Float64frombits(bits<<12>>12 | 1023<<52)
	r := m*slice.inverse - 1
	series := r * (1 - r*(1.0/2-r*(1.0/3-r*(1.0/4-r*(1.0/5-r*(1.0/6))))))
	if log := exponent*math.Ln2 - slice.log - series; log > 0 {
		return log
	}
	return 0 // what is below it, near u = 1, is rounding
}

// slices128 holds, for each slice of [1, 2), the inverse of its middle and the
// logarithm of the middle that the rounded inverse stands for.
var slices128 = func() (table [128]struct{ inverse, log float64 }) {
	for i := range table {
		table[i].inverse = 1 / (1 + (float64(i)+0.5)/128)
		table[i].log = -math.Log(table[i].inverse)
	}
	return table
}()
