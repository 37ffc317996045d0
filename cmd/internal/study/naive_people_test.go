package study

import (
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
)

func (r *naiveRegion) paused() bool { return r.byPeople || r.byHand }

func (r *naiveRegion) missing() (count int) {
	for _, rec := range r.records {
		if rec == gone {
			count++
		}
	}
	return count
}

func (r *naiveRegion) idle() bool { return r.missing() == 0 && r.misconfiguredLBs() == 0 }

// naiveTeam is one team of the provider where the incident begins: a script with
// a pause between its lines.
type naiveTeam struct {
	n        *naive
	plan     *scenario.Plan
	provider int
	key      sim.Key
	region   *naiveRegion // at work on; nil while all is steady
	restores int
	mending  int
	byHand   bool // somebody mends LBs one by one
	enabling bool
	off      bool // they have switched workflows off
}

func (n *naive) startTeam(c world.Choice) {
	plan := c.Incident.People.Published
	if plan == nil {
		return
	}
	for _, f := range c.Incident.Faults {
		provider := n.fixed.Provider(f.Provider)
		if f.Region != "" {
			provider = n.fixed.Regions[n.fixed.Region(f.Region)].Provider
		}
		if provider >= 0 {
			for range c.Incident.People.Teams {
				n.teams = append(n.teams, &naiveTeam{n: n, plan: plan, provider: provider, key: n.key.Named("incident/" + c.Incident.Name).Named("people")})
			}
			return
		}
	}
}

// suspect sends the first team that is free to a region, unless one is there.
func (n *naive) suspect(r *naiveRegion) {
	n.alert(r)
	var free *naiveTeam
	for _, t := range slices.Backward(n.teams) {
		switch t.region {
		case nil:
			free = t
		case r:
			return
		}
	}
	if free != nil && n.fixed.Regions[r.index].Provider == free.provider {
		free.goTo(r)
	}
}

func (t *naiveTeam) goTo(r *naiveRegion) {
	t.region, t.restores, t.mending, t.enabling, t.off = r, 0, 0, false, false
	t.wait(t.plan.Notice, t.notice)
}

func (t *naiveTeam) wait(d distribution.Distribution, then func()) {
	t.n.after(d.Quantile(0.5), sim.Change, then)
}

func (t *naiveTeam) notice() {
	if t.region.idle() {
		t.rest()
		return
	}
	t.wait(t.plan.Misdiagnose, func() {
		t.wait(t.plan.Find, func() { t.wait(t.plan.Contain, t.contain) })
	})
}

func (t *naiveTeam) contain() {
	r := t.region
	if r.idle() {
		t.watch()
		return
	}
	if t.plan.MendPerHour > 0 && r.misconfiguredLBs() > 0 && !t.byHand {
		t.byHand = true
		t.n.after(t.pace(), sim.Change, t.mendByHand)
	}
	if r.missing() == 0 {
		t.enable()
		return
	}
	r.byPeople, t.off = true, true
	t.restore()
}

func (t *naiveTeam) pace() time.Duration {
	return time.Duration(float64(time.Hour) / t.plan.MendPerHour)
}

func (t *naiveTeam) mendByHand() {
	if t.region == nil || t.enabling || !t.mendOne() {
		t.byHand = false
		return
	}
	t.n.after(t.pace(), sim.Change, t.mendByHand)
}

// mendOne mends the next misconfigured LB in the fleet's order.
func (t *naiveTeam) mendOne() bool {
	for i := range t.region.fleet {
		at := (t.mending + i) % t.region.fleet
		if lb := t.region.order[at]; t.region.misconfigured[lb] {
			t.region.records[lb], t.mending = inOrder, at+1
			t.n.hold(t.region, lb, true)
			return true
		}
	}
	return false
}

func (t *naiveTeam) restore() {
	attempt := t.plan.Restores[min(t.restores, len(t.plan.Restores)-1)]
	works := t.key.Named("restore-works").Float64(uint64(min(t.restores, len(t.plan.Restores)-1))) < attempt.Works
	t.restores++
	t.wait(attempt.Takes, func() {
		at := t.region.lostAt - t.region.lostAt%sim.Time(t.n.scenario.World.Store.Snapshots)
		if !works || t.n.now.Sub(at) > t.n.scenario.World.Store.Retention {
			t.restore()
			return
		}
		t.wait(t.plan.Merge, func() {
			for i, rec := range t.region.records {
				if rec == gone {
					t.region.records[i] = inOrder
				}
			}
			t.enable()
		})
	})
}

// enable mends what is left: half of it in one time, the rest in another.
func (t *naiveTeam) enable() {
	t.enabling = true
	left := t.region.misconfiguredLBs()
	if left == 0 {
		t.watch()
		return
	}
	half, mended := (left+1)/2, 0
	majority, all := t.plan.Majority.Quantile(0.5), t.plan.All.Quantile(0.5)
	var next func()
	next = func() {
		more := t.mendOne()
		if mended++; 2*mended >= left {
			t.switchOn()
		}
		if !more || t.region.misconfiguredLBs() == 0 {
			t.watch()
			return
		}
		t.n.after(share(mended, half, left, majority, all), sim.Change, next)
	}
	t.n.after(share(mended, half, left, majority, all), sim.Change, next)
}

func share(mended, half, left int, majority, all time.Duration) time.Duration {
	if mended >= half {
		return (all - majority) / time.Duration(max(1, left-half))
	}
	return majority / time.Duration(half)
}

func (t *naiveTeam) switchOn() {
	if t.off {
		t.region.byPeople, t.region.byHand, t.off = false, false, false
	}
}

func (t *naiveTeam) watch() {
	t.switchOn()
	t.wait(t.plan.Watch, func() {
		if r := t.region; !r.idle() {
			t.goTo(r)
			return
		}
		t.rest()
	})
}

// rest turns to the first region that nobody is at and that waits, if any.
func (t *naiveTeam) rest() {
	t.switchOn()
	t.region = nil
	for _, r := range t.n.regions {
		taken := slices.ContainsFunc(t.n.teams, func(o *naiveTeam) bool { return o.region == r })
		if t.n.fixed.Regions[r.index].Provider == t.provider && !taken && !r.idle() {
			t.goTo(r)
			return
		}
	}
}
