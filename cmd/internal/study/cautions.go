package study

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"failsim/models/file"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results/words"
	"failsim/sim"
)

// Cautions say what a scenario asks for that comes to nothing, or to something else
// than it seems to: it is no error, but hardly intended unseen. designs and
// incidents are those to be run, and sampled reports whether people's durations are
// drawn.
func (w *Workload) Cautions(designs []*scenario.Design, incidents []*scenario.Incident, sampled bool) (list []string) {
	say := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	for _, i := range incidents {
		w.cautionPeople(i, sampled, say)
		w.cautionFaults(i, designs, say)
		w.cautionProbes(i, designs, say)
	}
	w.cautionParts(incidents, designs, say)
	w.cautionTrips(designs, say)
	cautionServices(w.Scenario, designs, incidents, say)
	for _, d := range designs {
		w.cautionClients(d, say)
		w.cautionDemand(d, say)
		cautionSteering(d, say)
		for _, p := range world.Postures(w.Scenario, w.Fixed, d, w.Peaks, w.burst) {
			cautionPool(d.Name, &p, say)
			w.cautionFilters(d, &p, say)
		}
	}
	for _, u := range w.Utilisations() {
		if u.Share() > 1 {
			say("the control plane of %s has more work than workers: its %.4g changes an hour would keep %.3g workers busy, and it has %d (%.3g %%), so changes, and the damage that they do, wait ever longer",
				u.Region, u.PerHour, u.Busy, u.Workers, 100*u.Share())
		}
	}
	return list
}

// CautionsOfRuns are Cautions, and those of the runs that show one incident each:
// whether they can show a recovery.
func (w *Workload) CautionsOfRuns(designs []*scenario.Design, incidents []*scenario.Incident, sampled bool) []string {
	list := w.Cautions(designs, incidents, sampled)
	for _, i := range incidents {
		l := w.Layout(i)
		if onset := time.Duration(l.Onset); l.Onset != sim.Never && w.endsBefore(onset) {
			list = append(list, fmt.Sprintf("%s: no request falls into the fault, which begins %s after the traces do: let it begin earlier (at), or play longer traces", i.Name, file.FormatDuration(onset)))
			continue
		}
		if time.Duration(l.Onset) < l.Length && !l.SeesRecovery() {
			list = append(list, fmt.Sprintf("%s: nothing can be seen to recover: objectives: hold is %s, but the run ends %s after the fault begins, and times are known to a minute",
				i.Name, file.FormatDuration(l.Hold), file.FormatDuration((l.Length-time.Duration(l.Onset)).Round(time.Second))))
		}
	}
	return list
}

// endsBefore reports whether no request is played from the minute of an instant on.
func (w *Workload) endsBefore(at time.Duration) bool {
	for _, minutes := range w.counted {
		if minutes == nil {
			return false // made after a day that has no end
		}
		for m := int(at / time.Minute); m < len(minutes); m++ {
			if minutes[m] > 0 {
				return false
			}
		}
	}
	return true
}

// cautionPeople says where people are planned for who never act, and else how
// many regions they mend at a time.
func (w *Workload) cautionPeople(i *scenario.Incident, sampled bool, say func(format string, args ...any)) {
	p := &i.People
	switch {
	case !p.Act(false) && !p.Act(true): // no people are named
	case world.PeopleOf(w.Fixed, i) < 0:
		say("%s: its people never act: none of its faults is of a provider; write whose they are (people: of: PROVIDER)", i.Name)
	case !world.PeopleCanAct(w.Fixed, i):
		say("%s: its people never act: they mend load balancers and their records, which only %s and %s harm, and only at the provider where the incident begins",
			i.Name, scenario.DeleteState, scenario.StaleState)
	case sampled && !p.Act(sampled):
		say("%s: people do not act: their durations are published, but none are given to be sampled", i.Name)
	case !p.Act(sampled):
		say("%s: people do not act: their durations are given to be sampled (--incident sampled), but none are published", i.Name)
	case p.Teams == 1:
		say("%s: one team of people mends region after region (people: teams: 1)", i.Name)
	default:
		say("%s: %d teams of people mend as many regions at a time (people: teams: %d)", i.Name, p.Teams, p.Teams)
	}
}

// cautionPool says where servers are so few that they cannot be spread evenly,
// and it matters.
func cautionPool(design string, p *world.Pool, say func(format string, args ...any)) {
	least := float64(slices.Min(p.Backends))
	each := p.Busy / float64(len(p.Backends))
	if float64(p.Servers) >= p.Busy && each > least {
		say("%s: the %s for %s at %s are not spread evenly: random and round-robin send every backend the same, which keeps the smallest of %d more than busy (%.3g %%) when the region serves the whole peak",
			design, words.Plural(int64(p.Servers), "server"), p.Location, p.Region, len(p.Backends), 100*each/least)
	}
	switch {
	case p.Servers == 1 && len(p.Zones) > 1:
		say("%s: the only server for %s at %s stands in 1 of its %d zones", design, p.Location, p.Region, len(p.Zones))
	case slices.Min(p.Zones) == 0:
		say("%s: the %d servers for %s at %s stand in %d of its %d zones", design, p.Servers, p.Location, p.Region, min(p.Servers, len(p.Zones)), len(p.Zones))
	}
}

// Utilisations returns what the control plane of each region has to do.
func (w *Workload) Utilisations() []world.Utilisation { return world.Utilisations(w.Scenario, w.Fixed) }

// Busiest returns what the control plane that has the most work for its workers
// has to do.
func (w *Workload) Busiest() world.Utilisation {
	return slices.MaxFunc(w.Utilisations(), func(a, b world.Utilisation) int { return cmp.Compare(a.Share(), b.Share()) })
}
