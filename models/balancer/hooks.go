package balancer

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// always is long before any run.
const always = sim.Time(-1 << 61)

// newHooks returns nil if nothing needs them.
func newHooks(d *DataPlane, filters []policy.Filtering, needed bool) *hooks {
	h := &hooks{plane: d, balancing: d.balancing}
	of := []any{d.balancing}
	if l, ok := d.balancing.(policy.Learning); ok {
		h.learners = append(h.learners, learner{l, 0})
	}
	for i, f := range filters {
		of = append(of, f)
		if l, ok := f.(policy.Learning); ok {
			h.learners = append(h.learners, learner{l, 1 + i})
		}
		spares, _ := f.(policy.Sparing)
		h.filters = append(h.filters, filter{f, spares})
	}
	if _, h.remembers = d.balancing.(policy.Remembering); !h.remembers && len(filters) == 0 && len(h.learners) == 0 && !needed {
		return nil
	}
	for _, p := range d.pools {
		h.since = append(h.since, slices.Repeat([]sim.Time{always}, len(p.backends)))
	}
	_, h.zonal = d.balancing.(policy.Zonal)
	for _, f := range filters {
		_, zonal := f.(policy.Zonal)
		h.zonal = h.zonal || zonal
	}
	d.introduce()
	draws := []sim.Key{d.service.Picks.Named("memory")}
	for i := range filters {
		draws = append(draws, d.service.Picks.Named("filter").At(uint64(i)))
	}
	for i := range d.lbs {
		l, v := &d.lbs[i], &d.lbs[i].view
		for b := range l.pool.backends {
			h.places = append(h.places, place{l, id.Member(b)})
		}
		v.Since, l.memories = h.since[l.Pool], make([]any, len(of))
		for n := range of {
			if r, ok := of[n].(policy.Remembering); ok {
				l.memories[n] = r.Fresh(v, draws[n].At(uint64(i)))
			}
		}
	}
	return h
}

// hook has hooks see to every request, if there are any.
func (d *DataPlane) hook(h *hooks) {
	if d.hooks = h; h != nil {
		d.balancing, d.zonesLost, d.minds = h, h.zonal, true
		if len(h.learners) > 0 {
			d.open.reportOf(h)
		}
	}
	for i := range d.lbs {
		d.lbs[i].judge()
	}
}

// Pick implements policy.Balancing, to know who was picked.
func (h *hooks) Pick(t *policy.Targets, u uint64) id.Member {
	if h.same { // a retry at the same backend takes no turn
		h.last.backend = t.Healthy[0]
		return h.last.backend
	}
	h.last.backend = h.balancing.Pick(t, u)
	return h.last.backend
}

// filter has the filters act on the LB's view, one after the other. What they may
// change is a copy, made for the first that may. Where all say that they would change
// nothing until there is news, they are not asked before.
func (h *hooks) filter(l *LB) {
	v, memories, lasts := &l.view, l.memories, true
	for i := range h.filters {
		f := &h.filters[i]
		v.Memory = memories[1+i]
		if f.spares != nil {
			spares, on := f.spares.Spares(v)
			lasts = lasts && on
			if spares {
				continue
			}
		}
		lasts = false
		if !h.changed {
			h.healthy, h.weights = append(h.healthy[:0], v.Healthy...), append(h.weights[:0], v.Weights...)
			v.Healthy, v.Weights, h.changed = h.healthy, h.weights, true
		}
		f.Filter(v)
	}
	if l.spared = lasts; h.changed {
		h.healthy = v.Healthy
	}
}

// believed notes since when a backend is healthy.
func (h *hooks) believed(now sim.Time, pool, i int, healthy bool) {
	if healthy {
		h.since[pool][i] = now
	}
}
