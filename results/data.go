package results

import (
	"failsim/models/record"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// DataSummary is what becomes of some data of the tenant's under a design.
type DataSummary struct {
	Name       string                `json:"name"`
	WritesLost statistics.Estimate   `json:"writes_lost"` // that were acknowledged
	Lost       statistics.Quantiles  `json:"writes_lost_quantiles"`
	LostSpan   statistics.Quantiles  `json:"writes_lost_span_s"` // from the first to the last of them: the recovery point
	Within     statistics.Proportion `json:"p_writes_lost_ok"`   // a span that the objective allows
	InDoubt    statistics.Estimate   `json:"writes_in_doubt"`    // failed to their clients, and applied or perhaps so
	Unwritable statistics.Estimate   `json:"unwritable_s"`       // each second times the share of writers who could not write
	ReadOnly   statistics.Estimate   `json:"read_only_s"`
	Split      statistics.Estimate   `json:"split_brain_s"`
	Stale      statistics.Estimate   `json:"stale_reads_s"`
	Promotions statistics.Estimate   `json:"promotions"`
}

// dataKept summarises the tenant's data.
func (s *Sample) dataKept() (list []DataSummary) {
	for i, name := range s.layout.Data {
		of := func(figure func(d *record.Data) float64) statistics.Values {
			return s.of(func(r *counted.Run) float64 { return figure(&r.Data[i]) })
		}
		mean := func(figure func(d *record.Data) float64) statistics.Estimate {
			return of(figure).Estimate(statistics.NotNegative)
		}
		lost := func(d *record.Data) float64 { return d.WritesLost }
		span := func(d *record.Data) float64 { return d.LostSpan }
		list = append(list, DataSummary{
			Name: name, WritesLost: mean(lost), Lost: of(lost).Quantiles(), LostSpan: of(span).Quantiles(),
			Within:     s.shareOf(func(r *counted.Run) bool { return r.Data[i].LostSpan <= s.layout.LostSpan.Seconds() }),
			InDoubt:    mean(func(d *record.Data) float64 { return d.InDoubt }),
			Unwritable: mean(func(d *record.Data) float64 { return d.Unwritable }),
			ReadOnly:   mean(func(d *record.Data) float64 { return d.ReadOnly }),
			Split:      mean(func(d *record.Data) float64 { return d.Split }),
			Stale:      mean(func(d *record.Data) float64 { return d.Stale }),
			Promotions: mean(func(d *record.Data) float64 { return d.Promotions }),
		})
	}
	return list
}
