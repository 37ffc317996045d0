package world

import (
	"math"
	"slices"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/operations"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// updates reports whether servers are updated in the run.
func (w *World) updates() bool {
	return slices.ContainsFunc(w.choice.calendar(), func(o Occurrence) bool {
		return slices.ContainsFunc(o.Incident.Faults, func(f scenario.Fault) bool { return f.Kind == scenario.RollingUpdate })
	})
}

// spare has a pool have slots for servers that are started beside those that it has.
func (w *World) spare(p *balancer.PoolSpec) {
	o := &w.choice.Design.Operations
	used, _ := p.Backends()
	if w.updates() {
		r := o.Rolling
		if r == nil {
			r = scenario.UsualRolling()
		}
		rolling := operations.Rolling(*r)
		p.Spare += rolling.Spare(len(used))
	}
	if o.Scaling != nil {
		p.Spare += int(math.Ceil(o.Scaling.Most * float64(len(used)))) // those that stop take a slot for a while
	}
}

// buildOperations has the tenant run its servers, where it does more than to let them be.
func (w *World) buildOperations(pools []balancer.PoolSpec) {
	o := &w.choice.Design.Operations
	cold := o.Servers != nil && o.Servers.Cold > 1
	if !w.updates() && o.Scaling == nil && !cold {
		return
	}
	servers, rolling := o.Servers, o.Rolling
	if servers == nil {
		servers = scenario.UsualServers()
	}
	if rolling == nil {
		rolling = scenario.UsualRolling()
	}
	w.operations = operations.New(&w.kernel, w.data, w.narrate)
	w.operated = make([]*operations.Pool, len(pools))
	for i := range pools {
		slots, used := w.data.Slots(i)
		p := w.operations.Add(w.key.Named("operations/"+pools[i].Name), i, slots, used, operations.Habits{
			StartsIn: servers.StartsIn, Fails: servers.Fails, Again: servers.Again, PreStop: servers.PreStop, Grace: servers.Grace,
			LeavesAfter: servers.LeavesAfter, Exits: servers.Exits})
		p.Rolls(operations.Rolling(*rolling))
		if s := o.Scaling; s != nil {
			count := func(share float64) int { return max(1, int(math.Ceil(float64(share*float64(used))-1e-9))) }
			p.Scales(operations.Scaling{Target: s.Target, Period: s.Period, Tolerance: s.Tolerance, CoolDown: s.CoolDown, InWindow: s.InWindow,
				Least: count(s.Least), Most: count(s.Most)})
		}
		if cold {
			p.Warms(operations.Warming{Factor: servers.Cold, Takes: servers.WarmsIn, After: servers.ColdAfter})
		}
		w.operated[i] = p
	}
}

// Roll implements fault.Updater.
func (w *World) Roll(now sim.Time, region id.Region) {
	for i, p := range w.operated {
		if w.data.Region(i) == region {
			p.Roll(now)
		}
	}
}
