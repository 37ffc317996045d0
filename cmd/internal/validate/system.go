package validate

import (
	"context"
	"strings"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/figures"
	"failsim/models/file"
	queues "failsim/models/queue"
	"failsim/models/reliability"
	"failsim/strategies"
)

// System is a file, of queues or of what fails and is mended, that answers a
// case, and what its reports call a metric. Streams and components are named
// after the case, so that no two cases share their draws.
type System struct {
	File    string
	Name    string // of the file in errors; "case" if it is made for one
	Figures map[string]Figure
	// Derived metrics follow from several figures of a report.
	Derived map[string]func(r *figures.Report) float64
	// Omitted are metrics that the file does not measure, and why.
	Omitted map[string]string
	// Also are further files of the case.
	Also []System
}

// nameOf returns a case's id as files may name a thing.
func nameOf(c *oracle.Case) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '-'
	}, strings.ToLower(c.ID))
}

// Figure is one of a report; a Scale other than 0 turns its unit into the
// metric's.
type Figure struct {
	Of, Name string
	Scale    float64
}

// figuresOf pairs metrics with names of figures of one station or stream.
func figuresOf(of string, pairs ...string) map[string]Figure {
	all := map[string]Figure{}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = Figure{of, pairs[i+1], 1}
	}
	return all
}

// hourly are figures in seconds of metrics in hours.
func hourly(of string, pairs ...string) map[string]Figure {
	all := figuresOf(of, pairs...)
	for metric, f := range all {
		f.Scale = 1. / secondsPerHour
		all[metric] = f
	}
	return all
}

func (s *System) add(more map[string]Figure) {
	for metric, f := range more {
		s.Figures[metric] = f
	}
}

// reported are the quantiles that reports of queues tell.
var reported = map[string]bool{"p50": true, "p90": true, "p95": true, "p99": true, "p999": true}

// quantilesOf asks for the quantiles of a figure that a case expects.
func (s *System) quantilesOf(c *oracle.Case, of, name, suffix string) {
	eachQuantile(c, name, suffix, func(metric string, _ float64) {
		digits := strings.TrimSuffix(strings.TrimPrefix(metric, name+"_"), suffix)
		if reported[digits] {
			s.Figures[metric] = Figure{of, name + "_" + digits, 1}
		} else {
			s.omit(metric, "reports lack "+digits)
		}
	})
}

func (s *System) omit(metric, why string) {
	if s.Omitted == nil {
		s.Omitted = map[string]string{}
	}
	s.Omitted[metric] = why
	delete(s.Figures, metric)
}

func (s *System) name() string {
	if s.Name == "" {
		return "case"
	}
	return s.Name
}

// reader reads the file and returns what simulates a replication of it.
func (s *System) reader() func(seed uint64, replication int) *figures.Report {
	content := []byte(s.File)
	if strings.HasPrefix(s.File, "reliability:") {
		spec, err := reliability.Read(s.name(), content)
		if err != nil {
			oracle.Refuse("a file of components: %v", err)
		}
		return func(seed uint64, replication int) *figures.Report { return reliability.Run(spec, seed, replication) }
	}
	spec, err := queues.Read(s.name(), content, strategies.All())
	if err != nil {
		oracle.Refuse("a queueing system: %v", err)
	}
	return func(seed uint64, replication int) *figures.Report { return queues.Run(spec, seed, replication) }
}

// measure runs replications of the file, and of those beside it.
func (s *System) measure(ctx context.Context, seed uint64, n int) (m measured, why error) {
	defer func() {
		if r := recover(); r != nil {
			refused, ok := r.(oracle.Inexpressible)
			if !ok {
				panic(r)
			}
			why = refused
		}
	}()
	m = measured{estimates: map[string]sample{}, omitted: s.Omitted}
	if s.File != "" {
		s.measureFile(ctx, seed, n, m.estimates)
	}
	for i := range s.Also {
		other, why := s.Also[i].measure(ctx, seed, n)
		if why != nil {
			return m, why
		}
		for metric, e := range other.estimates {
			m.estimates[metric] = e
		}
	}
	return m, nil
}

// measureFile runs replications of the file and adds what they show.
func (s *System) measureFile(ctx context.Context, seed uint64, n int, estimates map[string]sample) {
	run := s.reader()
	reports := make([]*figures.Report, 0, n)
	for replication := range n {
		if ctx.Err() != nil {
			return
		}
		reports = append(reports, run(seed, replication))
	}
	list := figures.Estimates(reports)
	for metric, f := range s.Figures {
		e, ok := figures.Find(list, f.Of, f.Name)
		if !ok && s.Name != "" {
			oracle.Refuse("metric %s: %s has no figure %s/%s%s", metric, s.Name, f.Of, f.Name, nearestFigure(list, f))
		}
		if !ok {
			panic("validate: no figure " + f.Of + " " + f.Name)
		}
		scale := f.Scale
		if scale == 0 {
			scale = 1
		}
		estimates[metric] = sample{e.Mean * scale, noise(e) * scale, e.Replications}
	}
	for metric, of := range s.Derived {
		e := figures.Over(reports, of)
		estimates[metric] = sample{e.Mean, noise(e), e.Replications}
	}
}

// nearestFigure hints at what may be meant.
func nearestFigure(list []figures.Estimate, f Figure) string {
	var names []string
	for i := range list {
		names = append(names, list[i].Of+"/"+list[i].Name)
	}
	return file.Hint(f.Of+"/"+f.Name, names)
}

// noise is the standard error, 0 of a single run.
func noise(e figures.Estimate) float64 {
	if e.Replications < 2 {
		return 0
	}
	return e.SE
}
