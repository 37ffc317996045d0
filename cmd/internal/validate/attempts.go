package validate

const mostAttempts = 10_000

// geometric returns the sum of p^k over k below m.
func geometric(p float64, m int) float64 {
	sum, power := 0.0, 1.0
	for range m {
		sum += power
		power *= p
	}
	return sum
}
