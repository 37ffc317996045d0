package sim

import (
	"math"

	"failsim/sim/portable"
)

// Exponentials fills out with draws number first, first+1 and so on, exponential
// with mean 1: -log(u) of what Float64 returns, right to 1e-15 (absolute, or
// relative where that is more). It takes 59 instructions, math.Log alone 68: u is
// a power of two times the middle of one of 128 slices of [1, 2), both of which
// have tables, times 1-r, with r so small that six terms of -log(1-r) do.
func (k Key) Exponentials(first uint64, out []float64) {
	at := uint64(k) + first*golden
	for i := range out {
		u := unit(mix(at))
		at += golden
		bits := math.Float64bits(u)
		power, slice := &powers[bits>>52%64], &slices[bits>>45%128]
		r := 1 - float64(u*power.inverse*slice.inverse)
		log := power.minusLog + slice.minusLog + float64(r*(series[0]+float64(r*(series[1]+float64(r*(series[2]+float64(r*(series[3]+float64(r*(series[4]+float64(r*series[5])))))))))))
		if log <= 0 {
			log = 0 // near u = 1, where what is below it is rounding
		}
		out[i] = log
	}
}

var series = [6]float64{1, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5, 1.0 / 6} // in memory, where adding needs no load

// factor is a power of two, from 2^-63 on, or, rounded by its inverse, a middle.
type factor struct{ inverse, minusLog float64 }

var powers, slices = func() (powers [64]factor, slices [128]factor) {
	for i := range powers {
		powers[i] = factor{math.Ldexp(1, 63-i), float64(63-i) * math.Ln2}
	}
	for i := range slices {
		inverse := 1 / (1 + float64((float64(i)+0.5)/128))
		slices[i] = factor{inverse, portable.Log(inverse)}
	}
	return powers, slices
}()
