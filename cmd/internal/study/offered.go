package study

import (
	"errors"
	"time"

	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/statistics"
	"failsim/sim"
	"failsim/traces"
)

const dayMinutes = 24 * 60

// usual returns the rate of a population's day, in requests a second as
// simulated, at an instant of the run or before it: after its trace's profile
// where it makes one, else its mean.
func (w *Workload) usual(population int, since time.Duration) float64 {
	p := w.profiles[population]
	if p == nil {
		return w.means[population]
	}
	return w.days[population] * p.Rate(w.clock(w.Scenario.Workload[population].Location)+since)
}

// dayBefore returns how many requests are expected in each minute of the day
// before the run, by population.
func (w *Workload) dayBefore() [][]float64 {
	list := make([][]float64, len(w.means))
	for p := range list {
		for m := range dayMinutes {
			middle := time.Duration(m)*time.Minute + time.Minute/2
			list[p] = append(list[p], 60*w.usual(p, middle-24*time.Hour))
		}
	}
	return list
}

// dayRate returns the mean rate of a day of a population that is replayed at a
// mean rate from its trace, which the run may hold only some hours of.
func (w *Workload) dayRate(population int, mean float64, length time.Duration) float64 {
	p, clock := w.profiles[population], w.clock(w.Scenario.Workload[population].Location)
	sum, n := 0.0, 0
	for at := time.Minute / 2; at < length; at += time.Minute {
		sum += p.Rate(clock + at)
		n++
	}
	if sum == 0 {
		return mean
	}
	return mean * float64(n) / sum
}

// servedFrom returns the regions that serve each population under a design.
func (w *Workload) servedFrom(d *scenario.Design) [][]int {
	list := make([][]int, len(w.Scenario.Workload))
	for p := range list {
		for _, e := range d.Serve[w.Scenario.Workload[p].Location] {
			list[p] = append(list[p], int(w.Fixed.Region(e.Region)))
		}
	}
	return list
}

// count goes through a replay: it returns the highest rate within a client's
// time-out, as what comes in that time must be served in it (the shortest of those
// that its populations are used to), and the requests of
// each minute. Counts for a minute or longer are spread evenly within it: they
// have no bursts of their own, and are not gone through.
func (w *Workload) count(s stream) (burstPerSecond float64, minutes []float64, err error) {
	if info := s.source.Info(); info.Interval >= time.Minute {
		return 0, nil, nil
	}
	reader, err := s.source.Open(s.window)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	width := sim.Never
	for _, p := range s.populations {
		width = min(width, sim.Time(w.Scenario.Workload[p].Clients.Timeout))
	}
	bin, count, most := sim.Time(0), 0, 0
	for a := range request.All(reader) {
		if b := a.At / width; b != bin {
			bin, count = b, 0
		}
		count++
		most = max(most, count)
		for int(a.At/sim.Time(time.Minute)) >= len(minutes) {
			minutes = append(minutes, 0)
		}
		minutes[a.At/sim.Time(time.Minute)]++
	}
	return float64(most) / width.Seconds(), minutes, reader.Err()
}

// countedOf returns a population's requests in each minute of a replay. Where
// they were not counted, its mean day stands for them, with the busiest minute
// where the trace has it.
func (w *Workload) countedOf(population int, minutes []float64, share float64, e *traces.Extent) []float64 {
	own := make([]float64, int((time.Duration(e.End)+time.Minute-1)/time.Minute))
	peak := e.PeakPerSecond * 60 * share
	for m := range own {
		switch {
		case minutes == nil:
			own[m] = min(60*w.usual(population, time.Duration(m)*time.Minute+time.Minute/2), peak)
		case m < len(minutes):
			own[m] = minutes[m] * share
		}
	}
	if at := int(e.Peak / sim.Time(time.Minute)); minutes == nil && at < len(own) {
		own[at] = peak
	}
	return own
}

// asked returns how many requests a minute of the run brings of a population,
// as simulated: counted of a replay, expected of a trace that is scaled.
func (w *Workload) asked(population, minute int) float64 {
	if own := w.counted[population]; own != nil {
		if minute < len(own) {
			return own[minute]
		}
		return 0
	}
	return 60 * w.usual(population, time.Duration(minute)*time.Minute+time.Minute/2)
}

// busiest returns the mean rate of some populations over a time, and that of
// its busiest minute, which begins at an instant; real ones, in requests a
// second.
func (w *Workload) busiest(length time.Duration, populations func(int) bool) (mean, most float64, at time.Duration) {
	all := 0.0
	minutes := max(1, int(length/time.Minute))
	for m := range minutes {
		sum := 0.0
		for p := range w.means {
			if populations(p) {
				sum += float64(w.asked(p, m) * w.Scenario.Weight)
			}
		}
		all += sum
		if sum/60 > most {
			most, at = sum/60, time.Duration(m)*time.Minute
		}
	}
	return all / 60 / float64(minutes), most, at
}

// offered says what a run offers; surges of an incident come on top.
func (w *Workload) offered(length time.Duration) results.Offered {
	mean, most, at := w.busiest(length, func(int) bool { return true })
	o := results.Offered{MeanPerSecond: statistics.Number(mean), BusiestPerSecond: statistics.Number(most), BusiestAt: w.start.Add(at)}
	for p := range w.means {
		o.DayPerSecond += statistics.Number(w.days[p] * w.Scenario.Weight)
	}
	return o
}

// loaded returns pools with what keeps them busy as the run offers it: its
// busiest minute for each place.
func (w *Workload) loaded(pools []world.Pool, length time.Duration) []world.Pool {
	mean, _ := w.Scenario.Service.Time.Mean()
	list := append([]world.Pool(nil), pools...)
	for i := range list {
		_, most, _ := w.busiest(length, func(p int) bool { return w.Scenario.Workload[p].Location == list[i].Location })
		if most > 0 {
			list[i].Busy = most / w.Scenario.Weight * mean.Seconds()
		}
	}
	return list
}

// serves returns how many requests a second a server answers.
func (w *Workload) serves() float64 {
	mean, _ := w.Scenario.Service.Time.Mean()
	return w.Scenario.Weight / mean.Seconds()
}
