package study

import (
	"fmt"
	"strconv"
	"time"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/plots"
	"failsim/results/statistics"
)

type drawing struct {
	scenario *scenario.Scenario
	study    *results.Study
	incident *results.Incident
	summary  *results.IncidentSummary
	scales   *scales

	timeline plots.Timeline
	times    plots.Recovery
	losses   plots.Lost
	loads    plots.Loads
}

// scales are what figures of one kind share over all incidents, so that a small loss
// does not look like a large one.
type scales struct {
	loss, lost, load float64
	from, to         time.Duration
}

func (d *drawing) specification() *scenario.Incident {
	for i := range d.scenario.Incidents {
		if d.scenario.Incidents[i].Name == d.incident.Name {
			return &d.scenario.Incidents[i]
		}
	}
	return &scenario.Incident{}
}

// hitRegion returns the region with the highest damage in any run, or -1.
func (d *drawing) hitRegion() int {
	region, worst := -1, 0.0
	for _, s := range d.incident.Samples {
		for _, r := range s.Runs() {
			for i, g := range r.Damage {
				if g.PeakShare > worst {
					region, worst = i, g.PeakShare
				}
			}
		}
	}
	return region
}

func (d *drawing) subtitle() string {
	n := "replications"
	if d.study.Replications == 1 {
		n = "replication"
	}
	return d.incident.Title + "; " + strconv.Itoa(d.study.Replications) + " " + n
}

// whose says whose phases are drawn.
func (d *drawing) whose() string {
	if len(d.phases()) == len(d.faults()) {
		return ""
	}
	return "; phases of " + d.summary.Designs[0].Name
}

// phases are the faults, and the marks of the first design, the baseline, at
// their median times.
func (d *drawing) phases() []plots.Phase {
	list := d.faults()
	for _, m := range []struct{ mark, label string }{
		{"noticed", "noticed"}, {"misdiagnosed", "misdiagnosed"}, {"contained", "cause found, contained"}, {"restore-failed", "restore failed"},
		{"restored", "restored"}, {"merged", "merged"}, {"mostly-re-enabled", "mostly re-enabled"}, {"re-enabled", "re-enabled"},
		{"declared-normal", "declared normal"},
	} {
		if at, ok := d.phase(m.mark); ok && at > 0 {
			list = append(list, plots.Phase{Name: m.label, At: at})
		}
	}
	return list
}

// faults are when each fault begins and ends. One that lasts differently from
// run to run ends at its median; one that ends after the run has no end here.
func (d *drawing) faults() (list []plots.Phase) {
	spec, l := d.specification(), &d.incident.Layout
	names := faultNames(spec.Faults)
	ends := make([][]float64, len(spec.Faults))
	for r := range d.study.Replications {
		for i, span := range (world.Occurrence{Incident: spec}).Spans(d.study.Seed, r) {
			ends[i] = append(ends[i], span.Until.Seconds())
		}
	}
	mark := func(name string, at time.Duration) {
		if at < l.Length {
			list = append(list, plots.Phase{Name: name, At: at - time.Duration(l.Onset)})
		}
	}
	for i, f := range spec.Faults {
		mark(names[i], f.At)
		if f.For != nil {
			mark(names[i]+" ends", time.Duration(float64(statistics.EstimateQuantiles(ends[i]).P50)*float64(time.Second)))
		}
	}
	return list
}

// faultNames distinguishes the faults of an incident apart: one alone is the fault,
// several have the names of their kinds, with a number where a kind is twice.
func faultNames(faults []scenario.Fault) (names []string) {
	of, nth := map[string]int{}, map[string]int{}
	for _, f := range faults {
		of[f.Kind]++
	}
	for _, f := range faults {
		nth[f.Kind]++
		switch name := f.Kind; {
		case len(faults) == 1:
			names = append(names, "fault")
		case of[f.Kind] > 1:
			names = append(names, fmt.Sprintf("%s %d", name, nth[f.Kind]))
		default:
			names = append(names, name)
		}
	}
	return names
}

// phase returns when a mark came in the first design, the baseline.
func (d *drawing) phase(mark string) (time.Duration, bool) {
	for _, p := range d.summary.Designs[0].Phases {
		if p.Mark == mark {
			return seconds(p.P50), true
		}
	}
	return 0, false
}

func seconds(n statistics.Number) time.Duration {
	return time.Duration(float64(n) * float64(time.Second))
}

// end is when the run ends, since the onset.
func (d *drawing) end() time.Duration {
	l := d.incident.Layout.Filled()
	return l.Length - l.Origin()
}
