package traces

import "math"

const (
	// unlikely is how many requests must be missing in a row for silence to be
	// an outage of the server and not a lull: the chance of a lull is e^-20.
	unlikely = 20
	// beside is how many minutes on each side report what was to be expected.
	beside = 15
)

// forgetOutages makes stretches of minutes without a request unknown (NaN)
// where, by the minutes beside them, too many should have come for chance.
// The busiest day of the NASA trace has two: 10 and 20 minutes long.
func forgetOutages(counts, rates *[minutesPerDay]float64) {
	const n = minutesPerDay
	for start := range counts {
		if counts[start] != 0 || counts[(start+n-1)%n] == 0 {
			continue
		}
		length := 1
		for length < n && counts[(start+length)%n] == 0 {
			length++
		}
		expected := 0.0
		for d := 1; d <= beside; d++ {
			expected += counts[(start-d+n)%n] + counts[(start+length-1+d)%n]
		}
		if expected/(2*beside)*float64(length) < unlikely {
			continue
		}
		for i := range length {
			rates[(start+i)%n] = math.NaN()
		}
	}
}
