package results

import (
	"encoding/csv"
	"io"

	"failsim/results/tables"
)

// WriteFailures writes failures.csv: a row for every incident, design and window
// in which a request failed or was tried more than once, with the means over
// replications. In windows that are not there nothing went wrong.
func (s *Study) WriteFailures(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "design", "t_minutes_since_onset", "requests_per_run", "failed_per_run", "attempts_per_run"})
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			for window := range sample.layout.windows() {
				settled, failed := sample.total(-1, span{window, window + 1})
				tries := sample.mean(func(t *totals) float64 { return float64(t.tries[window]) })
				if failed > 0 || tries > settled {
					out.Write([]string{s.Incidents[i].Name, sample.Design.Name, minutesText(sample.sinceOrigin(window)),
						tables.Digits(settled, 6), tables.Digits(failed, 6), tables.Digits(tries, 6)})
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}
