package study

import (
	"fmt"
	"time"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results/plots"
	"failsim/results/statistics"
)

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

// faultNames tells the faults of an incident apart: one alone is the fault,
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
