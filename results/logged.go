package results

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"
)

// Logged is what a replayed log says became of its own requests in one of its
// minutes: to be held beside what the simulation says.
type Logged struct {
	At               time.Duration // since the start of the run
	Requests, Failed int64         // whose fate is known; of those, how many failed: 5xx, or no answer
}

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
	spans := shapeSpans(&l)
	steps := make([]LoggedStep, len(spans))
	width := time.Duration(spans[0].last) * l.Window
	for k, span := range spans {
		from := time.Duration(span.first) * l.Window
		end := min(time.Duration(span.last)*l.Window, l.Length)
		steps[k].From, steps[k].Middle = from-l.origin(), (from+end)/2-l.origin()
	}
	for _, m := range s.Logged {
		if m.At < l.Length {
			step := &steps[m.At/width]
			step.Requests += m.Requests
			step.Failed += m.Failed
		}
	}
	return steps
}

// WriteObserved writes observed.csv: the availability of the replayed log
// itself, by incident and step of ShapeStep, on the clock of the run.
func (s *Study) WriteObserved(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "t_minutes_since_onset", "wall_clock", "requests", "failed", "availability"})
	for i := range s.Incidents {
		l := &s.Incidents[i].Layout
		for _, step := range s.LoggedSeries(i) {
			out.Write([]string{
				s.Incidents[i].Name, minutesText(step.From), l.Start.Add(l.origin() + step.From).Format(time.RFC3339),
				strconv.FormatInt(step.Requests, 10), strconv.FormatInt(step.Failed, 10), knownText(step.Availability(), 8),
			})
		}
	}
	out.Flush()
	return out.Error()
}
