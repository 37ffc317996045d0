package figures

// RecordNumbers keeps how many were somewhere.
func (r *Report) RecordNumbers(of string, n Numbers) {
	if r.numbers == nil {
		r.numbers = map[string]Numbers{}
	}
	r.numbers[of] = n
}

// InSystem returns the share of time with each number somewhere; of a group,
// that of an average member.
func (r *Report) InSystem(of string) []float64 { return shares(r.numbers[of].Time) }

// Seen returns the share of arrivals that found each number somewhere.
func (r *Report) Seen(of string) []float64 { return shares(r.numbers[of].Seen) }

func shares(counts []float64) []float64 {
	sum := 0.0
	for _, n := range counts {
		sum += n
	}
	list := make([]float64, len(counts))
	for i, n := range counts {
		list[i] = n / sum
	}
	return list
}
