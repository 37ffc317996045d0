package portable

import "math"

// Mean returns the mean of values, NaN of none.
//
// gonum's adds up in other orders on other processors, and where a slice's address is no
// multiple of 16; this one is, byte for byte, gonum's on amd64 at such an address.
func Mean(x []float64) float64 { return inLanes(x) / float64(len(x)) }

// inLanes adds up in eight lanes, which it folds into four, two and one.
func inLanes(x []float64) float64 {
	var lane [8]float64
	for ; len(x) >= len(lane); x = x[len(lane):] {
		for i := range lane {
			lane[i] += x[i]
		}
	}
	a, b := [2]float64{lane[0] + lane[6], lane[1] + lane[7]}, [2]float64{lane[2] + lane[4], lane[3] + lane[5]}
	if len(x) >= 4 {
		a, b, x = [2]float64{a[0] + x[0], a[1] + x[1]}, [2]float64{b[0] + x[2], b[1] + x[3]}, x[4:]
	}
	a = [2]float64{a[0] + b[0], a[1] + b[1]}
	if len(x) >= 2 {
		a, x = [2]float64{a[0] + x[0], a[1] + x[1]}, x[2:]
	}
	all := a[0] + a[1]
	if len(x) > 0 {
		all += x[0]
	}
	return all
}

// MeanVariance returns the mean and the unbiased variance: the corrected two-pass
// algorithm (1.7) of Chan, Golub and LeVeque (1983), "Algorithms for computing the
// sample variance". Of one value, the variance is NaN.
func MeanVariance(x []float64) (mean, variance float64) {
	mean = Mean(x)
	squares, rest := 0.0, 0.0
	for _, v := range x {
		d := v - mean
		squares += float64(d * d)
		rest += d
	}
	n := float64(len(x))
	return mean, (squares - float64(rest*rest)/n) / (n - 1)
}

// Variance returns the unbiased variance.
func Variance(x []float64) float64 {
	_, variance := MeanVariance(x)
	return variance
}

// MeanStdDev returns the mean and the square root of the unbiased variance.
func MeanStdDev(x []float64) (mean, deviation float64) {
	mean, variance := MeanVariance(x)
	return mean, math.Sqrt(variance)
}
