package year

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results/year"
	"failsim/sim"
)

// Simulate estimates what a year of operation with rare incidents costs each
// design: calendars are drawn in plenty, and of their episodes some are
// simulated request by request. Between episodes nothing happens.
func Simulate(ctx context.Context, s *scenario.Scenario, w *study.Workload, o Options) (*year.Study, error) {
	p, err := planYear(s, w, o)
	if err != nil {
		return nil, err
	}
	return p.simulate(ctx)
}

func planYear(s *scenario.Scenario, w *study.Workload, o Options) (*yearPlan, error) {
	designs, err := study.Pick(s.Designs, o.Designs, "design", func(d *scenario.Design) string { return d.Name })
	if err != nil {
		return nil, err
	}
	incidents, err := study.Pick(s.Incidents, o.Incidents, "incident", func(i *scenario.Incident) string { return i.Name })
	if err != nil {
		return nil, err
	}
	p := &yearPlan{options: o, designs: designs}
	if p.demand, err = study.NewDemand(w); err != nil {
		return nil, err
	}
	if p.calendars, err = newCalendars(s, p.demand, o.Seed, incidents); err != nil {
		return nil, err
	}
	p.strata, p.calendar = p.calendars.stratify(o.Calendars)
	allocate(p.strata, o.Episodes, o.Calendars, sim.NewKey(o.Seed, 0).Named("drawn"))
	return p, nil
}

// simulate makes all runs and files them.
func (p *yearPlan) simulate(ctx context.Context) (*year.Study, error) {
	o := &p.options
	tasks := p.tasks()
	if o.Plan != nil {
		o.Plan(p.foresee(tasks))
	}
	done, err := p.make(ctx, tasks)
	if err != nil {
		return nil, err
	}
	study := p.study()
	for i, t := range tasks {
		study.file(&p.strata[t.stratum].drawn[t.drawn], t, &done[i])
	}
	return &study.Study, nil
}

// make makes runs, but for those that are kept.
func (p *yearPlan) make(ctx context.Context, tasks []yearTask) ([]yearResult, error) {
	done := make([]yearResult, len(tasks))
	work := func(r *runner, i int) error {
		t, ok, err := tasks[i], false, error(nil)
		if done[i], ok, err = p.take(t); err != nil || ok {
			return err
		}
		e, d := &p.strata[t.stratum].drawn[t.drawn], p.designs[t.design]
		if done[i].run, err = r.run(e, d); err != nil {
			return err
		}
		if done[i].quiet = nil; t.twin && !done[i].run.untouched {
			quiet, err := r.quiet(e, d, done[i].run.lasted)
			if err != nil {
				return err
			}
			done[i].quiet = &quiet
		}
		return p.keep(t, &done[i])
	}
	return done, each(ctx, len(tasks), p.options.Jobs, p.runner, work, p.options.Progress)
}

func (p *yearPlan) runner() *runner {
	return &runner{demand: p.demand, seed: p.options.Seed, sampled: p.options.Sampled}
}

// tasks lists all runs, the longest first, so that no core waits long for the
// others at the end.
func (p *yearPlan) tasks() []yearTask {
	var tasks []yearTask
	twins := max(1, p.options.Twins)
	for k, s := range p.strata {
		for i := range s.drawn {
			for d := range p.designs {
				tasks = append(tasks, yearTask{k, i, d, (i+k)%twins == 0})
			}
		}
	}
	until := func(t yearTask) time.Duration { return p.strata[t.stratum].drawn[t.drawn].until }
	slices.SortStableFunc(tasks, func(a, b yearTask) int { return cmp.Compare(until(b), until(a)) })
	return tasks
}

// foresee returns how many runs there are to make, and how many requests they
// will have if none must be extended.
func (p *yearPlan) foresee(tasks []yearTask) (runs int, requests float64) {
	perHour := p.demand.Real / p.demand.Scenario.Weight / p.demand.Scenario.Year.Length.Hours()
	r := p.runner()
	for _, t := range tasks {
		e := &p.strata[t.stratum].drawn[t.drawn]
		if _, touched := r.happens(e, p.designs[t.design]); !touched {
			continue
		}
		length := float64(perHour * (e.until + margin).Hours())
		runs, requests = runs+1, requests+length
		if t.twin {
			requests += length
		}
	}
	return runs, requests
}

// each works through numbered tasks on several cores, with one worker each. The tasks
// may end in any order; a caller that wants an order keeps results by number.
func each[W any](ctx context.Context, n, jobs int, worker func() W, work func(W, int) error, progress func(done, total int)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	queue := make(chan int)
	var wait sync.WaitGroup
	var reporting sync.Mutex
	done := 0
	for range min(jobs, n) {
		wait.Go(func() {
			w := worker()
			for i := range queue {
				if err := work(w, i); err != nil {
					cancel(err)
					return
				}
				reporting.Lock()
				done++
				if progress != nil {
					progress(done, n)
				}
				reporting.Unlock()
			}
		})
	}
feed:
	for i := range n {
		select {
		case queue <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	wait.Wait()
	return context.Cause(ctx)
}
