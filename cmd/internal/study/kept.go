package study

import (
	"context"

	"failsim/models/world/scenario"
	"failsim/results/counted"
)

// RunID names a run of a study.
type RunID struct {
	Point            string `json:",omitempty"` // the scenario's edits, where a study has several points
	Incident, Design string
	Replication      int
	Stopped          bool // the design's gates stop the operator error
}

// Kept are runs that were made before, by an earlier try or on other machines.
// Methods may be called concurrently.
type Kept interface {
	// Get returns the bytes of a run; nil if it is not there.
	Get(id RunID) []byte
	// Put is told of each run that is made.
	Put(id RunID, run []byte) error
}

// idOf names the run of a task.
func (c *comparison) idOf(t task) RunID {
	replication, stopped := c.study.Incidents[t.incident].Samples[t.design].Drawn(t.drawn)
	return RunID{Incident: c.incidents[t.incident].Name, Design: c.designs[t.design].Name, Replication: replication, Stopped: stopped}
}

// all makes runs, but for those that are kept, and files each.
func (c *comparison) all(ctx context.Context, tasks []task, o Options, file func(task, *counted.Run)) error {
	kept := c.options.Kept
	if kept == nil {
		return parallel(ctx, c.groups(tasks), o, c.run, file)
	}
	var rest []task
	for _, t := range tasks {
		data := kept.Get(c.idOf(t))
		if data == nil {
			rest = append(rest, t)
			continue
		}
		r, err := counted.Decode(data, c.study.Incidents[t.incident].Samples[t.design].Layout())
		if err != nil {
			return err
		}
		file(t, r)
	}
	ready := len(tasks) - len(rest)
	if tell := o.Progress; tell != nil {
		o.Progress = func(done, _ int) { tell(ready+done, len(tasks)) }
		if ready > 0 {
			tell(ready, len(tasks))
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	return parallel(ctx, c.groups(rest), o, c.run, func(t task, r *counted.Run) {
		data, err := counted.Encode(r)
		if err == nil {
			err = kept.Put(c.idOf(t), data)
		}
		if err != nil {
			cancel(err)
		}
		file(t, r)
	})
}

// Part is a shard of a study: every Of-th run, from run Number on.
type Part struct {
	Number, Of int
	seen       int
}

// Mine tells whether the next run is of this shard.
func (p *Part) Mine() bool {
	p.seen++
	return (p.seen-p.Number)%p.Of == 0
}

// Shard makes the runs of one of several shards of a study, and hands them to
// o.Kept. Shards together make every run that the study may need: what a design's
// strata turn out to explain is known only when all are there, so each design has
// as many as it could be given.
func Shard(ctx context.Context, s *scenario.Scenario, w *Workload, o Options, part *Part) error {
	c, err := newComparison(s, w, o)
	if err != nil {
		return err
	}
	first := make([][]int, len(c.incidents))
	for i := range c.incidents {
		for d, sample := range c.study.Incidents[i].Samples {
			p := newSampler(s, c.incidents[i], w.means, o.Sampled, o.Seed)
			drawn, _ := p.runsOf(w.Fixed, c.designs[d], sample.Design.ErrorPasses)
			if p.draw(o.Replications); o.AsExactAs > o.Replications {
				p.deepen(o.AsExactAs)
			}
			sample.Lengthen(drawn)
			first[i] = append(first[i], 0)
		}
	}
	var mine []task
	for _, t := range c.tasks(first) {
		if c.leaders[t.incident][t.design] >= 0 && t.drawn >= twins {
			continue // its leader's runs stand for it
		}
		if part.Mine() {
			mine = append(mine, t)
		}
	}
	return c.all(ctx, mine, o, func(task, *counted.Run) {})
}
