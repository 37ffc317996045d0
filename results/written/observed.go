package written

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"failsim/results"
)

// WriteObserved writes observed.csv: the availability of the replayed log
// itself, by incident and step of counted.ShapeStep, on the clock of the run.
func WriteObserved(w io.Writer, s *results.Study) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "t_minutes_since_onset", "wall_clock", "requests", "failed", "availability"})
	for i := range s.Incidents {
		l := &s.Incidents[i].Layout
		for _, step := range s.LoggedSeries(i) {
			out.Write([]string{
				s.Incidents[i].Name, minutesText(step.From), l.Start.Add(l.Origin() + step.From).Format(time.RFC3339),
				strconv.FormatInt(step.Requests, 10), strconv.FormatInt(step.Failed, 10), knownText(step.Availability(), 8),
			})
		}
	}
	out.Flush()
	return out.Error()
}
