package theory

// ClosedLoop returns throughput and mean response of n clients that think and
// then wait for one exponential server: mean value analysis (Reiser and
// Lavenberg 1980), R(n) = (1+Q(n-1))/mu, X = n/(R+Z), Q = XR.
func ClosedLoop(n int, think, mu float64) (perSecond, response float64) {
	queue := 0.0
	for i := 1; i <= n; i++ {
		response = (1 + queue) / mu
		perSecond = float64(i) / (response + think)
		queue = perSecond * response
	}
	return perSecond, response
}
