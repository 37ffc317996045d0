package study

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"

	"failsim/models/figures"
	"failsim/models/queue"
)

// Queue runs replications first to first+replications-1 of a file of queues, or
// of what fails and is mended, in parallel and returns their reports in order:
// they do not depend on jobs, which is one a core if 0.
func Queue(ctx context.Context, name string, run func(seed uint64, replication int) *figures.Report, seed uint64, first, replications, jobs int) ([]*figures.Report, error) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	reports := make([]*figures.Report, replications)
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(jobs, replications) {
		wait.Go(func() {
			for k := range next {
				func() {
					defer func() {
						p := recover()
						if b, ok := p.(*queue.Backlog); ok {
							cancel(b)
						} else if p != nil {
							cancel(&Broken{Design: name, Incident: "none", Seed: seed, Replication: first + k, What: p, Stack: debug.Stack()})
						}
					}()
					reports[k] = run(seed, first+k)
				}()
			}
		})
	}
feed:
	for k := range replications {
		select {
		case next <- k:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wait.Wait()
	return reports, context.Cause(ctx)
}
