package theory

// Sigma returns the probability that an arrival at a GI/M/1 queue waits: the
// root below 1 of sigma = A*(mu(1-sigma)), with the transform A* of the times
// between arrivals (Kleinrock, Queueing Systems I, 1975, chapter 6). 1 if the
// queue is unstable. The wait then is 0 or exponential of rate mu(1-sigma).
func Sigma(between Distribution, mu float64) float64 {
	if mu*between.Mean <= 1 {
		return 1
	}
	// sigma - A* is negative below the root and positive between it and 1.
	f := func(sigma float64) float64 { return sigma - between.Transform(mu*(1-sigma)) }
	high := 1.0
	for gap := 0.5; gap > 1e-12; gap /= 2 {
		if f(1-gap) > 0 {
			high = 1 - gap
			break
		}
	}
	return root(f, 0, high)
}
