package theory

import (
	"failsim/sim/portable"
)

// PowerOfD returns the share of servers that hold at least i requests when
// each arrival joins the shortest of d random queues, for infinitely many
// servers at utilisation rho: rho^((d^i-1)/(d-1)) (Vvedenskaya, Dobrushin and
// Karpelevich 1996; Mitzenmacher 2001).
func PowerOfD(d int, rho float64, i int) float64 {
	if d == 1 {
		return portable.Pow(rho, float64(i))
	}
	return portable.Pow(rho, (portable.Pow(float64(d), float64(i))-1)/float64(d-1))
}

// PowerOfDMean returns the mean number of requests at a server: the sum of
// the shares.
func PowerOfDMean(d int, rho float64) float64 {
	sum := 0.0
	for i := 1; i < 100000; i++ {
		s := PowerOfD(d, rho, i)
		sum += s
		if s < 1e-18*sum {
			break
		}
	}
	return sum
}
