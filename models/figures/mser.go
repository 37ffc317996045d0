package figures

// MSER5 returns how many of the first values of a series to leave out as
// warm-up, by the marginal standard error rule over means of five (White 1997;
// White, Cobb and Spratt 2000): the cut that makes the standard error of the
// rest least, among those in the first half, the first one of equals. A last
// mean of fewer than five is left out.
func MSER5(series []float64) int {
	k := len(series) / 5
	means := make([]float64, k)
	for i := range means {
		for _, x := range series[5*i : 5*i+5] {
			means[i] += float64(x / 5)
		}
	}
	best, least := 0, 0.0
	for d := 0; 2*d <= k && d < k; d++ {
		n := float64(k - d)
		mean, squares := 0.0, 0.0
		for _, y := range means[d:] {
			mean += y / n
		}
		for _, y := range means[d:] {
			squares += float64((y - mean) * (y - mean))
		}
		if error := squares / (n * n); d == 0 || error < least {
			best, least = d, error
		}
	}
	return 5 * best
}
