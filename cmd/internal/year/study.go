package year

import (
	"slices"
	"time"

	"failsim/models/world/scenario"
	"failsim/results/year"
)

// yearStudy is a study of a year in the making.
type yearStudy struct{ year.Study }

// study lays out what the simulated episodes will be filed in.
func (p *yearPlan) study() *yearStudy {
	d, c, o := p.demand, p.calendars, &p.options
	s := d.Scenario
	busiest := *d.Workload // the posture is bought for the busiest day
	busiest.Peaks = nil
	for _, p := range d.Peaks {
		busiest.Peaks = append(busiest.Peaks, p*d.Most)
	}
	y := &yearStudy{year.Study{Scenario: s.Name, About: s.About, Seed: o.Seed, Sampled: o.Sampled, Length: s.Year.Length,
		Memory: s.Year.Memory, Availability: s.Objectives.Availability, Requests: d.Real, Weight: s.Weight, Calendar: p.calendar,
		Inputs: d.Inputs, Notes: slices.Concat(d.Notes, busiest.Cautions(p.designs, c.kinds, o.Sampled))}}
	for k, i := range c.kinds {
		y.Kinds = append(y.Kinds, year.Kind{Name: i.Name, Title: i.Title, PerYear: c.perYear[k]})
	}
	if slices.ContainsFunc(p.strata, func(s *stratum) bool { return s.kind == len(c.kinds) }) {
		y.Kinds = append(y.Kinds, year.Kind{Name: sharedKind, Title: "an incident that takes along what providers share, part of the rates above"})
		for _, s := range p.strata {
			if s.kind == len(c.kinds) {
				y.Kinds[s.kind].PerYear += float64(len(s.episodes)) / float64(len(p.calendar))
			}
		}
	}
	for _, design := range p.designs {
		y.Designs = append(y.Designs, year.Design{Design: busiest.Describe(design, &scenario.Incident{})})
	}
	for _, x := range p.strata {
		list := year.Stratum{Name: x.name, Kind: x.kind, Episodes: len(x.episodes)}
		for _, e := range x.episodes {
			list.Exposure = max(list.Exposure, e.exposure)
		}
		for i := range x.drawn {
			list.Drawn = append(list.Drawn, year.Episode{Name: x.drawn[i].name(), Runs: make([]year.Run, len(p.designs))})
		}
		y.Strata = append(y.Strata, list)
	}
	return y
}

// file puts a run and its twin in their place.
func (y *yearStudy) file(e *episode, t yearTask, r *yearResult) {
	d := &y.Designs[t.design]
	y.Strata[t.stratum].Drawn[t.drawn].Runs[t.design] = year.Run{Harm: r.run.Harm, Arrived: r.run.Arrived}
	d.Simulated += r.run.Arrived
	d.Add(r.run.Causes)
	if r.run.outlived {
		y.Outlived++
	}
	y.LongestQuiet = max(y.LongestQuiet, r.run.lasted-e.until)
	if r.quiet == nil {
		return
	}
	q := &d.Quiet
	d.Simulated += r.quiet.Arrived
	q.Runs++
	q.Arrived += r.quiet.Arrived
	q.Lost += r.quiet.Lost
	q.Harm = q.Harm.Plus(r.quiet.Harm)
	if minute, differs := r.run.LastDifference(r.quiet); differs {
		from := time.Duration(minute) * time.Minute
		q.LongestLag = max(q.LongestLag, from+time.Minute-e.until)
		if from >= r.run.lasted-margin {
			q.Differ++
		}
	}
}
