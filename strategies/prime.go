package strategies

// nextPrime returns the first prime from n on.
func nextPrime(n int) int {
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			n, d = n+1, 1
		}
	}
	return n
}
