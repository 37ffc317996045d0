package study

import (
	"fmt"
	"time"

	"failsim/models/world/scenario"
	"failsim/traces"
)

// begin has a scenario that states no start begin with a log that is replayed, such that
// the first fault meets the busiest hour of the log: an outage in the small hours says
// nothing of what users would lose. It begins on a day, if one is given.
func (w *Workload) begin(p *scenario.Population, source traces.Source, from time.Time) {
	if !w.Scenario.AnyStart || !w.from.IsZero() {
		return
	}
	w.length = longestOf(w.Scenario)
	info := source.Info()
	w.from = info.BeforeBusiest(firstFault(w.Scenario), w.length, from)
	w.start = w.startAt(w.from, p)
}

// whereBegun says why a replay begins where it does, if begin chose that.
func (w *Workload) whereBegun() string {
	if w.from.IsZero() {
		return ""
	}
	return fmt.Sprintf(" (for want of a start in the scenario its first fault, after %s, is laid on the busiest hour that leaves room for a run: start: %s)", round(firstFault(w.Scenario)), w.start.Format(time.RFC3339))
}

// startAt is the scenario's start with which a population's clock shows a moment.
func (w *Workload) startAt(moment time.Time, p *scenario.Population) time.Time {
	_, offset := moment.Zone()
	clock := moment.UTC().Add(time.Duration(offset) * time.Second)
	return clock.Add(-w.Fixed.Locations[w.Fixed.Location(p.Location)].UTCOffset)
}

// window lays a run on a log: where the scenario states no start, it is no longer than the
// longest incident, and a log of several days begins on the day that begin chose.
func (w *Workload) window(p *scenario.Population, source traces.Source) traces.Window {
	v := traces.Window{Clock: w.clock(p.Location), Length: w.Scenario.Length}
	if w.from.IsZero() {
		return v
	}
	v.Length = longestOf(w.Scenario)
	if info := source.Info(); info.Span() > 24*time.Hour && !w.from.After(info.Last) {
		v.From = w.from
	}
	return v
}

// longestOf is the length of the longest run.
func longestOf(s *scenario.Scenario) time.Duration {
	longest := time.Duration(0)
	for i := range s.Incidents {
		longest = max(longest, s.Incidents[i].Length)
	}
	if longest == 0 {
		return s.Length
	}
	return min(longest, s.Length)
}

// firstFault is when the first fault of any incident comes at a known time.
func firstFault(s *scenario.Scenario) time.Duration {
	first := time.Duration(-1)
	for i := range s.Incidents {
		for _, f := range s.Incidents[i].Faults {
			if f.When == nil && (first < 0 || f.At < first) {
				first = f.At
			}
		}
	}
	return max(0, first)
}
