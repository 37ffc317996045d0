package study

import (
	"context"
	"runtime"
	"sync"

	"failsim/results"
)

// task is one run.
type task struct{ incident, design, drawn int }

// parallel runs tasks on several cores. Each worker has a tally of its own;
// results are filed by place, so their order does not matter.
func parallel(ctx context.Context, tasks []task, o Options, run func(task, *results.Tally) error, file func(task, *results.Run)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan task)
	var wait sync.WaitGroup
	var filing sync.Mutex
	done := 0
	jobs := o.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	for range min(jobs, len(tasks)) {
		wait.Go(func() {
			tally := &results.Tally{}
			for t := range queue {
				if err := run(t, tally); err != nil {
					cancel(err)
					return
				}
				figures := tally.Run()
				filing.Lock()
				file(t, figures)
				done++
				if o.Progress != nil {
					o.Progress(done, len(tasks))
				}
				filing.Unlock()
			}
		})
	}
feed:
	for _, t := range tasks {
		select {
		case queue <- t:
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	wait.Wait()
	return context.Cause(ctx)
}
