package figures

import "math"

// MeanAndError returns the mean of independent values and its standard error.
func MeanAndError(values []float64) (mean, se float64) {
	n := float64(len(values))
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	for _, x := range values {
		mean += x / n
	}
	if n < 2 {
		return mean, math.NaN()
	}
	squares := 0.0
	for _, x := range values {
		squares += float64((x - mean) * (x - mean))
	}
	return mean, math.Sqrt(squares / (n - 1) / n)
}
