package page

import (
	"maps"
	"slices"
)

// readLost reads lost.csv, and adds up populations.
func (r *result) readLost(t *table) error {
	if err := t.needs("incident", "design", "t_minutes_since_onset", "cause", "lost_per_run"); err != nil {
		return err
	}
	sums := map[[2]int]map[float64]map[string]float64{}
	err := r.eachRow(t, func(i, d int) error {
		x, err := t.numbers("t_minutes_since_onset", "lost_per_run")
		if err != nil {
			return err
		}
		key := [2]int{i, d}
		if sums[key] == nil {
			sums[key] = map[float64]map[string]float64{}
		}
		if sums[key][x[0]] == nil {
			sums[key][x[0]] = map[string]float64{}
		}
		sums[key][x[0]][t.text("cause")] += x[1]
		return nil
	})
	if err != nil {
		return err
	}
	r.lost = lostSteps{}
	for key, steps := range sums {
		o := &lostOver{cause: map[string][]float64{}}
		o.at = slices.Sorted(maps.Keys(steps))
		for k, at := range o.at {
			for cause, n := range steps[at] {
				if o.cause[cause] == nil {
					o.cause[cause] = make([]float64, len(o.at))
				}
				o.cause[cause][k] = n
			}
		}
		r.lost[key] = o
	}
	return nil
}

// causes returns the causes of an incident, those that cost most first.
func (r *result) causes(i int) []string {
	all := map[string]float64{}
	for d := range r.Incidents[i].Designs {
		for cause, n := range r.Incidents[i].Designs[d].LostBy {
			all[cause] += n
		}
	}
	names := slices.Sorted(maps.Keys(all))
	slices.SortStableFunc(names, func(a, b string) int {
		switch {
		case all[a] > all[b]:
			return -1
		case all[a] < all[b]:
			return 1
		}
		return 0
	})
	return names
}
