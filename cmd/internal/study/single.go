package study

import (
	"slices"
	"time"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/sim"
)

// Single says which one run to follow.
type Single struct {
	Design, Incident string // Incident may be empty: the first
	Sampled          bool
	Seed             uint64
	Replication      int
}

// Follow makes one run and tells its events one by one, with their time since
// the first fault; tell may be nil.
func Follow(s *scenario.Scenario, w *Workload, c Single, report func(since time.Duration, line string)) (*results.Study, error) {
	designs, err := Pick(s.Designs, []string{c.Design}, "design", func(d *scenario.Design) string { return d.Name })
	if err != nil {
		return nil, err
	}
	if c.Incident == "" {
		c.Incident = s.Incidents[0].Name
	}
	incidents, err := Pick(s.Incidents, []string{c.Incident}, "incident", func(i *scenario.Incident) string { return i.Name })
	if err != nil {
		return nil, err
	}
	layout := w.Layout(incidents[0])
	tally := &counted.Tally{}
	if report != nil {
		onset := layout.Onset
		if onset == sim.Never {
			onset = 0
		}
		tally.Narrator = func(at sim.Time, line string) { report(at.Sub(onset), line) }
	}
	choice := world.Choice{Design: designs[0], Incident: incidents[0], Sampled: c.Sampled, Seed: c.Seed, Replication: c.Replication}
	if err := w.abreast([]*lane{{choice: choice, layout: layout, tally: tally}}); err != nil {
		return nil, err
	}
	sample := results.NewSample(w.Describe(designs[0], incidents[0]), layout, 1)
	sample.Add(0, tally.Run())
	return &results.Study{Scenario: s.Name, About: s.About, Seed: c.Seed, Replications: 1, Inputs: w.Inputs,
		Notes:     slices.Concat(w.Notes, w.CautionsOfRuns(designs, incidents, c.Sampled)),
		Incidents: []results.Incident{{Name: incidents[0].Name, Title: incidents[0].Title, Layout: layout, Offered: w.offered(layout.Length), Samples: []*results.Sample{sample}}}}, nil
}
