package study

import (
	"slices"
	"strings"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// cautionProbes says which gray faults of an incident no probe sees by itself: where
// requests have to wait for a server as well, those that wait too see that.
func (w *Workload) cautionProbes(i *scenario.Incident, designs []*scenario.Design, say func(format string, args ...any)) {
	mean, _ := w.Scenario.Service.Time.Mean()
	for _, f := range i.Faults {
		if f.Kind != scenario.Gray && f.Kind != scenario.Fail {
			continue
		}
		takes := time.Duration(float64(mean) * f.Factor).Round(time.Millisecond)
		slow := f.Factor > 1
		noErrors, inTime := blind(designs, func(p *policy.Probes) bool { return p.Errors == 0 }),
			blind(designs, func(p *policy.Probes) bool { return p.Slow == 0 || takes <= p.Timeout })
		if f.Share > 0 && len(noErrors) > 0 {
			say("%s: %s at %s fails requests, and no probe of %s sees it (sees-errors: 0%%)", i.Name, f.Kind, f.Region, strings.Join(noErrors, ", "))
		}
		if slow && len(inTime) > 0 {
			say("%s: %s at %s makes a request take %s on average, which no probe of %s calls late (timeout, sees-slow): it is seen only where servers become too few as well",
				i.Name, f.Kind, f.Region, file.FormatDuration(takes), strings.Join(inTime, ", "))
		}
	}
}

// blind returns the designs of which no probe sees something.
func blind(designs []*scenario.Design, is func(p *policy.Probes) bool) (names []string) {
	for _, d := range designs {
		if !slices.ContainsFunc(probesOf(d), func(p policy.Probes) bool { return !is(&p) }) {
			names = append(names, d.Name)
		}
	}
	return names
}

// probesOf returns how a design's LBs check their backends, and how its steering
// probes its LBs.
func probesOf(d *scenario.Design) []policy.Probes {
	probes := []policy.Probes{{ProbeTiming: d.Check.ProbeTiming, Sight: d.Check.Sight}}
	for _, s := range d.Tenant[policy.SteeringSocket] {
		if p, ok := s.Strategy.New(s.Values).(policy.Probing); ok {
			probes = append(probes, p.Probes())
		}
	}
	return probes
}
