package maker

import (
	"failsim/traces"
	"failsim/traces/format"
)

// spedUp runs the clock of a stream faster.
type spedUp struct {
	traces.Stream
	first int64
	by    float64
}

// SpeedUp runs the clock of a stream faster from a moment on: what lay a second
// behind it lies 1/by seconds behind. Everything is shortened: the day, the
// pauses of users, time-outs; so it is no way to have more users, which Thin
// and Superpose are for.
func SpeedUp(of traces.Stream, first int64, by float64) traces.Stream {
	return &spedUp{Stream: of, first: first, by: by}
}

func (s *spedUp) Next(r *format.Record) bool {
	if !s.Stream.Next(r) {
		return false
	}
	r.At = s.first + int64(float64(r.At-s.first)/s.by)
	return true
}
