package study

import (
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// naiveCrew is one team of the provider where the incident begins, which has a
// playbook: everybody in it has a list of jobs.
type naiveCrew struct {
	n        *naive
	steps    []policy.Step
	provider int
	key      sim.Key
	work     *naiveWork // nil while nothing is at hand
}

// naiveWork is what a crew does for a region.
type naiveWork struct {
	*naiveCrew
	region   *naiveRegion
	number   uint64 // of the visit to the region, from 1
	felt     bool
	jobs     map[string][]naiveJob // by who; the first is under way
	counts   []uint64              // by step: how often it was begun
	done     []bool
	snapshot bool
	mending  int
	enabling bool
	helping  map[int]bool // steps of mending by hand under way
}

type naiveJob struct {
	step  int
	again bool // because another has failed
}

func (n *naive) startCrews(c world.Choice) {
	people := c.Incident.People
	if people.Playbook == nil {
		return
	}
	var named []string
	var first *scenario.Fault
	for i, f := range c.Incident.Faults {
		if f.Region != "" {
			named = append(named, f.Region)
		}
		if first == nil && f.Region+f.Provider != "" {
			first = &c.Incident.Faults[i]
		}
	}
	if first == nil {
		return
	}
	provider := n.fixed.Provider(first.Provider)
	if first.Region != "" {
		provider = n.fixed.Regions[n.fixed.Region(first.Region)].Provider
	}
	for range people.Teams {
		n.crews = append(n.crews, &naiveCrew{n: n, steps: people.Playbook, provider: provider, key: n.key.Named("incident/" + c.Incident.Name).Named("people")})
	}
	own := func(r *naiveRegion) bool { return n.fixed.Regions[r.index].Provider == provider }
	hit := func(r *naiveRegion) bool { return own(r) && slices.Contains(named, n.fixed.Regions[r.index].Name) }
	for step, s := range people.Playbook {
		for _, r := range n.regions {
			if s.When.Timed && own(r) && (hit(r) || !slices.ContainsFunc(n.regions, hit)) {
				n.at(sim.Time(first.At+s.When.At), sim.Change, func() { n.clock(r, step) })
			}
		}
	}
}

// crewAt returns the crew at a region, or else one that is free, or none.
func (n *naive) crewAt(r *naiveRegion) (c *naiveCrew, there bool) {
	for _, o := range slices.Backward(n.crews) {
		if o.work != nil && o.work.region == r {
			return o, true
		}
		if o.work == nil {
			c = o
		}
	}
	return c, false
}

func (n *naive) alert(r *naiveRegion) {
	if len(n.crews) == 0 || n.fixed.Regions[r.index].Provider != n.crews[0].provider {
		return
	}
	c, there := n.crewAt(r)
	if c == nil {
		return
	}
	if !there {
		c.visit(r)
	}
	c.work.feel()
}

// clock begins a step at its time; if all are elsewhere it waits.
func (n *naive) clock(r *naiveRegion, step int) {
	c, there := n.crewAt(r)
	if c == nil {
		n.overdue = append(n.overdue, func() { n.clock(r, step) })
		return
	}
	if !there {
		c.visit(r)
	}
	w := c.work
	w.ask(step, false)
	w.check()
}

func (c *naiveCrew) visit(r *naiveRegion) {
	r.visits++
	r.forsaken = false
	c.work = &naiveWork{naiveCrew: c, region: r, number: r.visits, jobs: map[string][]naiveJob{}, counts: make([]uint64, len(c.steps)),
		done: make([]bool, len(c.steps)), helping: map[int]bool{}}
}

func (w *naiveWork) feel() {
	if w.felt {
		return
	}
	w.felt = true
	for i, s := range w.steps {
		if s.When.Symptom {
			w.ask(i, false)
		}
	}
	w.check()
}

// gone reports whether the work is over, or another's.
func (w *naiveWork) gone() bool { return w.work != w }

// ask gives a step to whoever does it, who begins at once if nothing else is to do.
func (w *naiveWork) ask(step int, again bool) {
	who := w.steps[step].Who
	for k, j := range w.jobs[who] {
		if j.step == step {
			w.jobs[who][k].again = j.again || again && k > 0
			return
		}
	}
	w.jobs[who] = append(w.jobs[who], naiveJob{step, again})
	if len(w.jobs[who]) == 1 {
		w.start(step, again)
	}
}

func (w *naiveWork) draw(step int, purpose string) float64 {
	return w.key.Named("step/" + w.steps[step].Name).Named(purpose).At(uint64(w.region.index)).At(w.number).Float64(w.counts[step] - 1)
}

func (w *naiveWork) lasts(step int, purpose string, d distribution.Distribution) time.Duration {
	if d == nil {
		return 0
	}
	return d.Quantile(w.draw(step, purpose))
}

func (w *naiveWork) later(d time.Duration, then func()) {
	w.n.after(d, sim.Change, func() {
		if !w.gone() {
			then()
		}
	})
}

func (w *naiveWork) start(step int, again bool) {
	w.counts[step]++
	s := w.steps[step]
	switch {
	case !again && (s.Do == policy.Mend && (w.enabling || w.region.misconfiguredLBs() == 0) || s.Do == policy.Snapshot && w.region.missing() == 0 || s.Do == policy.Merge && !w.snapshot):
		w.finish(step, true)
	case s.Do == policy.Mend:
		w.helping[step] = true
		w.help(step, w.counts[step])
	case s.Do == policy.Reenable:
		w.enable(step)
	case s.Do == policy.Merge && s.ReplaySpeed > 0:
		w.later(time.Duration(float64(w.n.now.Sub(w.kept()))/s.ReplaySpeed), func() { w.end(step) })
	default:
		w.later(w.lasts(step, "takes", s.Takes), func() { w.end(step) })
	}
}

// kept is when the newest snapshot from before the loss was made.
func (w *naiveWork) kept() sim.Time {
	return w.region.lostAt - w.region.lostAt%sim.Time(w.n.scenario.World.Store.Snapshots)
}

func (w *naiveWork) help(step int, count uint64) {
	w.later(time.Duration(float64(time.Hour)/w.steps[step].MendPerHour), func() {
		if !w.helping[step] || w.counts[step] != count {
			return
		}
		if w.mendOne() {
			w.help(step, count)
			return
		}
		w.helping[step] = false
		w.finish(step, true)
		w.check()
	})
}

func (w *naiveWork) mendOne() bool {
	t := naiveTeam{n: w.n, region: w.region, mending: w.mending}
	ok := t.mendOne()
	w.mending = t.mending
	return ok
}

func (w *naiveWork) enable(step int) {
	for k := range w.steps {
		if w.helping[k] {
			w.helping[k] = false
			w.finish(k, true)
		}
	}
	s, left := w.steps[step], w.region.misconfiguredLBs()
	majority := w.lasts(step, "majority", s.Majority)
	all := max(majority, w.lasts(step, "all", s.All))
	half, mended := (left+1)/2, 0
	var next func()
	next = func() {
		more := w.mendOne()
		if mended++; 2*mended >= left {
			w.resume()
		}
		if more && w.region.misconfiguredLBs() > 0 {
			w.later(share(mended, half, left, majority, all), next)
			return
		}
		w.resume()
		w.enabling = false
		w.finish(step, true)
		w.check()
	}
	if left == 0 {
		w.resume()
		w.finish(step, true)
		return
	}
	w.enabling = true
	w.later(share(mended, half, left, majority, all), next)
}
