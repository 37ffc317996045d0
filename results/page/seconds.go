package page

import (
	"maps"
	"math"
	"slices"
)

// readSeconds reads what went wrong second by second near events. A window without a row
// of any design needs none: nothing went wrong in it, or it is near nothing.
func (r *result) readSeconds(t *table) error {
	if err := t.needs("incident", "design", "t_s_since_onset", "requests_per_run", "failed_per_run", "attempts_per_run"); err != nil {
		return err
	}
	near := make([]map[int]bool, len(r.course))
	err := r.eachRow(t, func(i, d int) error {
		x, err := t.numbers("t_s_since_onset", "requests_per_run", "failed_per_run", "attempts_per_run")
		if err != nil {
			return err
		}
		if r.course == nil || !(x[1] > 0) {
			return nil
		}
		c := &r.course[i]
		since := x[0]/60 - c.from
		w := int(math.Floor(since/c.window + 1e-9))
		if w < 0 || w >= c.windows {
			return nil
		}
		s := c.designs[d].in(w, int(math.Round(60*c.window)))
		if k := int(math.Round(60 * (since - float64(float64(w)*c.window)))); k >= 0 && k < len(s.lost) {
			s.offered[k], s.lost[k], s.tries[k] = x[1]*r.weight(), x[2]/x[1], x[3]/x[1]
		}
		if near[i] == nil {
			near[i] = map[int]bool{}
		}
		near[i][w] = true
		return nil
	})
	if err != nil {
		return err
	}
	for i := range r.course {
		r.course[i].near = slices.Sorted(maps.Keys(near[i]))
	}
	return nil
}

// in returns the seconds of a window: steady ones at first, at the window's rate.
func (l *lines) in(w, n int) *seconds {
	if l.seconds == nil {
		l.seconds = map[int]*seconds{}
	}
	if l.seconds[w] == nil {
		s := &seconds{make([]float64, n), make([]float64, n), make([]float64, n)}
		for k := range n {
			s.offered[k], s.tries[k] = l.offered[w], 1
		}
		l.seconds[w] = s
	}
	return l.seconds[w]
}

// perSecond puts together a figure of the windows that are near events.
func (c *course) perSecond(l *lines, figure func(*seconds) []float64) []float64 {
	var list []float64
	for _, w := range c.near {
		list = append(list, figure(l.in(w, int(math.Round(60*c.window))))...)
	}
	return list
}
