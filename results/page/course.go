package page

import (
	"math"
	"slices"
	"strings"
)

// The columns by region.
const (
	misconfiguredColumn = "lb_damaged_share:"
	capacityColumn      = "capacity_per_s"              // results of older versions have none
	refusedColumn       = "control_plane_failed_share:" // results of older versions have none
)

// readTimeline reads requests, and damage by region, in the steps of timeline.csv.
func (r *result) readTimeline(t *table) error {
	if err := t.needs("incident", "design", "t_minutes_since_onset", "requests_per_run", "failed_per_run"); err != nil {
		return err
	}
	r.course = make([]course, len(r.Incidents))
	var regions, columns, calls []string
	for _, column := range t.head {
		if name, ok := strings.CutPrefix(column, misconfiguredColumn); ok {
			regions, columns = append(regions, name), append(columns, column)
			if _, ok := t.at[refusedColumn+name]; ok {
				calls = append(calls, refusedColumn+name)
			}
		}
	}
	var capacity []string
	if _, ok := t.at[capacityColumn]; ok {
		capacity = []string{capacityColumn}
	}
	steps := make([][][]step, len(r.Incidents)) // by incident, design
	for i := range r.Incidents {
		steps[i] = make([][]step, len(r.Incidents[i].Designs))
	}
	err := r.eachRow(t, func(i, d int) error {
		x, err := t.numbers("t_minutes_since_onset", "requests_per_run", "failed_per_run")
		if err != nil {
			return err
		}
		misconfigured, err := t.numbers(columns...)
		if err != nil {
			return err
		}
		refused, err := t.numbers(calls...)
		if err != nil {
			return err
		}
		s := step{x[0], x[1], x[2], math.NaN(), misconfigured, refused}
		if known, err := t.numbers(capacity...); err != nil {
			return err
		} else if len(known) > 0 {
			s.capacity = known[0]
		}
		steps[i][d] = append(steps[i][d], s)
		return nil
	})
	if err != nil {
		return err
	}
	for i := range r.course {
		r.course[i] = r.courseOf(steps[i], regions)
	}
	return nil
}

// step is a row of timeline.csv.
type step struct {
	at, requests, failed   float64
	capacity               float64
	misconfigured, refused []float64
}

// courseOf spreads steps over their windows, evenly, as nothing is known within.
func (r *result) courseOf(designs [][]step, regions []string) course {
	c := course{window: r.windowMinutes(), step: 1, regions: regions, designs: make([]lines, len(designs))}
	c.windows = r.windowsOf(designs, c.window)
	for d, steps := range designs {
		l := &c.designs[d]
		l.offered, l.lost, l.tries = make([]float64, c.windows), make([]float64, c.windows), make([]float64, c.windows)
		l.capacity = make([]float64, c.windows)
		l.misconfigured, l.refused = make([][]float64, len(regions)), make([][]float64, len(regions))
		for g := range regions {
			l.misconfigured[g], l.refused[g] = make([]float64, c.windows), slices.Repeat([]float64{math.NaN()}, c.windows)
		}
		for k, s := range steps {
			first := int(math.Round((s.at - steps[0].at) / c.window))
			last := c.windows
			if k+1 < len(steps) {
				last = int(math.Round((steps[k+1].at - steps[0].at) / c.window))
			}
			c.from, c.step = steps[0].at, max(c.step, last-first)
			for w := first; w < last && w < c.windows; w++ {
				l.offered[w], l.lost[w], l.tries[w] = s.requests/float64(last-first)/c.window/60*r.weight(), s.failed/s.requests, 1
				l.capacity[w] = s.capacity
				for g, share := range s.misconfigured {
					l.misconfigured[g][w] = share
				}
				for g, share := range s.refused {
					l.refused[g][w] = share
				}
			}
		}
	}
	return c
}

// windowsOf returns how many windows an incident has, which may end before the scenario
// does: as many as its steps, of which the last is as long as the others.
func (r *result) windowsOf(designs [][]step, window float64) int {
	windows := int(math.Ceil(float64(r.LengthS)/60/window - 1e-9))
	for _, steps := range designs {
		n, longest := len(steps), 0.0
		for k := 1; k < n; k++ {
			longest = max(longest, steps[k].at-steps[k-1].at)
		}
		if n > 1 {
			windows = min(windows, int(math.Round((steps[n-1].at-steps[0].at+longest)/window)))
		}
	}
	return windows
}

func (r *result) windowMinutes() float64 {
	if r.WindowS.Known() && r.WindowS > 0 {
		return float64(r.WindowS) / 60
	}
	return 1
}

// weight is how many requests one simulated stands for.
func (r *result) weight() float64 {
	if r.Weight > 0 {
		return float64(r.Weight)
	}
	return 1
}

// readFailures makes the windows exact in which something went wrong, and so all
// others: without a row, nothing failed.
func (r *result) readFailures(t *table) error {
	if err := t.needs("incident", "design", "t_minutes_since_onset", "requests_per_run", "failed_per_run", "attempts_per_run"); err != nil {
		return err
	}
	if r.course == nil {
		return nil
	}
	for i := range r.course {
		for d := range r.course[i].designs {
			for w, share := range r.course[i].designs[d].lost {
				if !math.IsNaN(share) { // else there was no request, of which none was lost
					r.course[i].designs[d].lost[w] = 0
				}
			}
		}
	}
	for {
		more, err := t.next()
		if !more || err != nil {
			return err
		}
		i, d, err := r.at(t.text("incident"), t.text("design"))
		if err != nil {
			return err
		}
		x, err := t.numbers("t_minutes_since_onset", "requests_per_run", "failed_per_run", "attempts_per_run")
		if err != nil {
			return err
		}
		c := &r.course[i]
		w := int(math.Round((x[0] - c.from) / c.window))
		if w < 0 || w >= c.windows || !(x[1] > 0) {
			continue
		}
		l := &c.designs[d]
		l.offered[w], l.lost[w], l.tries[w] = x[1]/c.window/60*r.weight(), x[2]/x[1], x[3]/x[1]
	}
}
