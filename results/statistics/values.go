package statistics

import (
	"math"

	"failsim/sim/portable"
)

// Values are those of a figure, by stratum.
type Values struct {
	Weight []float64   // by stratum: its probability; all together 1
	X      [][]float64 // by stratum
	Unseen float64     // probability of strata of which there is no run at all
	// Group is the branch of each stratum. Strata of one branch are drawn in
	// proportion to their weights, so for shares and quantiles, whose intervals
	// are wide where runs are few, they are one. nil: each is a branch.
	Group []int
	// Whole is set where several runs are of one replication, and so not
	// independent: then it holds one value a replication.
	Whole *Values
}

// Alone is a sample of one stratum; NaN stands for a run without a value.
func Alone(x []float64) Values {
	v := Values{Weight: []float64{1}, X: [][]float64{known(x)}}
	v.Settle([]int{len(x)})
	return v
}

// Settle gives each stratum the weight of those of its runs that have a value,
// among all that have one, by the share of its runs that do.
func (v *Values) Settle(runs []int) {
	sum := 0.0
	for h := range v.X {
		if runs[h] == 0 {
			v.Unseen += v.Weight[h]
			v.Weight[h] = 0
			continue
		}
		v.Weight[h] *= float64(len(v.X[h])) / float64(runs[h])
		sum += v.Weight[h]
	}
	for h := range v.Weight {
		if sum > 0 {
			v.Weight[h] /= sum
		}
	}
}

// N returns how many values there are.
func (v *Values) N() int {
	n := 0
	for _, x := range v.X {
		n += len(x)
	}
	return n
}

// replications returns of how many replications they are.
func (v *Values) replications() int {
	if v.Whole != nil {
		return v.Whole.N()
	}
	return v.N()
}

// fewest returns how many values the smallest stratum that counts has.
func (v *Values) fewest() int {
	least := math.MaxInt
	for h, x := range v.X {
		if v.Weight[h] > 0 {
			least = min(least, len(x))
		}
	}
	return least
}

// same reports whether all values are one, and which.
func (v *Values) same() (value float64, ok bool) {
	first := true
	for _, x := range v.X {
		for _, y := range x {
			if first {
				value, first = y, false
			} else if y != value {
				return nan, false
			}
		}
	}
	return value, !first
}

// Stratified holds the moments of a stratified mean (Cochran, Sampling Techniques, 3rd
// ed., 1977, ch. 5).
type Stratified struct {
	Mean     float64
	Variance float64 // of the mean: the sum of weight² s²/n
	Third    float64 // central moment of the mean: the sum of weight³ k3/n²; a stratum of two values has none
	Freedom  float64 // Satterthwaite's, 1946; 0 if a stratum has one value only
}

func (v *Values) Moments() Stratified {
	if v.Whole != nil {
		return v.Whole.Moments()
	}
	var m Stratified
	fourth, lone := 0.0, false
	for h, x := range v.X {
		w, n := v.Weight[h], float64(len(x))
		if n == 0 {
			continue
		}
		mean := average(x)
		m.Mean += float64(w * mean)
		if n == 1 {
			lone = true
			continue
		}
		two, three := 0.0, 0.0
		for _, y := range x {
			d := y - mean
			two += float64(d * d)
			three += float64(d * d * d)
		}
		part := w * w * two / (n - 1) / n
		m.Variance += part
		fourth += part * part / (n - 1)
		if n > 2 {
			m.Third += w * w * w * three / ((n - 1) * (n - 2) * n)
		}
	}
	switch {
	case lone:
	case fourth > 0:
		m.Freedom = m.Variance * m.Variance / fourth
	default:
		m.Freedom = float64(v.N() - len(v.X))
	}
	return m
}

// Skewness returns that of the mean.
func (m *Stratified) Skewness() float64 {
	if m.Variance == 0 {
		return 0
	}
	return m.Third / portable.Pow(m.Variance, 1.5)
}

// Only keeps the strata of a branch.
func (v *Values) Only(names []string, name string) Values {
	var w Values
	sum := 0.0
	for h, x := range v.X {
		if names[h] == name {
			w.X, w.Weight = append(w.X, x), append(w.Weight, v.Weight[h])
			sum += v.Weight[h]
		}
	}
	for h := range w.Weight {
		w.Weight[h] /= sum
	}
	return w
}

func average(x []float64) float64 { return portable.Mean(x) }

func known(values []float64) []float64 {
	x := make([]float64, 0, len(values))
	for _, v := range values {
		if !math.IsNaN(v) {
			x = append(x, v)
		}
	}
	return x
}

func square(x float64) float64 { return float64(x * x) }
