package year

import (
	"encoding/csv"
	"io"
	"strconv"

	"failsim/results/tables"
)

// WriteEpisodes writes episodes.csv: what each simulated episode cost each
// design, and how many episodes a year it stands for.
func (s *Summary) WriteEpisodes(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"stratum", "incidents", "episodes_per_year", "design", "requests_simulated", "requests_lost", "bad_minutes", "user_minutes_lost"})
	for k := range s.study.Strata {
		stratum := &s.study.Strata[k]
		each := s.study.perYear(k) / float64(len(stratum.Drawn))
		for _, e := range stratum.Drawn {
			for d, r := range e.Runs {
				out.Write([]string{stratum.Name, e.Name, tables.Digits(each, 6), s.Designs[d].Name, strconv.FormatInt(r.Arrived, 10),
					tables.Digits(r.Harm.Requests, 9), tables.Digits(r.Harm.BadMinutes, 9), tables.Digits(r.Harm.UserMinutes, 9)})
			}
		}
	}
	out.Flush()
	return out.Error()
}
