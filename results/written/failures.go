package written

import (
	"encoding/csv"
	"io"

	"failsim/results"
	"failsim/results/counted"
	"failsim/results/tables"
)

// WriteFailures writes failures.csv: a row for every incident, design and window
// in which a request failed or was tried more than once, with the means over
// replications. In windows that are not there nothing went wrong.
func WriteFailures(w io.Writer, s *results.Study) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "design", "t_minutes_since_onset", "requests_per_run", "failed_per_run", "attempts_per_run"})
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			for window := range sample.Layout().Windows() {
				settled, failed := sample.Expected(-1, counted.Span{First: window, Last: window + 1})
				tries := sample.Attempts(window)
				if failed > 0 || tries > settled {
					out.Write([]string{s.Incidents[i].Name, sample.Design.Name, minutesText(sample.SinceOrigin(window)),
						tables.Digits(settled, 6), tables.Digits(failed, 6), tables.Digits(tries, 6)})
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// WriteSeconds writes seconds.csv: a row for every second near an event in which a
// request failed or was tried more than once, as failures.csv has the windows.
func WriteSeconds(w io.Writer, s *results.Study) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "design", "t_s_since_onset", "requests_per_run", "failed_per_run", "attempts_per_run"})
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			for _, x := range sample.Seconds() {
				if x.Failed > 0 || x.Attempts > x.Settled {
					out.Write([]string{s.Incidents[i].Name, sample.Design.Name, tables.Digits(x.SinceOnset.Seconds(), 8),
						tables.Digits(x.Settled, 6), tables.Digits(x.Failed, 6), tables.Digits(x.Attempts, 6)})
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}
