package strategies

import (
	"time"

	"failsim/sim"
)

type grpcOutlier struct {
	byRate                          bool
	enforced, threshold, deviations float64
	hosts, volume                   int
	interval, base, longest         time.Duration
	most                            float64
}

// judged is what an LB knows of its backends.
type judged struct {
	of   []suspect
	out  int
	next sim.Time // end of the interval
	key  sim.Key
	n    uint64 // draws
	bad  []int  // scratch: who is to go
}

type suspect struct {
	good, bad int // of this interval
	out       bool
	times     int // ejected, less the intervals at whose end it was in
	since     sim.Time
}

// rate is the share of attempts that went well, if they were enough.
func (s *suspect) rate(volume int) (float64, bool) {
	n := s.good + s.bad
	return float64(s.good) / float64(max(n, 1)), n > 0 && n >= volume
}
