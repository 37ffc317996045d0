package distribution

import (
	"fmt"
	"time"
)

// Scaled is another distribution, each duration times a factor.
type Scaled struct {
	Of Distribution
	By float64 // 0 or more
}

// Quantile implements Distribution.
func (s Scaled) Quantile(u float64) time.Duration { return scale(s.Of.Quantile(u), s.By) }

// Mean implements Distribution.
func (s Scaled) Mean() (time.Duration, bool) {
	mean, ok := s.Of.Mean()
	return scale(mean, s.By), ok
}

// String implements Distribution. No scenario file writes it: strategies make it.
func (s Scaled) String() string {
	if c, ok := s.Of.(Constant); ok {
		return Constant(scale(time.Duration(c), s.By).Round(time.Second)).String()
	}
	return fmt.Sprintf("%.3g times %s", s.By, s.Of)
}

func scale(d time.Duration, by float64) time.Duration {
	return time.Duration(float64(float64(d)*by) + 0.5)
}
