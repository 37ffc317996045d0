package world

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// A service that one of several runs, by a lease that some data keeps, is down until
// that lease is over when who runs it is gone; then another does.

// buildLeases finds the services that have one.
func (j *services) buildLeases(all []scenario.NamedService) {
	for i, s := range all {
		if s.Lease == nil {
			continue
		}
		if j.leases == nil {
			j.leases = make([]standing, len(all))
		}
		which := slices.IndexFunc(j.data.spec, func(d scenario.Data) bool { return d.Name == s.Lease.In })
		j.leases[i] = standing{ServiceLease: s.Lease, which: which, key: j.w.key.Named("lease/" + s.Name)}
	}
}

// lose has faults take who runs a service, or give it back.
func (j *services) lose(now sim.Time, i id.Service, lost bool) {
	if j.leases == nil || j.leases[i].ServiceLease == nil {
		j.graph.Hold(now, i, lost)
		return
	}
	l := &j.leases[i]
	switch was := l.lost; {
	case lost:
		if l.lost++; was > 0 {
			return
		}
		l.spell++
		l.held = true
		spell, renewed := l.spell, time.Duration(l.key.Float64(l.spell)*float64(l.Renew))
		j.data.all.Lease(now, l.which, l.TTL, renewed, func(now sim.Time) {
			if l.spell == spell && l.held {
				j.w.narrate(now, "%s: the lease of who ran it is over, and another does", j.graph.Name(i))
				l.held = false
				j.graph.Hold(now, i, false)
			}
		})
		j.graph.Hold(now, i, true)
	default:
		if l.lost--; l.lost == 0 && l.held {
			l.held = false
			j.graph.Hold(now, i, false)
		}
	}
}
