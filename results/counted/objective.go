package counted

// hair is what is granted to 1-objective, which has no exact float: 10 requests
// tell about an objective of 90 %, though 1/(1-0.9) is a little more than 10.
const hair = 1e-12

// largeEnough returns how many requests it takes to report whether an objective
// is met: as many as allow one failure.
func largeEnough(objective float64) float64 { return (1 - hair) / (1 - objective) }

// misses reports whether more of n requests failed than an objective allows.
func misses(n, failed int64, objective float64) bool {
	return float64(failed) > float64(n)*(1-objective)*(1+hair)
}
