package world

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/id"
	"failsim/sim"
)

// setKinds tells the LBs of a population what its kinds of requests meet now.
func (j *services) setKinds(now sim.Time, population int) {
	p := &j.w.scenario.Workload[population]
	if len(p.Kinds) == 0 {
		return
	}
	list := make([]balancer.Kind, len(p.Kinds))
	for i, k := range p.Kinds {
		s := j.graph.State(j.number[p.Name+"/"+k.Name])
		list[i] = balancer.Kind{Share: k.Share, Errors: s.Errors(), After: time.Nanosecond}
		for _, ail := range s.Ails {
			list[i].After = max(list[i].After, ail.After)
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
