package statistics

import (
	"math"
	"sync"

	"failsim/sim/portable"
)

// StudentInterval returns the mean, the standard deviation and half the length
// of Student's interval (1908) at a level of confidence. Of one value only the
// mean is a number.
func StudentInterval(x []float64, level float64) (mean, sd, half float64) {
	mean, sd = portable.MeanStdDev(x)
	if len(x) < 2 {
		return mean, nan, nan
	}
	return mean, sd, studentQuantile(float64(len(x)-1), (1+level)/2) * sd / math.Sqrt(float64(len(x)))
}

type studentKey struct{ freedom, p float64 }

var students struct {
	sync.Mutex
	quantile map[studentKey]float64
}

// studentQuantile returns a quantile of Student's t. gonum takes 16 µs for one,
// so those of whole degrees of freedom are kept.
func studentQuantile(freedom, p float64) float64 {
	of := func() float64 { return portable.StudentQuantile(freedom, p) }
	if freedom != math.Trunc(freedom) {
		return of()
	}
	students.Lock()
	defer students.Unlock()
	key := studentKey{freedom, p}
	q, ok := students.quantile[key]
	if !ok {
		q = of()
		if students.quantile == nil {
			students.quantile = map[studentKey]float64{}
		}
		students.quantile[key] = q
	}
	return q
}
