package traces

import (
	"fmt"
	"math"
	"time"

	"failsim/traces/format"
)

// Profile is a trace as an intensity: the rate at each time of the local day,
// relative to its mean over the day. It is linear from the middle of a minute
// to the middle of the next, and midnight is a time like any other.
type Profile struct {
	name  string
	rates [minutesPerDay]float64 // in the middle of each minute; their mean is 1
	peak  float64
}

// smoothing is the half-width of the triangle, in minutes, with which counts
// per minute are smoothed: weights 1, 2, ... 8 ... 2, 1 over 15 minutes.
// Assumption: what is shorter than some minutes is the chance of who came,
// which the Poisson arrivals bring back at the scale they are drawn at.
const smoothing = 8

// LeastCoverage is the least span of a trace that makes a Profile. Assumption:
// a gap of an hour may be bridged, half a day may not.
const LeastCoverage = 23 * time.Hour

// ProfileOf returns the mean day of a trace. Each minute's requests are
// divided by the time that the trace covers of it; minutes of the day that it
// does not cover, and those in which the server that wrote it was down, are
// bridged in a straight line: demand does not stop when a log does. It returns an *InputError
// if the trace spans less than 23 hours.
func ProfileOf(s Source) (*Profile, error) {
	info := s.Info()
	if info.Span() < LeastCoverage {
		return nil, &format.InputError{Path: info.Name, Reason: fmt.Sprintf(
			"the trace spans %s; to be scaled to a rate it must span a day (at least %s)", info.Span(), LeastCoverage)}
	}
	perMinute := perMinute(&info)
	covered := coverage(&info)
	p := &Profile{name: info.Name}
	for i := range p.rates {
		p.rates[i] = math.NaN()
		if covered[i] > 0 {
			p.rates[i] = perMinute[i] / covered[i]
		}
	}
	forgetOutages(&perMinute, &p.rates)
	bridge(&p.rates)
	smooth(&p.rates)
	p.normalise()
	return p, nil
}

// perMinute returns the requests by minute of the day. Those of intervals of a
// minute or longer are shared among the minutes that the interval touches.
func perMinute(info *Info) [minutesPerDay]float64 {
	var counts [minutesPerDay]float64
	width := info.Interval.Seconds()
	phase := float64(info.First.Second()) // intervals begin at this second of a minute
	for i, n := range info.PerMinute {
		if info.Interval < time.Minute {
			counts[i] = float64(n)
			continue
		}
		for j := 0; float64(j)*60 < phase+width; j++ {
			touched := min(phase+width, float64(j+1)*60) - max(phase, float64(j)*60)
			counts[(i+j)%minutesPerDay] += float64(n) * touched / width
		}
	}
	return counts
}

// coverage returns the seconds of each minute of the day that a trace covers.
func coverage(info *Info) [minutesPerDay]float64 {
	var covered [minutesPerDay]float64
	first := info.First
	midnight := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, first.Location())
	from := first.Sub(midnight).Seconds()
	to := from + info.Span().Seconds()
	days := int(to / 86400)
	for i := range covered {
		begin := float64(float64(i) * 60)
		for d := range days + 1 {
			at := begin + float64(float64(d)*86400)
			covered[i] += max(0, min(to, at+60)-max(from, at))
		}
	}
	return covered
}

// bridge fills stretches of NaN in a straight line between their neighbours.
func bridge(rates *[minutesPerDay]float64) {
	const n = minutesPerDay
	for i := range rates {
		if !math.IsNaN(rates[i]) || math.IsNaN(rates[(i+n-1)%n]) {
			continue
		}
		left, gap := rates[(i+n-1)%n], 1
		for math.IsNaN(rates[(i+gap)%n]) {
			gap++
		}
		right := rates[(i+gap)%n]
		for j := range gap {
			rates[(i+j)%n] = left + (right-left)*float64(j+1)/float64(gap+1)
		}
	}
}

// smooth averages with a triangle around each minute, around midnight too. It
// keeps the sum.
func smooth(rates *[minutesPerDay]float64) {
	raw := *rates
	for i := range rates {
		sum := 0.0
		for d := 1 - smoothing; d < smoothing; d++ {
			weight := float64(smoothing - max(d, -d))
			sum += float64(weight * raw[(i+d+minutesPerDay)%minutesPerDay])
		}
		rates[i] = sum / (smoothing * smoothing)
	}
}

func (p *Profile) normalise() {
	sum := 0.0
	for _, r := range p.rates {
		sum += r
	}
	for i := range p.rates {
		p.rates[i] *= minutesPerDay / sum
		p.peak = max(p.peak, p.rates[i])
	}
}

// Name returns the name of the trace that the profile was made of.
func (p *Profile) Name() string { return p.name }

// Rate returns the rate at a time of the local day, relative to the mean rate.
// Times beyond a day are taken modulo 24 hours.
func (p *Profile) Rate(clock time.Duration) float64 {
	clock = ((clock-time.Minute/2)%day + day) % day
	i := int(clock / time.Minute)
	share := float64(clock%time.Minute) / float64(time.Minute)
	return float64(p.rates[i]*(1-share)) + float64(p.rates[(i+1)%minutesPerDay]*share)
}

// PeakToMean returns the largest rate of the day, relative to the mean rate.
func (p *Profile) PeakToMean() float64 { return p.peak }

// MeanForPeak returns the mean rate with which the largest rate of the day is
// peakPerSecond.
func (p *Profile) MeanForPeak(peakPerSecond float64) float64 { return peakPerSecond / p.peak }
