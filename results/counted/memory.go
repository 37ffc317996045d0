package counted

import "failsim/sim"

// zeroed returns a slice of n zeroes, in the memory of s if that is enough.
func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// resized returns s with n elements and keeps what they hold, for their memory.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		s = append(s[:cap(s)], make([]T, n-cap(s))...)
	}
	return s[:n]
}

// nevers returns n instants that never come, in the memory of s if that is
// enough.
func nevers(s []sim.Time, n int) []sim.Time {
	s = resized(s, n)
	for i := range s {
		s[i] = sim.Never
	}
	return s
}
