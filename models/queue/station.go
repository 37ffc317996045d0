package queue

import (
	"failsim/models/distribution"
	"failsim/models/station"
	"time"
)

// Station is servers and places for those who wait.
type Station struct {
	Name          string
	Group         int // index of its group, or -1
	Servers       int // Unlimited: no request waits
	QueueCapacity int // for those who wait; Unlimited
	Service       distribution.Distribution
	Discipline    station.Order
	Classes       []string // of priority, first served first
	Fails         Failing
	Admits        Bucket // what it takes, whatever its places
	Schedule      []Change
	Down          []Closure
	Scales        *Scaling
	Breaks        *Breakage
}

// serves returns how a station of a run serves.
func (s *Station) serves(index int32, impatient bool) station.Spec {
	return station.Spec{Index: index, Servers: s.Servers, QueueCapacity: s.QueueCapacity, Order: s.Discipline, Classes: len(s.Classes),
		Leave: impatient, Change: len(s.Schedule) > 0 || s.Scales != nil || s.Breaks != nil}
}

// closedAt reports whether a station admits nothing, at an instant counted from
// time 0.
func (s *Station) closedAt(since time.Duration) bool {
	for _, c := range s.Down {
		if since >= c.From && since-c.From < c.For {
			return true
		}
	}
	return false
}

// replaced adds to a schedule what replaces the servers that it takes away: a
// while after each loss they come back, so many a second, until there are as
// many as at first. Each comes half a step before the rate says, so that on
// average there are as many as it says.
func (s *Station) replaced(after time.Duration, perSecond float64) {
	if len(s.Schedule) == 0 {
		return
	}
	last := s.Schedule[len(s.Schedule)-1]
	step := float64(time.Second) / perSecond
	for n := last.Servers + 1; n <= s.Servers; n++ {
		at := last.At + after + time.Duration((float64(n-last.Servers)-0.5)*step)
		s.Schedule = append(s.Schedule, Change{At: at, Servers: n})
	}
}

// work returns the mean of what a request takes of a server's time, errors
// included, and whether it is finite.
func (s *Station) work() (mean time.Duration, finite bool) {
	mean, finite = s.Service.Mean()
	switch f := s.Fails; {
	case f.After == 0:
		return mean, finite
	case f.all():
		return f.After, true
	default:
		return time.Duration(float64((1-f.Share)*float64(mean)) + float64(f.Share*float64(f.After))), finite
	}
}
