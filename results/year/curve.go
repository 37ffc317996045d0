package year

import (
	"math"
	"time"

	"failsim/sim/portable"
)

// Curve reports how bad the years of a design are: the share of years that
// lose at least as much as full outages of growing length.
type Curve struct {
	Design string
	Outage []time.Duration
	Share  []float64
}

// Curves returns the curve of each design, from an outage of 15 s on.
func (s *Summary) Curves() []Curve {
	const steps = 160
	worst := 0.0
	for d := range s.Designs {
		worst = max(worst, s.years.quantile(d, 1))
	}
	second := s.study.Requests / s.study.Length.Seconds()
	from, to := portable.Log(15), portable.Log(max(150, worst/second))
	var list []Curve
	for d := range s.Designs {
		quiet := s.study.quietYear(d).Requests
		c := Curve{Design: s.Designs[d].Name}
		for i := range steps {
			outage := portable.Exp(from + float64((to-from)*float64(i)/(steps-1)))
			c.Outage = append(c.Outage, time.Duration(outage*float64(time.Second)))
			c.Share = append(c.Share, 1-atMost(s.years.lost[d], math.Nextafter(float64(outage*second)-quiet, 0)))
		}
		list = append(list, c)
	}
	return list
}
