package traces

import "math"

// minusLogs makes -log(u) of each u in (0, 1]: a unit exponential draw, if u is
// uniform. Every arrival needs one, and this takes less than half the time of
// math.Log. It is right to 1e-15 (absolute, or relative where that is more).
//
// u is 2^e m with m from 1 to below 2; m is c (1-r) with c the middle of one of
// 128 slices, whose logarithm is in a table, and r so small that six terms of
// the series of -log(1-r) do.
func minusLogs(us []float64) {
	for i, u := range us {
		bits := math.Float64bits(u)
		e := int64(bits>>52) - 1023
		m := math.Float64frombits(bits - uint64(e)<<52)
		slice := &slices128[bits>>45&127]
		r := 1 - m*slice.inverse
		log := float64(e)*-math.Ln2 - slice.log +
			r*(1+r*(inverses[0]+r*(inverses[1]+r*(inverses[2]+r*(inverses[3]+r*inverses[4])))))
		if log <= 0 {
			log = 0 // near u = 1, where what is below it is rounding
		}
		us[i] = log
	}
}

// inverses are the series' coefficients, from that of r^2/2 on: added from
// memory, they need no instructions of their own.
var inverses = [5]float64{1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5, 1.0 / 6}

// slices128 holds, for each slice of [1, 2), the inverse of its middle and the
// logarithm of the middle that the rounded inverse stands for.
var slices128 = func() (table [128]struct{ inverse, log float64 }) {
	for i := range table {
		table[i].inverse = 1 / (1 + (float64(i)+0.5)/128)
		table[i].log = -math.Log(table[i].inverse)
	}
	return table
}()
