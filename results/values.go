package results

import "math"

// values are those of a figure, by stratum.
type values struct {
	weight []float64   // by stratum: its probability; all together 1
	x      [][]float64 // by stratum
	unseen float64     // probability of strata of which there is no run at all
	// group is the branch of each stratum. Strata of one branch are drawn in
	// proportion to their weights, so for shares and quantiles, whose intervals
	// are wide where runs are few, they are one. nil: each is a branch.
	group []int
	// whole is set where several runs are of one replication, and so not
	// independent: then it holds one value a replication.
	whole *values
}

// alone is a sample of one stratum; NaN stands for a run without a value.
func alone(x []float64) values {
	v := values{weight: []float64{1}, x: [][]float64{known(x)}}
	v.settle([]int{len(x)})
	return v
}

// settle gives each stratum the weight of those of its runs that have a value,
// among all that have one, by the share of its runs that do.
func (v *values) settle(runs []int) {
	sum := 0.0
	for h := range v.x {
		if runs[h] == 0 {
			v.unseen += v.weight[h]
			v.weight[h] = 0
			continue
		}
		v.weight[h] *= float64(len(v.x[h])) / float64(runs[h])
		sum += v.weight[h]
	}
	for h := range v.weight {
		if sum > 0 {
			v.weight[h] /= sum
		}
	}
}

// n returns how many values there are.
func (v *values) n() int {
	n := 0
	for _, x := range v.x {
		n += len(x)
	}
	return n
}

// replications returns of how many replications they are.
func (v *values) replications() int {
	if v.whole != nil {
		return v.whole.n()
	}
	return v.n()
}

// fewest returns how many values the smallest stratum that counts has.
func (v *values) fewest() int {
	least := math.MaxInt
	for h, x := range v.x {
		if v.weight[h] > 0 {
			least = min(least, len(x))
		}
	}
	return least
}

// same tells whether all values are one, and which.
func (v *values) same() (value float64, ok bool) {
	first := true
	for _, x := range v.x {
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

// stratified holds the moments of a stratified mean (Cochran, Sampling Techniques, 3rd
// ed., 1977, ch. 5).
type stratified struct {
	mean     float64
	variance float64 // of the mean: the sum of weight² s²/n
	third    float64 // central moment of the mean: the sum of weight³ k3/n²; a stratum of two values has none
	freedom  float64 // Satterthwaite's, 1946; 0 if a stratum has one value only
}

func (v *values) moments() stratified {
	if v.whole != nil {
		return v.whole.moments()
	}
	var m stratified
	fourth, lone := 0.0, false
	for h, x := range v.x {
		w, n := v.weight[h], float64(len(x))
		if n == 0 {
			continue
		}
		mean := average(x)
		m.mean += w * mean
		if n == 1 {
			lone = true
			continue
		}
		two, three := 0.0, 0.0
		for _, y := range x {
			d := y - mean
			two += d * d
			three += d * d * d
		}
		part := w * w * two / (n - 1) / n
		m.variance += part
		fourth += part * part / (n - 1)
		if n > 2 {
			m.third += w * w * w * three / ((n - 1) * (n - 2) * n)
		}
	}
	switch {
	case lone:
	case fourth > 0:
		m.freedom = m.variance * m.variance / fourth
	default:
		m.freedom = float64(v.n() - len(v.x))
	}
	return m
}

// skewness returns that of the mean.
func (m *stratified) skewness() float64 {
	if m.variance == 0 {
		return 0
	}
	return m.third / math.Pow(m.variance, 1.5)
}

// shareInterval returns the interval of a share from the mean of each stratum,
// all between 0 and 1. The intervals of branches are put together as Zou and
// Donner do (Statistics in Medicine 27, 2008): the distances from the shares to
// their ends are added up as standard errors are.
func (v *values) shareInterval(means []float64) (low, share, high float64) {
	type branch struct {
		n         int
		weight, p float64
	}
	branches := map[int]*branch{}
	var order []int
	for h, x := range v.x {
		if len(x) == 0 || v.weight[h] == 0 {
			continue
		}
		g := h
		if v.group != nil {
			g = v.group[h]
		}
		b := branches[g]
		if b == nil {
			b = &branch{}
			branches[g], order = b, append(order, g)
		}
		b.n, b.weight, b.p = b.n+len(x), b.weight+v.weight[h], b.p+v.weight[h]*means[h]
	}
	below, above := 0.0, 0.0
	for _, g := range order {
		b := branches[g]
		share += b.p
		mean := b.p / b.weight
		hits := mean * float64(b.n)
		if whole := math.Round(hits); math.Abs(hits-whole) < 1e-9 { // not what rounding makes of it
			hits = whole
		}
		l, h := ClopperPearson(hits, b.n)
		below += square(b.weight * (mean - l))
		above += square(b.weight * (h - mean))
	}
	return max(share-math.Sqrt(below), 0), share, min(share+math.Sqrt(above), 1)
}
