package study

import (
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
)

// comparison is a study in the making.
type comparison struct {
	scenario  *scenario.Scenario
	workload  *Workload
	options   Options
	designs   []*scenario.Design
	incidents []*scenario.Incident
	samplers  []*sampler // by incident
	leaders   [][]int    // by incident and design: see leadersOf
	// twinsAgree tells, by incident and design, whether the first runs are its leader's.
	twinsAgree map[[2]int]bool
	study      *results.Study
}

// task is one run.
type task struct{ incident, design, drawn int }

func (c *comparison) choice(t task) world.Choice {
	replication, stopped := c.study.Incidents[t.incident].Samples[t.design].Drawn(t.drawn)
	return world.Choice{Design: c.designs[t.design], Incident: c.incidents[t.incident], Sampled: c.options.Sampled,
		Seed: c.options.Seed, Replication: replication, Spared: stopped}
}

func (c *comparison) file(t task, r *counted.Run) {
	c.study.Incidents[t.incident].Samples[t.design].Add(t.drawn, r)
}
