package study

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"

	"failsim/models/queue"
)

// Queue runs replications of a queueing system in parallel and returns their
// reports in order: they do not depend on jobs, which is one a core if 0.
func Queue(ctx context.Context, spec *queue.Spec, seed uint64, replications, jobs int) ([]*queue.Report, error) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	reports := make([]*queue.Report, replications)
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(jobs, replications) {
		wait.Go(func() {
			for k := range next {
				func() {
					defer func() {
						if p := recover(); p != nil {
							cancel(&Broken{Design: spec.Name, Incident: "none", Seed: seed, Replication: k, What: p, Stack: debug.Stack()})
						}
					}()
					reports[k] = queue.Run(spec, seed, k)
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
