package main

import (
	"context"
	"fmt"
	"math"
	"strings"

	"failsim/cmd/internal/study"
	"failsim/models/figures"
	"failsim/models/file"
	"failsim/sim/portable"
)

// precision is how well one figure is to be known.
type precision struct {
	share  float64 // of its mean, half the interval
	metric string  // "station front/mean_wait"
	limit  int     // replications
}

type queueFlags struct {
	seed               uint64
	replications, jobs int
	asJSON             bool
	precision, of      string
	limit              int
}

// replicate runs replications until the figure is known as well as asked for:
// from the noise so far follows how many that takes. Nil: the number asked for
// is run.
func (f *queueFlags) replicate(ctx context.Context, s system, p *precision) ([]*figures.Report, error) {
	reports, err := study.Queue(ctx, s.name, s.run, f.seed, 0, f.replications, f.jobs)
	if err != nil || p == nil {
		return reports, err
	}
	for {
		list, err := study.QueueFigures(s.name, f.seed, reports)
		if err != nil {
			return nil, err
		}
		e, err := p.find(list)
		if err != nil {
			return nil, err
		}
		n := len(reports)
		half := float64(e.CI95[1]-e.CI95[0]) / 2
		if half <= p.share*math.Abs(e.Mean) {
			return reports, nil
		}
		wanted := math.Ceil(float64(n) * portable.Pow(half/(p.share*math.Abs(e.Mean)), 2))
		if n >= p.limit || !(wanted < math.Inf(1)) {
			return nil, no{fmt.Errorf("%s: after %d replications %s is %.4g ± %.2g: a precision of %s is not reached, and would take about %.0f",
				s.name, n, p.metric, e.Mean, half, file.FormatShare(p.share), wanted)}
		}
		// A tenth more, as noise is not known well; at least one.
		next := int(math.Min(float64(p.limit), math.Max(float64(n+1), 1.1*wanted)))
		more, err := study.Queue(ctx, s.name, s.run, f.seed, n, next-n, f.jobs)
		if err != nil {
			return nil, err
		}
		reports = append(reports, more...)
	}
}

// find returns the figure that is asked for. What has no value, or one whose
// noise says nothing, has no precision.
func (p *precision) find(list []study.QueueFigure) (study.QueueFigure, error) {
	of, name, _ := strings.Cut(p.metric, "/")
	var all []string
	for _, e := range list {
		all = append(all, e.Of+"/"+e.Name)
		if e.Of != of || e.Name != name {
			continue
		}
		switch {
		case e.Why != "":
			return e, usage("--precision of %s: %s", p.metric, e.Why)
		case e.Warning != "":
			return e, usage("--precision of %s cannot be promised: %s", p.metric, e.Warning)
		case e.Mean == 0:
			return e, usage("--precision of %s: a share of a mean of 0 is 0", p.metric)
		case e.CI95 == nil:
			return e, usage("--precision of %s: %s", p.metric, e.Words())
		}
		return e, nil
	}
	return study.QueueFigure{}, usage("--of %s: no such figure%s", p.metric, hint(p.metric, all))
}

// asked reads which precision is wanted; nil: none.
func (f *queueFlags) asked() (*precision, error) {
	if f.precision == "" && f.of == "" {
		return nil, nil
	}
	if f.precision == "" || f.of == "" {
		return nil, usage(`--precision and --of go together, as in --precision 5%% --of "station front/mean_wait"`)
	}
	share, err := file.ParseShare(f.precision)
	if err != nil || share <= 0 || share >= 1 {
		return nil, usage("--precision %s: a share above 0%% and below 100%%, like 5%%", f.precision)
	}
	if f.limit < f.replications || f.limit > mostReplications {
		return nil, usage("--limit %d: from --replications, %d, to %d", f.limit, f.replications, mostReplications)
	}
	return &precision{share, f.of, f.limit}, nil
}
