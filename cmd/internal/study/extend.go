package study

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"failsim/results/counted"
	"failsim/results/statistics"
)

// extend draws replications up to a number and makes the runs that are not made
// yet, of every design in every incident.
func (c *comparison) extend(ctx context.Context, n int) error {
	first := make([][]int, len(c.samplers)) // of the runs to make, by incident and design
	for i, p := range c.samplers {
		p.draw(n)
		for _, s := range c.study.Incidents[i].Samples {
			first[i] = append(first[i], len(s.Runs()))
			s.Grow()
		}
	}
	return c.make(ctx, c.tasks(first))
}

// tasks lists the runs to make. Each replication of all comes before the next, so
// that the first ones report how long the rest takes.
func (c *comparison) tasks(first [][]int) []task {
	var tasks []task
	for more, k := true, 0; more; k++ {
		more = false
		for i := range c.incidents {
			for d, s := range c.study.Incidents[i].Samples {
				if r := first[i][d] + k; r < len(s.Runs()) {
					tasks, more = append(tasks, task{i, d, r}), true
				}
			}
		}
	}
	return tasks
}

// make makes runs: the first ones of all designs; then those that no other stands
// for; then those that it turned out not to stand for.
func (c *comparison) make(ctx context.Context, tasks []task) error {
	var twin, own, left []task
	followers := map[task][]task{} // by the leader's run
	for _, t := range tasks {
		switch l := c.leaders[t.incident][t.design]; {
		case t.drawn < twins:
			twin = append(twin, t)
		case l < 0:
			own = append(own, t)
		default:
			leader := task{t.incident, l, t.drawn}
			followers[leader] = append(followers[leader], t)
		}
	}
	done, total, o := 0, len(twin)+len(own), c.options
	wave := func(list []task, file func(task, *counted.Run)) error {
		before := done
		if c.options.Progress != nil {
			o.Progress = func(n, _ int) { c.options.Progress(before+n, total) }
		}
		done += len(list)
		return c.all(ctx, list, o, file)
	}
	if err := wave(twin, c.file); err != nil {
		return err
	}
	file := func(t task, r *counted.Run) {
		for _, f := range followers[t] {
			if c.standsFor(f, r) {
				c.study.Incidents[f.incident].Samples[f.design].AddOf(c.designs[t.design].Name, f.drawn, r)
			} else {
				left = append(left, f)
			}
		}
		c.file(t, r)
	}
	if err := wave(own, file); err != nil {
		return err
	}
	total += len(left)
	return wave(left, c.file)
}

// deepen gives more replications to designs whose strata explain too little of
// what they lose.
func (c *comparison) deepen(ctx context.Context) error {
	o := &c.options
	if o.AsExactAs <= o.Replications {
		return nil
	}
	var tasks []task
	for i := range c.incidents {
		longer := map[int][]string{} // designs by how many replications they have
		for d, s := range c.study.Incidents[i].Samples {
			if exact(o.AsExactAs, s.Estimate, s.ErrorAgainst) {
				continue
			}
			p := newSampler(c.scenario, c.incidents[i], c.workload.means, o.Sampled, o.Seed)
			drawn, _ := p.runsOf(c.workload.Fixed, c.designs[d], s.Design.ErrorPasses)
			p.deepen(o.AsExactAs)
			first := len(s.Runs())
			s.Lengthen(drawn)
			for r := range s.Runs()[first:] {
				tasks = append(tasks, task{i, d, first + r})
			}
			n := len(p.drawn.Runs)
			longer[n] = append(longer[n], s.Design.Name)
		}
		for _, n := range slices.Sorted(maps.Keys(longer)) {
			c.study.Notes = append(c.study.Notes, fmt.Sprintf("%s: %d replications of %s, so that there is an interval and no error is above that of %d taken as they come; comparisons are of those that both designs have",
				c.incidents[i].Name, n, strings.Join(longer[n], ", "), o.AsExactAs))
		}
	}
	return c.all(ctx, tasks, *o, c.file)
}

// surely is what a variance must have gained by its strata to be believed: what
// few runs show of it is itself an estimate.
const surely = 0.8

// exact reports whether what a design loses is known as well as it must be: whether
// the mean has an interval, and how large its variance is against that of n
// replications that are taken as they come.
func exact(n int, estimate func(statistics.Range, func(*counted.Run) float64) statistics.Estimate, against func(int, func(*counted.Run) float64) float64) bool {
	for _, m := range metrics {
		if m.name != "lb-minutes" && (estimate(m.limits, m.value).CI95 == nil || against(n, m.value) > surely) {
			return false
		}
	}
	return true
}
