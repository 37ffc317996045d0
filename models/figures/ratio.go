package figures

import "math"

// Ratio is a sum over replications divided by another.
type Ratio struct{ parts []ratio }

// Sums returns what is divided, over all replications.
func (r *Ratio) Sums() (above, below float64) {
	for _, x := range r.parts {
		above += x.above
		below += x.below
	}
	return above, below
}

// Trials reports whether what is divided are the hits of independent trials.
func (r *Ratio) Trials() bool { return r.parts[0].trials }

// Even reports whether all replications divide by the same: then the ratio is the
// mean of theirs.
func (r *Ratio) Even() bool {
	for _, x := range r.parts {
		if x.below != r.parts[0].below {
			return false
		}
	}
	return true
}

func (r *Ratio) value() float64 {
	above, below := r.Sums()
	if below == 0 {
		return math.NaN()
	}
	return above / below
}

// Jackknife returns the standard error of a function of the ratio's two sums,
// by leaving out one replication at a time (Efron and Tibshirani 1993, ch. 11):
// of a smooth function of sums it is consistent. NaN if the function has no
// value without some replication.
func (r *Ratio) Jackknife(of func(above, below float64) float64) float64 {
	above, below := r.Sums()
	n := float64(len(r.parts))
	values := make([]float64, len(r.parts))
	mean := 0.0
	for i, x := range r.parts {
		values[i] = of(above-x.above, below-x.below)
		mean += values[i] / n
	}
	squares := 0.0
	for _, v := range values {
		squares += float64((v - mean) * (v - mean))
	}
	if n < 2 || math.IsInf(squares, 0) {
		return math.NaN()
	}
	return math.Sqrt(squares * (n - 1) / n)
}

func (r *Ratio) error() float64 {
	return r.Jackknife(func(above, below float64) float64 { return above / below })
}
