package counted

import (
	"errors"
	"fmt"
	"time"

	"failsim/sim"
)

// Values that stand where a Layout says nothing.
const (
	DefaultWindow       = time.Minute      // the step of timelines, and the unit of user-minutes
	DefaultAvailability = 0.9995           // assumption: the objective of the founding scenario
	DefaultHold         = 15 * time.Minute // assumption: as long as a recovery must hold to be believed
	DefaultPatience     = time.Minute      // assumption: no client waits longer in all
)

// Layout says what the runs of one incident have in common: what there is to
// count, and which objectives the figures are measured against.
type Layout struct {
	Populations        []string
	UsersPerPopulation []int // how many users to make room for; more may come
	NamesPerPopulation []int // how many service names; 1 each if nil
	Regions            []string
	// ServedFrom holds the regions that serve each population under a design,
	// whose alarms are of its names; all if nil.
	ServedFrom [][]int
	Start      time.Time     // the wall clock at instant 0, for output only
	Length     time.Duration // of the run
	Window     time.Duration // step of the timelines; DefaultWindow if 0
	Onset      sim.Time      // when the fault begins; sim.Never in a run without one
	// Events come at the same instant in every run: Near says what is counted there.
	Events []sim.Time
	// Momentary are the faults that are over as they come, and leave only
	// damage: deleted state does not come back by itself.
	Momentary    []sim.Time
	Availability float64       // objective; DefaultAvailability if 0
	Recovery     time.Duration // objective; none if 0
	LostRecords  int           // objective: how many LB records may be lost for good
	Data         []string      // the tenant's
	LostSpan     time.Duration // objective: of acknowledged writes that may be lost
	Hold         time.Duration // how long a recovery must hold; DefaultHold if 0
	Latency      time.Duration // objective of an answer; none if 0
	// Patience is the longest that any request lives. User-minutes are exact
	// only up to it. DefaultPatience if 0.
	Patience time.Duration
	// Day is how many requests are expected in each window of a day before the
	// run, by population, up to the run's start; earlier days are like it.
	// Without it the run's own mean rate stands for it.
	Day [][]float64
	// Weight is how many real users and requests one simulated stands for; 1
	// if 0.
	Weight float64
}

// Filled returns l with the defaults where it said nothing.
func (l Layout) Filled() Layout {
	if l.Window == 0 {
		l.Window = DefaultWindow
	}
	if l.Availability == 0 {
		l.Availability = DefaultAvailability
	}
	if l.Hold == 0 {
		l.Hold = DefaultHold
	}
	if l.Patience == 0 {
		l.Patience = DefaultPatience
	}
	if l.Weight == 0 {
		l.Weight = 1
	}
	return l
}

// Validate says what is wrong with l, all at once.
func (l Layout) Validate() error {
	l = l.Filled()
	var wrong []error
	refuse := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf("layout: "+format, args...)) }
	if len(l.Populations) == 0 {
		refuse("no population")
	}
	if len(l.Populations) > 256 {
		refuse("%d populations, at most 256", len(l.Populations))
	}
	if n := len(l.UsersPerPopulation); n != 0 && n != len(l.Populations) {
		refuse("users of %d populations, but %d populations", n, len(l.Populations))
	}
	if n := len(l.NamesPerPopulation); n != 0 && n != len(l.Populations) {
		refuse("names of %d populations, but %d populations", n, len(l.Populations))
	}
	if n := len(l.ServedFrom); n != 0 && n != len(l.Populations) {
		refuse("regions that serve %d populations, but %d populations", n, len(l.Populations))
	}
	if l.Length <= 0 || l.Window < 0 || l.Hold < 0 || l.Latency < 0 || l.Patience < 0 || l.Recovery < 0 {
		refuse("a span is not positive")
	}
	if l.Availability <= 0 || l.Availability >= 1 {
		refuse("availability objective %v is not between 0 and 1", l.Availability)
	}
	if l.Onset < 0 {
		refuse("the fault begins before the run")
	}
	for p, day := range l.Day {
		if len(day) == 0 || time.Duration(len(day))*l.Window != 24*time.Hour || len(l.Day) != len(l.Populations) {
			refuse("%d windows of a day before the run for population %d", len(day), p)
		}
	}
	if !(l.Weight > 0) {
		refuse("weight %v is not positive", l.Weight)
	}
	return errors.Join(wrong...)
}

// names returns how many names a population has.
func (l *Layout) names(p int) int {
	if l.NamesPerPopulation == nil {
		return 1
	}
	return l.NamesPerPopulation[p]
}

// served returns the regions that serve a population.
func (l *Layout) served(p int) []int {
	if l.ServedFrom != nil {
		return l.ServedFrom[p]
	}
	all := make([]int, len(l.Regions))
	for r := range all {
		all[r] = r
	}
	return all
}

// Windows returns how many windows cover the run.
func (l *Layout) Windows() int { return int((l.Length + l.Window - 1) / l.Window) }

// onsetWindow returns the window that the fault begins in, or one past the
// last if there is no fault within the run.
func (l *Layout) onsetWindow() int {
	if time.Duration(l.Onset) >= l.Length {
		return l.Windows()
	}
	return int(time.Duration(l.Onset) / l.Window)
}

func holdWindows(l *Layout) int { return int((l.Hold + l.Window - 1) / l.Window) }

// SeesRecovery reports whether the run is long enough after the fault began for a
// recovery that holds to be seen.
func (l *Layout) SeesRecovery() bool {
	f := l.Filled()
	return f.onsetWindow()+1+holdWindows(&f) <= f.Windows()
}

// sinceOnset returns the seconds from the onset to an instant, at least 0
// since the window of the onset begins before it.
func sinceOnset(at sim.Time, l *Layout) float64 { return max(at.Sub(l.Onset), 0).Seconds() }

// Origin returns what plots and timelines count time from.
func (l *Layout) Origin() time.Duration {
	if time.Duration(l.Onset) >= l.Length {
		return 0
	}
	return time.Duration(l.Onset)
}
