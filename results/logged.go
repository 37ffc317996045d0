package results

import (
	"sort"
	"time"
)

// LoggedStep is what a log says of one step of ShapeStep.
type LoggedStep struct {
	From, Middle     time.Duration // since the onset
	Requests, Failed int64
}

// Availability is the share that did not fail; NaN of nothing.
func (l *LoggedStep) Availability() float64 {
	if l.Requests == 0 {
		return nan
	}
	return 1 - float64(l.Failed)/float64(l.Requests)
}

// LoggedSeries returns what the log says while an incident lasts, in the steps
// of AvailabilitySeries.
func (s *Study) LoggedSeries(incident int) []LoggedStep {
	l := s.Incidents[incident].Layout.Filled()
	spans := l.Steps()
	steps := make([]LoggedStep, len(spans))
	for k, span := range spans {
		from := time.Duration(span.First) * l.Window
		end := min(time.Duration(span.Last)*l.Window, l.Length)
		steps[k].From, steps[k].Middle = from-l.Origin(), (from+end)/2-l.Origin()
	}
	for _, m := range s.Logged {
		if m.At < l.Length {
			window := int(m.At / l.Window)
			k := sort.Search(len(spans), func(k int) bool { return spans[k].Last > window })
			step := &steps[k]
			step.Requests += m.Requests
			step.Failed += m.Failed
		}
	}
	return steps
}
