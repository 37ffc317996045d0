package study

import (
	"context"
	"runtime"
	"sync"

	"failsim/models/world"
	"failsim/results/counted"
)

// mostAbreast is how many runs go on side by side at most. Each takes its memory, and
// more were no faster where it was measured: their worlds drive each other out of the
// caches. With five the default comparison took as long and a sixth more memory (29
// November 2026).
const mostAbreast = 4

// turns is how many groups each job is to have at least, so that none is idle for
// long while others end.
const turns = 4

// groups puts tasks together whose runs meet the same requests, for a job to make
// abreast.
func (c *comparison) groups(tasks []task) [][]task {
	most := max(1, min(mostAbreast, len(tasks)/(turns*c.options.jobs())))
	if n := c.options.Abreast; n > 0 {
		most = min(most, n)
	}
	var groups [][]task
	open := map[world.Demand]int{} // by their requests: the group to which more may come
	for _, t := range tasks {
		choice := c.choice(t)
		d := choice.Demand()
		g, ok := open[d]
		if !ok || len(groups[g]) == most {
			g = len(groups)
			open[d], groups = g, append(groups, nil)
		}
		groups[g] = append(groups[g], t)
	}
	return groups
}

// jobs returns how many there are at a time.
func (o *Options) jobs() int {
	if o.Jobs > 0 {
		return o.Jobs
	}
	return runtime.GOMAXPROCS(0)
}

// parallel makes the runs of groups on several cores. Each worker has tallies of its
// own; results are filed by place, so their order does not matter.
func parallel(ctx context.Context, groups [][]task, o Options, run func([]task, []*counted.Tally) error, file func(task, *counted.Run)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan []task)
	var wait sync.WaitGroup
	var filing sync.Mutex
	done, total := 0, 0
	for _, g := range groups {
		total += len(g)
	}
	for range min(o.jobs(), len(groups)) {
		wait.Go(func() {
			var tallies []*counted.Tally
			for group := range queue {
				for len(tallies) < len(group) {
					tallies = append(tallies, &counted.Tally{})
				}
				if err := run(group, tallies); err != nil {
					cancel(err)
					return
				}
				for i, t := range group {
					figures := tallies[i].Run()
					filing.Lock()
					file(t, figures)
					done++
					if o.Progress != nil {
						o.Progress(done, total)
					}
					filing.Unlock()
				}
			}
		})
	}
feed:
	for _, g := range groups {
		select {
		case queue <- g:
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	wait.Wait()
	return context.Cause(ctx)
}
