package study

import (
	"context"
	"slices"

	"failsim/models/world/scenario"
	"failsim/results"
)

// Compare runs every design against every incident and gathers the results.
func Compare(ctx context.Context, s *scenario.Scenario, w *Workload, o Options) (*results.Study, error) {
	c, err := newComparison(s, w, o)
	if err != nil {
		return nil, err
	}
	if err := c.extend(ctx, o.Replications); err != nil {
		return nil, c.stopped(ctx, err)
	}
	if err := c.deepen(ctx); err != nil {
		return nil, c.stopped(ctx, err)
	}
	if o.Precision != nil {
		if err = c.refine(ctx); ctx.Err() != nil {
			return nil, c.stopped(ctx, err)
		}
	}
	for i := range c.samplers {
		c.study.Notes = append(c.study.Notes, c.samplers[i].notes(c.incidents[i].Name)...)
	}
	c.study.Notes = append(c.study.Notes, c.notesOfAlike()...)
	return c.study, err
}

// newComparison is a study without a run.
func newComparison(s *scenario.Scenario, w *Workload, o Options) (*comparison, error) {
	designs, err := Pick(s.Designs, o.Designs, "design", func(d *scenario.Design) string { return d.Name })
	if err != nil {
		return nil, err
	}
	incidents, err := Pick(s.Incidents, o.Incidents, "incident", func(i *scenario.Incident) string { return i.Name })
	if err != nil {
		return nil, err
	}
	c := &comparison{scenario: s, workload: w, options: o, designs: designs, incidents: incidents, twinsAgree: map[[2]int]bool{}}
	c.study = &results.Study{Scenario: s.Name, About: s.About, Seed: o.Seed, Replications: o.Replications, Inputs: w.Inputs,
		Cautions: slices.Concat(w.Notes, w.CautionsOfRuns(designs, incidents, o.Sampled)), Logged: w.Logged}
	c.study.Notes = slices.Clone(c.study.Cautions)
	for _, incident := range incidents {
		c.addIncident(incident)
	}
	return c, nil
}

// Growing is a study to which replications are added until they are enough.
type Growing struct{ of *comparison }

// Grow begins a study without a run; Options.Replications, AsExactAs and Precision
// say nothing here.
func Grow(s *scenario.Scenario, w *Workload, o Options) (*Growing, error) {
	o.Replications, o.AsExactAs, o.Precision = 0, 0, nil
	c, err := newComparison(s, w, o)
	return &Growing{c}, err
}

// To adds replications until there are n, and returns the study: the same as one
// that was asked for n from the start.
func (g *Growing) To(ctx context.Context, n int) (*results.Study, error) {
	if n > g.of.study.Replications {
		if err := g.of.extend(ctx, n); err != nil {
			return nil, err
		}
		g.of.study.Replications = n
	}
	return g.of.study, nil
}

// Study returns what there is so far, which may be no run at all.
func (g *Growing) Study() *results.Study { return g.of.study }

// addIncident makes room for the runs of every design in an incident.
func (c *comparison) addIncident(incident *scenario.Incident) {
	p := newSampler(c.scenario, incident, c.workload.means, c.options.Sampled, c.options.Seed)
	in := results.Incident{Name: incident.Name, Title: incident.Title, Offered: c.workload.offered(min(incident.Length, c.workload.length)), Layout: c.workload.Layout(incident)}
	for _, design := range c.designs {
		describe := c.workload.Describe(design, incident)
		drawn, class := p.runsOf(c.workload.Fixed, design, describe.ErrorPasses)
		in.Samples = append(in.Samples, results.NewStratified(describe, in.Layout, drawn, class))
	}
	c.samplers, c.leaders = append(c.samplers, p), append(c.leaders, c.leadersOf(incident, in.Samples))
	c.study.Incidents = append(c.study.Incidents, in)
}
