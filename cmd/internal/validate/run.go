package validate

import (
	"context"
	"sync"
	"time"

	"failsim/cmd/internal/validate/oracle"
)

// Options of a run.
type Options struct {
	Kinds        []Kind // nil: all
	Jobs         int    // cases at the same time, at least 1; answers do not depend on it
	ComputedOnly bool
	Progress     func(done, total int) // may be nil; calls do not overlap
	Clock        func() time.Time      // for the time that kinds took; nil: none is taken
}

// Run judges cases, in parallel, and returns results in their order. The
// error is that of the context.
func Run(ctx context.Context, cases []*oracle.Case, o Options) ([]Result, error) {
	kinds := map[string]Kind{}
	if o.Kinds == nil {
		o.Kinds = Kinds()
	}
	for _, k := range o.Kinds {
		kinds[k.Name] = k
	}
	if o.Clock == nil {
		o.Clock = func() time.Time { return time.Time{} }
	}
	results := make([]Result, len(cases))
	next := make(chan int)
	var workers sync.WaitGroup
	var report sync.Mutex
	done := 0
	for range max(o.Jobs, 1) {
		workers.Go(func() {
			for i := range next {
				kind, known := kinds[cases[i].Kind]
				if cases[i].File != "" {
					kind, known = own(cases[i]), true
				}
				start := o.Clock()
				if known {
					results[i] = judge(ctx, cases[i], kind, o.ComputedOnly)
				} else {
					results[i] = Result{Case: cases[i], Status: NotExpressible, Gaps: []Gap{{"", whyUnknownKind + " " + cases[i].Kind}}}
				}
				results[i].Took = o.Clock().Sub(start)
				report.Lock()
				done++
				if o.Progress != nil {
					o.Progress(done, len(cases))
				}
				report.Unlock()
			}
		})
	}
	for i := range cases {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return results, nil
}
