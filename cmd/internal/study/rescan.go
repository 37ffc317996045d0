package study

import (
	"reflect"

	"failsim/models/world"
	"failsim/models/world/scenario"
)

// sameTrace compares two traces, wherever they are spoken of.
func sameTrace(t, u scenario.Trace) bool {
	t.Place, u.Place = "", ""
	return reflect.DeepEqual(t, u)
}

// With returns the workload of another reading of a scenario without scanning its
// traces again; ok is false if one has other traces, rates, times or clocks, or where the
// scenario itself follows from the log.
func (w *Workload) With(s *scenario.Scenario) (other *Workload, ok bool) {
	a := w.Scenario
	if w.bound || !w.from.IsZero() && (firstFault(a) != firstFault(s) || longestOf(a) != longestOf(s)) {
		return nil, false
	}
	same := a.Start.Equal(s.Start) && a.AnyStart == s.AnyStart && a.Length == s.Length && a.Weight == s.Weight && len(a.Workload) == len(s.Workload) &&
		len(a.World.Locations) == len(s.World.Locations)
	for i := 0; same && i < len(a.Workload); i++ {
		p, q := &a.Workload[i], &s.Workload[i]
		same = p.Name == q.Name && p.Location == q.Location && sameTrace(w.stated[i], q.Trace)
	}
	for i := 0; same && i < len(a.World.Locations); i++ {
		same = a.World.Locations[i].Name == s.World.Locations[i].Name && a.World.Locations[i].Clock == s.World.Locations[i].Clock
	}
	if !same {
		return nil, false
	}
	copied := *w
	copied.Scenario, copied.Fixed = s, world.Fixed(s)
	copied.settle()
	return &copied, true
}
