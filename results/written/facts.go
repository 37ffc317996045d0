package written

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"failsim/results"
)

// WriteFacts writes facts.csv: the fingerprint of every run, and a digest of it in each
// of up to counted.FactSlices slices of time, by which stored.FirstParting finds where
// two results of one study part.
func WriteFacts(w io.Writer, s *results.Study) error {
	out := csv.NewWriter(w)
	head, slices := append([]string{}, results.FactsHead...), 0
	for i := range s.Incidents {
		l := s.Incidents[i].Layout.Filled()
		span := l.FactSpan()
		for ; slices*span < l.Windows(); slices++ {
			head = append(head, results.SliceFrom(time.Duration(slices*span)*l.Window))
		}
	}
	out.Write(head)
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			runs := sample.Runs()
			for k, at := range sample.Places() {
				row := []string{s.Incidents[i].Name, sample.Design.Name, strconv.Itoa(at.Replication), at.Stratum, at.Of, runs[k].Fingerprint.String()}
				for _, digest := range runs[k].Facts {
					row = append(row, fmt.Sprintf("%08x", digest))
				}
				for len(row) < len(head) {
					row = append(row, "")
				}
				out.Write(row)
			}
		}
	}
	out.Flush()
	return out.Error()
}
