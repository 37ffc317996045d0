package main

import (
	"context"
	"math"
	"slices"

	"failsim/cmd/internal/sensitivity"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

const hoursOfYear = 8760

// remedies say what each design saves and costs. Incidents come at their rates; where
// none has one, once a year each.
func (f *sensitivityFlags) remedies(ctx context.Context, st *sensitivity.Study, s *scenario.Scenario, a *analysis) error {
	at, err := st.Lab.At(nil, st.Lab.Options)
	if err != nil {
		return err
	}
	study, err := at.To(ctx, st.Lab.Options.Replications)
	if err != nil {
		return err
	}
	rated := slices.ContainsFunc(s.Incidents, func(i scenario.Incident) bool { return i.Rate.Count > 0 })
	if !rated {
		a.Notes = append(a.Notes, "the scenario has no rates of incidents: each is taken to come once a year")
	}
	lost, cost := map[string]float64{}, map[string]float64{}
	for i := range study.Incidents {
		perYear := 1.0
		for k := range s.Incidents {
			if rated && s.Incidents[k].Name == study.Incidents[i].Name {
				perYear = s.Incidents[k].Rate.PerYear()
			}
		}
		for _, sample := range study.Incidents[i].Samples {
			lost[sample.Design.Name] += float64(perYear * sensitivity.MeanUserMinutes(sample))
			cost[sample.Design.Name] = sample.Design.CostPerHour
		}
	}
	first := study.Incidents[0].Samples[0].Design.Name
	for _, sample := range study.Incidents[0].Samples[1:] {
		name := sample.Design.Name
		r := remedy{Design: name, Against: first, Saved: lost[first] - lost[name]}
		if sample.Design.Buyer == string(policy.Tenant) {
			more := (cost[name] - cost[first]) * hoursOfYear
			if !math.IsNaN(more) {
				r.Costs = &more
			}
			if r.Saved > 0 && r.Costs != nil {
				each := math.Max(0, more) / r.Saved
				r.ByMinute = &each
			}
		}
		a.Remedies = append(a.Remedies, r)
	}
	return nil
}
