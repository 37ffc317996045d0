package world

import (
	"slices"
	"time"

	"failsim/models/balancer"
	"failsim/models/control"
	"failsim/models/fault"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/service"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// buildServices builds what a scenario says of services, or hits. A world that says
// nothing has none.
func (w *World) buildServices(calls *calls) {
	s := w.scenario
	hit := slices.ContainsFunc(w.choice.calendar(), func(o Occurrence) bool {
		return slices.ContainsFunc(o.Incident.Faults, func(f scenario.Fault) bool { return f.Service+f.Herd+f.Configuration != "" || f.When != nil }) ||
			slices.ContainsFunc(o.Incident.People.Playbook, func(s policy.Step) bool { return s.When.Service != "" || s.On != "" && !s.Do.OnRegion() })
	})
	if !hit && !joined(s, w.choice.Design) {
		return
	}
	j := &services{w: w, number: map[string]id.Service{}, calls: calls}
	all := s.Everything(w.choice.Design)
	for i, said := range all {
		j.number[said.Name] = id.Service(i)
	}
	var specs []service.Spec
	for _, said := range all {
		spec := service.Spec{Name: said.Name, StartsIn: said.StartsIn}
		for _, n := range said.Needs {
			need := service.Need{On: j.number[n.On], Share: n.Share, Time: n.Time, After: n.ErrorAfter, Lasts: n.Cached}
			if n.Either {
				need.How = service.Either
			} else if n.ToStart {
				need.How = service.ToStart
			} else if n.Cached > 0 {
				need.How = service.Cached
			} else if said.Asks() && calls.asks(j.number[n.On]) {
				need.How = service.Asked
			}
			spec.Needs = append(spec.Needs, need)
		}
		specs = append(specs, spec)
		what, region := said.BuiltIn()
		a := acting{what: what, region: id.NoRegion}
		if region != "" {
			a.region = w.fixed.Region(region)
		} else if said.Region != "" {
			a.region = w.fixed.Region(said.Region)
		}
		j.acts = append(j.acts, a)
	}
	for p := range s.Workload {
		for _, k := range s.Workload[p].Kinds {
			j.acts[j.number[s.Workload[p].Name+"/"+k.Name]].population = p + 1
		}
	}
	j.graph = service.New(&w.kernel, specs, j)
	w.services = j
	j.buildWorks()
	j.buildData()
	j.buildLeases(all)
	j.buildConfigurations()
	for i := range s.Workload {
		j.setKinds(0, i)
	}
}

// ServiceChanged implements service.Host.
func (j *services) ServiceChanged(now sim.Time, i id.Service, s *service.State) {
	j.report(now, i, s)
	j.calls.be(now, i, s)
	j.data.fare(now, i, s)
	j.works.serve(now, i, s)
	j.w.steering.impaired(now, j.graph.Name(i), s)
	a := &j.acts[i]
	if a.population > 0 {
		j.setKinds(now, a.population-1)
	}
	if len(s.Ails) > 0 || !s.Running {
		defer j.suspect(now, a.region)
	}
	switch d := j.w.data; a.what {
	case scenario.LBService:
		j.hold(a, s, func(down bool) { d.LoseLBs(now, a.region, down) },
			func(from, to []balancer.Gray) { d.RegrayLBs(now, a.region, from, to) })
	case scenario.ServerService:
		all := balancer.Part{Zone: id.AnyZone}
		j.hold(a, s, func(down bool) { d.LoseBackends(now, a.region, all, balancer.Process, down) },
			func(from, to []balancer.Gray) { d.RegrayBackends(now, a.region, all, from, to) })
	case scenario.ControlPlaneService:
		j.w.planes[a.region].Serve(now, control.Service{Down: !s.Up(), Fails: s.Errors(), Slow: s.Slow()})
	case scenario.DNSService:
		j.w.authority.Silence(now, s.Errors())
	}
}

// hold has a model be what its service is.
func (j *services) hold(a *acting, s *service.State, lose func(down bool), regray func(from, to []balancer.Gray)) {
	if a.down == s.Running {
		a.down = !s.Running
		lose(a.down)
	}
	var now []balancer.Gray
	for _, is := range s.Ails {
		now = append(now, balancer.Gray{Errors: is.Errors, Slow: is.Slow, ErrorAfter: is.After, Need: is.Need})
	}
	if !slices.Equal(a.grays, now) {
		regray(a.grays, now)
		a.grays = now
	}
}

// report narrates how a service is.
func (j *services) report(now sim.Time, i id.Service, s *service.State) {
	switch name := j.graph.Name(i); {
	case !s.Running:
		j.w.narrate(now, "%s does not run", name)
	case len(s.Ails) == 0:
		j.w.narrate(now, "%s is well", name)
	case s.Slow() == 1:
		j.w.narrate(now, "%s fails %.3g %% of what it is asked", name, 100*s.Errors())
	case s.Errors() == 0:
		j.w.narrate(now, "%s takes %.3g times as long", name, s.Slow())
	default:
		j.w.narrate(now, "%s fails %.3g %% of what it is asked and takes %.3g times as long", name, 100*s.Errors(), s.Slow())
	}
}

// LoseService implements fault.ServiceBreaker.
func (j *services) LoseService(now sim.Time, i id.Service, lost bool) { j.lose(now, i, lost) }

// AilService implements fault.ServiceBreaker.
func (j *services) AilService(now sim.Time, i id.Service, is fault.Ailment, lost bool) {
	j.graph.Ail(now, i, service.Ail{Errors: is.Errors, Slow: is.Slow, After: is.ErrorAfter}, lost)
}

// loseRegion takes down what stands in a region that is lost.
func (j *services) loseRegion(now sim.Time, region id.Region, lost bool) {
	if j == nil {
		return
	}
	j.data.machines[region] = j.w.data.Silent(region) // by this fault or another
	for i := range id.Service(len(j.acts)) {
		if j.acts[i].region == region {
			j.lose(now, i, lost)
		}
	}
}

// when returns what begins a fault that has a cause; nil for one that has a time.
func (j *services) when(c *scenario.Condition) func(begin func(now sim.Time)) {
	if c == nil {
		return nil
	}
	return func(begin func(now sim.Time)) { j.graph.When(j.number[c.Service], c.Share, c.For, begin) }
}

// well reports whether the services that a region's people see to are.
func (j *services) well(region id.Region) bool {
	if j == nil {
		return true
	}
	for _, c := range j.w.scenario.World.Configurations {
		if j.configurations[c.Name].Failing() > 0 {
			return false
		}
	}
	for i := range id.Service(len(j.acts)) {
		s := j.graph.State(i)
		if at := j.acts[i].region; (at == region || at < 0) && (!s.Running || len(s.Ails) > 0) {
			return false
		}
	}
	return true
}

// pull does what a step of a playbook does to a service.
func (j *services) pull(now sim.Time, s *policy.Step, over time.Duration) {
	i := j.number[s.On]
	switch s.Do {
	default:
		j.works.pull(now, s, over)
	case policy.RollBack, policy.PushMended, policy.KillSwitch, policy.Freeze, policy.Thaw:
		j.pullConfiguration(now, s, over)
	case policy.Promote, policy.Fence, policy.GoAsynchronous:
		j.data.pull(now, s)
	case policy.Restart:
		j.graph.Restart(now, i)
	case policy.SwitchOff, policy.SwitchOn:
		if off := s.Do == policy.SwitchOff; off != j.acts[i].off {
			j.acts[i].off = off
			j.graph.Hold(now, i, off)
		}
	case policy.StartWithout:
		on := id.NoService
		if s.Without != "" {
			on = j.number[s.Without]
		}
		j.graph.StartWithout(now, i, on)
	}
}
