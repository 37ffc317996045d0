package results

import (
	"failsim/models/record"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// Blank is a summary of no runs that has every figure there can be, for whoever
// has to know their names before the work: one incident, one design, one
// population.
func Blank() *Summary {
	d := DesignSummary{Populations: []PopulationSummary{{Name: "population"}}}
	for _, a := range counted.BurnAlerts {
		d.BurnAlerts = append(d.BurnAlerts, BurnSummary{Rate: statistics.Number(a.Rate)})
	}
	for _, length := range counted.WorstLengths {
		d.WorstWindows = append(d.WorstWindows, WorstWindow{WindowS: statistics.Number(length.Seconds())})
	}
	for m := range record.Marks {
		d.Phases = append(d.Phases, PhaseSummary{Mark: m.String()})
	}
	d.TimeToRecover.WithinObjective = &statistics.Proportion{}
	d.Populations[0].TimeToRecover.WithinObjective = &statistics.Proportion{}
	d.OnPaper, d.Late = &PaperSummary{}, &LateSummary{}
	return &Summary{Schema: SummarySchema, Incidents: []IncidentSummary{{Name: "incident", Designs: []DesignSummary{d}}}}
}
