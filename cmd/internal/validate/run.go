package validate

import (
	"context"
	"math"
	"sync"
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/sim"
)

// Replications and Seed are those of the pass rule; they are never chosen.
const (
	Replications = 40
	Seed         = 1
)

// Options of a run.
type Options struct {
	Kinds        []Kind // nil: all
	Jobs         int    // cases at the same time, at least 1; answers do not depend on it
	ComputedOnly bool
	Progress     func(done, total int) // may be nil; calls do not overlap
	Clock        func() time.Time      // for the time that kinds took; nil: none is taken
}

// Status is what came of a case.
type Status string

// The statuses. A case is passed only if every metric of it was judged.
const (
	Passed          Status = "passed"
	Failed          Status = "failed"
	NotExpressible  Status = "inexpressible"
	whyUnknownKind         = "unknown kind"
	whyNotSimulated        = "only a simulation can tell, and the kind is not simulated"
	whyNoAnswer            = "no answer of that name"
	whyTooNoisy            = "4 standard errors exceed its tolerance, and it names no size at which they would not"
)

// Gap is a metric that could not be judged, and why. The whole case's metric
// is empty.
type Gap struct{ Metric, Why string }

// Result is what came of one case.
type Result struct {
	Case     *oracle.Case
	How      How // in which ways it was answered
	Status   Status
	Verdicts []Verdict
	Gaps     []Gap
	// Unsimulated are metrics that a simulation could be asked for and that only
	// theory answered, though the kind is simulated.
	Unsimulated []Gap
	Took        time.Duration
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

// judge answers one case in every way that its kind has.
func judge(ctx context.Context, c *oracle.Case, k Kind, computedOnly bool) Result {
	r := Result{Case: c}
	judged := map[string]bool{}
	reason := ""
	computed, simulated := false, false
	if k.Compute != nil {
		var values Values
		if why := c.Try(func() { values = k.Compute(c) }); why != nil {
			values, reason = nil, why.Error() // also if it was not to know a parameter
		}
		for _, metric := range c.Metrics() {
			got, ok := values[metric]
			if e := c.Expected[metric]; ok && e.CalcTolerance != nil {
				r.Verdicts = append(r.Verdicts, JudgeComputed(metric, e, got))
				judged[metric], computed = true, true
			}
		}
	}
	if k.simulated() && !computedOnly && reason == "" {
		verdicts, noisy, why := simulate(ctx, c, k)
		if why != nil {
			reason = why.Error()
		}
		for _, metric := range c.Metrics() {
			if judged[metric] && len(verdicts[metric]) == 0 && len(leaves(metric, c.Expected[metric])) > 0 {
				because := reason
				if noisy[metric] {
					because = whyTooNoisy
				}
				r.Unsimulated = append(r.Unsimulated, Gap{metric, because})
			}
		}
		for _, metric := range c.Metrics() {
			judged[metric] = judged[metric] || len(verdicts[metric]) > 0
			r.Verdicts = append(r.Verdicts, verdicts[metric]...)
		}
		simulated = len(verdicts) > 0
	}
	r.How = how(computed, simulated)
	if r.How == Neither && reason != "" {
		r.Gaps = []Gap{{"", reason}}
	} else {
		r.Gaps = gaps(c, judged, reason)
	}
	r.Status = statusOf(r)
	return r
}

func gaps(c *oracle.Case, judged map[string]bool, reason string) []Gap {
	var list []Gap
	for _, metric := range c.Metrics() {
		if judged[metric] {
			continue
		}
		why := reason
		switch e := c.Expected[metric]; {
		case why != "":
		case e.CalcTolerance == nil && e.Simulable():
			why = whyNotSimulated
		default:
			why = whyNoAnswer
		}
		list = append(list, Gap{metric, why})
	}
	return list
}

func statusOf(r Result) Status {
	for _, v := range r.Verdicts {
		if !v.OK {
			return Failed
		}
	}
	if len(r.Gaps) > 0 {
		return NotExpressible
	}
	return Passed
}

// simulate runs the replications of a case and judges every metric that was
// measured. A nested metric counts as measured if all its parts were. noisy
// are those that replications of this size cannot tell from its tolerance.
func simulate(ctx context.Context, c *oracle.Case, k Kind) (verdicts map[string][]Verdict, noisy map[string]bool, why error) {
	total := float64(k.Size)
	for _, e := range c.Expected {
		total = max(total, e.SimMinN)
	}
	size := int(math.Ceil(total / Replications))
	replicate := func(replication int) Estimates {
		return k.Simulate(c, size, sim.NewKey(Seed, replication).Named(c.ID))
	}
	if k.System != nil {
		if why := c.Try(func() { replicate = k.System(c, size).run() }); why != nil {
			return nil, nil, why
		}
	}
	estimates := map[string][]float64{}
	for replication := range Replications {
		if ctx.Err() != nil {
			return nil, nil, nil
		}
		var one Estimates
		simulateOne := func() { one = replicate(replication) }
		if k.System != nil {
			simulateOne() // all parameters are in its file
		} else if why := c.Try(simulateOne); why != nil {
			return nil, nil, why
		}
		for path, x := range one {
			estimates[path] = append(estimates[path], x)
		}
	}
	verdicts, noisy = map[string][]Verdict{}, map[string]bool{}
	for _, metric := range c.Metrics() {
		parts := leaves(metric, c.Expected[metric])
		for _, part := range parts {
			x, ok := estimates[part.path]
			if !ok || len(x) != Replications {
				continue
			}
			if undecidable(part.expected, x) {
				noisy[metric] = true
				continue
			}
			verdicts[metric] = append(verdicts[metric], JudgeSimulated(part.path, part.expected, x, c.Status == "approximation"))
		}
		if len(verdicts[metric]) < len(parts) {
			delete(verdicts, metric)
		}
	}
	return verdicts, noisy, nil
}

// undecidable tells that the replications are too short for the rule: a metric
// that gives a size gets it, and is judged whatever comes of it, as is one
// that only a simulation can tell; of another, four standard errors must fit
// into the tolerance, as they do at the sizes that are given.
func undecidable(e oracle.Expected, estimates []float64) bool {
	if e.SimMinN > 0 || e.CalcTolerance == nil || e.SimTolerance == nil {
		return false
	}
	want, _ := asNumber(e.Value)
	_, se := meanAndError(estimates)
	return 4*se > *e.SimTolerance*math.Abs(want)
}
