package world

import (
	"slices"
	"time"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// forEver is longer than anybody waits.
const forEver = 24 * time.Hour

// setKinds tells the LBs of a population what its kinds of requests meet now.
func (j *services) setKinds(now sim.Time, population int) {
	p := &j.w.scenario.Workload[population]
	if len(p.Kinds) == 0 {
		return
	}
	list := make([]balancer.Kind, len(p.Kinds))
	for i, k := range p.Kinds {
		s := j.graph.State(j.number[p.Name+"/"+k.Name])
		list[i] = balancer.Kind{Share: k.Share, Errors: s.Errors(), After: time.Nanosecond, NonIdempotent: !k.Idempotent}
		for _, ail := range s.Ails {
			list[i].After = max(list[i].After, ail.After)
			if ail.Hangs && ail.After == 0 {
				list[i].After = forEver
			}
		}
		for which, is := range j.data.spec {
			for _, n := range k.Needs {
				if n.On == is.Name+scenario.Writes && j.data.waits[which] != nil {
					list[i].Wait, list[i].Waits = j.data.waits[which], n.Share
				}
			}
		}
	}
	for name := range j.w.names {
		if j.w.names[name].population != population {
			continue
		}
		for endpoint := range j.w.names[name].endpoints {
			j.w.data.SetKinds(now, j.w.LB(id.Name(name), endpoint), list)
		}
	}
}

// nonIdempotent tells by a request's number whether it is of a kind that is not to be done
// twice; nil if a population has none. It is the draw by which LBs know the kind.
func (w *World) nonIdempotent(population int) func(number uint64) bool {
	kinds := w.scenario.Workload[population].Kinds
	if !slices.ContainsFunc(kinds, func(k scenario.Kind) bool { return !k.Idempotent }) {
		return nil
	}
	key := w.service().Kind()
	return func(number uint64) bool {
		u := key.Float64(number)
		for i := range kinds {
			if u -= kinds[i].Share; u < 0 {
				return !kinds[i].Idempotent
			}
		}
		return false
	}
}
