package figures

// BatchMeans returns the mean of a series and its standard error, estimated
// from the means of so many batches of equal length: values that depend on
// those shortly before them are nearly independent of those in other batches.
// What is left over at the end is left out.
func BatchMeans(series []float64, batches int) (mean, se float64) {
	size := len(series) / batches
	means := make([]float64, batches)
	for b := range means {
		for _, x := range series[b*size : (b+1)*size] {
			means[b] += x / float64(size)
		}
	}
	return MeanAndError(means)
}

// RecordBatches keeps the means of batches of a figure, from which BatchMeans
// estimates it.
func (r *Report) RecordBatches(of, name string, means []float64) {
	if r.batches == nil {
		r.batches = map[Key][]float64{}
	}
	r.batches[Key{of, name}] = means
}

// BatchMeans estimates a figure from this one replication, by the means of
// batches that were told. False: it has none.
func (r *Report) BatchMeans(of, name string) (Estimate, bool) {
	values, ok := r.batches[Key{of, name}]
	if !ok {
		return Estimate{}, false
	}
	mean, se := MeanAndError(values)
	return Estimate{Of: of, Name: name, Mean: mean, SE: se, Replications: len(values)}, true
}
