package counted

import (
	"math"
	"slices"

	"failsim/models/record"
	"failsim/sim"
)

// Detection is the time from the onset to the alarm of a harmed name, in
// seconds: the median over the names of users who were harmed.
//
// A name is detected by the tenant's probes when they raise an alarm of it, and
// by a provider when it raises one of a region that serves the name. A name is
// harmed if more of its requests failed than the objective allows and chance
// explains, of an even share of its population's requests (assumption: names
// are equally busy); if none stands out, all that lost anything are.
type Detection struct {
	Took float64                // NaN where no name was harmed; +Inf if most names had no alarm by the end
	By   [record.Alarmers]int64 // harmed names by who raised their first alarm
	None int64                  // harmed names without any
}

// detectionOf sums up harmed names by their times; +Inf is one without alarm.
func detectionOf(times []float64, by [record.Alarmers]int64) Detection {
	d := Detection{Took: nan, By: by}
	if len(times) == 0 {
		return d
	}
	slices.Sort(times)
	for _, t := range times {
		if math.IsInf(t, 1) {
			d.None++
		}
	}
	n := len(times)
	d.Took = times[n/2]
	if low := times[(n-1)/2]; !math.IsInf(d.Took, 1) {
		d.Took = (d.Took + low) / 2
	}
	return d
}

// Names returns how many harmed names there were.
func (d *Detection) Names() int64 {
	n := d.None
	for _, by := range d.By {
		n += by
	}
	return n
}

// alarms are the first ones since the onset.
type alarms struct {
	onset   sim.Time
	first   []int      // by population: its first name among all
	names   []sim.Time // by name: of the tenant
	regions [record.Alarmers][]sim.Time
	failed  []int64 // by name: requests that arrived since the onset and failed
}

func (a *alarms) reset(l *Layout) {
	a.onset, a.first = l.Onset, append(a.first[:0], 0)
	for p := range l.Populations {
		a.first = append(a.first, a.first[p]+l.names(p))
	}
	names := a.first[len(l.Populations)]
	a.names, a.failed = nevers(a.names, names), zeroed(a.failed, names)
	for by := range a.regions {
		a.regions[by] = nevers(a.regions[by], len(l.Regions))
	}
}

// lost reports that a request for a name failed.
func (a *alarms) lost(population, name int, arrived sim.Time) {
	if arrived >= a.onset {
		a.failed[a.first[population]+name]++
	}
}

// detect returns when the harmed names of a population had their first alarm,
// in seconds since the onset, and how many had it from whom. settled are the
// population's requests since the onset.
func (a *alarms) detect(p int, settled int64, l *Layout) (times []float64, by [record.Alarmers]int64) {
	for _, name := range a.harmed(p, settled, l) {
		at, who := a.of(name, l.served(p))
		if at == sim.Never {
			times = append(times, math.Inf(1))
			continue
		}
		by[who]++
		times = append(times, at.Sub(a.onset).Seconds())
	}
	return times, by
}

// harmed returns the names of a population that were harmed.
func (a *alarms) harmed(p int, settled int64, l *Layout) []int {
	var harmed, some []int
	names := a.first[p+1] - a.first[p]
	share := settled / int64(names)
	for name := a.first[p]; name < a.first[p+1]; name++ {
		if a.failed[name] == 0 {
			continue
		}
		some = append(some, name)
		if moreThanChance(max(share, a.failed[name]), a.failed[name], 1-l.Availability, falseHarm/float64(names)) {
			harmed = append(harmed, name)
		}
	}
	if harmed == nil {
		return some
	}
	return harmed
}

// of returns when a name had its first alarm, and from whom.
func (a *alarms) of(name int, regions []int) (at sim.Time, by record.Alarmer) {
	at, by = a.names[name], record.TenantProbes
	for who := range a.regions {
		for _, r := range regions {
			if t := a.regions[who][r]; t < at {
				at, by = t, record.Alarmer(who)
			}
		}
	}
	return at, by
}
