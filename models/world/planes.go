package world

import (
	"failsim/models/balancer"
	"failsim/models/control"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/store"
)

func (w *World) limits() balancer.Limits {
	lb := &w.scenario.World.LB
	return balancer.Limits{Burst: lb.Burst, SurgeCapacity: float64(lb.SurgeQueue) / w.scenario.Weight, Check: w.choice.Design.Check}
}

func (w *World) service() balancer.Service {
	k := w.key.Named("service")
	return balancer.Service{Distribution: w.scenario.Service.Time, Time: k.Named("time"), Picks: w.key.Named("data-plane").Named("balance"), Gray: k.Named("gray"), Weight: w.scenario.Weight}
}

func (w *World) buildPlanes(l layout) {
	cp, st := &w.scenario.World.ControlPlane, &w.scenario.World.Store
	spec := control.Spec{TouchesPerHour: cp.TouchesPerHour, CreationsPerHour: cp.CreationsPerHour, Workers: cp.Workers, Work: cp.Work,
		ScaleEvery: cp.ScaleEvery, ScaleSamples: max(1, int(cp.ScaleWindow/max(1, cp.ScaleEvery))), Target: w.scenario.World.LB.Target,
		Alarm: cp.Alarm, Misread: cp.Misread}
	region := id.Region(0)
	for _, p := range w.scenario.World.Providers {
		for _, r := range p.Regions {
			healing := strategies[policy.Healing](w.choice.Design.Provider[p.Name][policy.HealingSocket])
			key := w.key.Named("region/" + w.fixed.Regions[region].Name)
			records := store.New(r.Fleet, st.Snapshots, st.Retention)
			w.planes = append(w.planes, control.New(&w.kernel, key, spec, region, records, w.data, l.managed[region], healing, w.sink, w))
			region++
		}
	}
}
