package study

import (
	"context"

	"failsim/results/counted"
)

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
	if report := o.Progress; report != nil {
		o.Progress = func(done, _ int) { report(ready+done, len(tasks)) }
		if ready > 0 {
			report(ready, len(tasks))
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

// run makes the runs of a group.
func (c *comparison) run(group []task, tallies []*counted.Tally) error {
	runs := make([]*lane, len(group))
	for i, t := range group {
		runs[i] = &lane{choice: c.choice(t), layout: c.study.Incidents[t.incident].Layout, tally: tallies[i], loads: c.options.Loads}
	}
	return c.workload.abreast(runs)
}
