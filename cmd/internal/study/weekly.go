package study

import (
	"fmt"
	"slices"
	"time"

	"failsim/models/client"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/sim"
	"failsim/traces"
)

const hoursPerDay = 24 * time.Hour

// Demand is a workload at any time of a year: the daily profile of its traces,
// times a factor for the day of the local week.
type Demand struct {
	*Workload
	week [7]float64
	Most float64 // the largest of them
	Real float64 // requests a year of the length that the scenario says, real ones
}

func NewDemand(w *Workload) (*Demand, error) {
	for i := range w.streams {
		s := &w.streams[i]
		if s.thinks(w.Scenario) != nil {
			return nil, &NoYear{fmt.Sprintf("users of %s ask when they have thought; a year needs a rate, or traces that are scaled to one", w.Scenario.Workload[s.populations[0]].Name)}
		}
		if p := &w.Scenario.Workload[s.populations[0]]; p.Trace.Session != nil {
			return nil, &NoYear{fmt.Sprintf("users of %s ask as long as they play; a year needs a rate, or traces that are scaled to one", p.Name)}
		}
		if s.profile == nil {
			return nil, &NoYear{fmt.Sprintf("%s is replayed request by request; a year needs traces that are scaled to a rate", s.source.Info().Name)}
		}
	}
	y := &w.Scenario.Year
	d := &Demand{Workload: w, week: y.Week, Most: slices.Max(y.Week[:])}
	for _, m := range w.means {
		d.Real += float64(m * w.Scenario.Weight * y.Length.Seconds())
	}
	return d, nil
}

// Input opens the demand from a time of the year on. The posture is sized by
// the peak of the busiest day.
func (d *Demand) Input(key sim.Key, start time.Duration, end sim.Time) world.Input {
	in := world.Input{End: end, Stop: d.Stop}
	for _, p := range d.Peaks {
		in.PeakPerSecond = append(in.PeakPerSecond, p*d.Most)
	}
	for i := range d.streams {
		s := &d.streams[i]
		k := key.Named("workload").Named(s.name)
		in.Streams = append(in.Streams, client.Stream{Key: k, Populations: s.populations, Shares: s.shares,
			Arrivals: d.arrivals(k.Named("arrivals"), s.profile, s.populations[0], s.perSecond, start, end)})
	}
	in.Surge = func(population int, key sim.Key, factor float64) request.Arrivals {
		return d.arrivals(key, d.profiles[population], population, d.means[population]*(factor-1), start, end)
	}
	return in
}

// arrivals thins those of the busiest day of the week.
func (d *Demand) arrivals(key sim.Key, p *traces.Profile, population int, perSecond float64, start time.Duration, end sim.Time) request.Arrivals {
	local := d.local(population, start)
	a := &weekly{Arrivals: p.Poisson(key, local%hoursPerDay, perSecond*d.Most, end), key: key.Named("week"), local: local}
	for day, factor := range d.week {
		a.keep[day] = factor / d.Most
	}
	return a
}

// local returns the time of a population's week, from Monday 0:00 on, at a
// time of the year.
func (d *Demand) local(population int, start time.Duration) time.Duration {
	place := d.Fixed.Locations[d.Fixed.Location(d.Scenario.Workload[population].Location)]
	t := d.start.UTC().Add(place.UTCOffset)
	sinceMonday := time.Duration(int(t.Weekday())+6)%7*hoursPerDay + d.clock(place.Name)
	const week = 7 * hoursPerDay
	return ((sinceMonday+start)%week + week) % week
}

// weekly keeps each arrival with the probability of its day of the week.
// Arrival k is a function of what its key says, not of others.
type weekly struct {
	request.Arrivals
	key   sim.Key
	next  uint64
	local time.Duration
	keep  [7]float64
}

// Next implements request.Arrivals.
func (w *weekly) Next(a []request.Arrival) int {
	for n := w.Arrivals.Next(a); n > 0; n = w.Arrivals.Next(a) {
		kept := a[:0]
		for _, one := range a[:n] {
			day := (w.local + time.Duration(one.At)) / hoursPerDay % 7
			if w.key.Float64(w.next) < w.keep[day] {
				kept = append(kept, one)
			}
			w.next++
		}
		if len(kept) > 0 {
			return len(kept)
		}
	}
	return 0
}

// Expected returns a function that reports how many requests are expected
// between two times of the year, to a few minutes.
func (d *Demand) Expected() func(from, to time.Duration) float64 {
	const step, steps = 5 * time.Minute, 7 * 24 * 12
	sums := make([]float64, steps+1) // since the start of the year
	for i := range steps {
		at := time.Duration(i) * step
		for p, mean := range d.means {
			local := d.local(p, at)
			sums[i+1] += float64(mean * d.profiles[p].Rate(local%hoursPerDay) * d.week[local/hoursPerDay] * step.Seconds())
		}
		sums[i+1] += sums[i]
	}
	until := func(t time.Duration) float64 {
		n := int(t / step)
		return float64(float64(n/steps)*sums[steps]) + sums[n%steps]
	}
	return func(from, to time.Duration) float64 {
		const week = steps * step // incidents begin in the year, but what belongs to them may lie before
		return until(to+week) - until(from+week)
	}
}

// NoYear says why a scenario has no year of operation.
type NoYear struct{ Reason string }

// Error implements error.
func (n *NoYear) Error() string { return n.Reason }
