package world

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/fault"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/service"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// buildConfigurations builds what places of services hold. Those of a region's LBs are
// the tenant's: each holds a version, right or wrong, for all that comes through it.
func (j *services) buildConfigurations() {
	j.configurations = map[string]*service.Configuration{}
	for _, c := range j.w.choice.Design.Configurations {
		spec := service.ConfigurationSpec{Name: c.Name, Changes: c.ChangesPerHour / 3600, Takes: c.Takes, Guards: service.Guards{
			Verdict: service.Verdict(c.Verdict), RefusesOlder: c.RefusesOlder, Keeps: c.Keeps,
			Back: service.Back{Alarm: c.RollBack.Alarm, For: c.RollBack.For, Takes: c.RollBack.Takes, Trusts: c.RollBack.TrustsAfter, Verdict: c.RollBack.OnVerdict}}}
		for _, wave := range c.Waves {
			to := id.NoService
			if wave.To != "" {
				to = j.number[wave.To]
			}
			spec.Waves = append(spec.Waves, service.Wave{To: to, Share: wave.Share, Bake: wave.Bake})
		}
		for _, name := range c.Of {
			spec.Sites = append(spec.Sites, j.site(j.number[name], c.Instances))
		}
		j.configurations[c.Name] = service.NewConfiguration(&j.w.kernel, j.graph, j.w.key.Named("configuration/"+c.Name), spec, j.w.narrate)
	}
}

// site is the places of a service.
func (j *services) site(i id.Service, places int) service.Site {
	if j.acts[i].what != scenario.LBService {
		return service.Site{Service: i, Instances: places}
	}
	var lbs []id.LB
	for n := range j.w.names {
		for e, endpoint := range j.w.names[n].endpoints {
			if j.w.fixed.Region(endpoint.Region) == j.acts[i].region {
				lbs = append(lbs, j.w.LB(id.Name(n), e))
			}
		}
	}
	return service.Site{Service: i, Instances: len(lbs), Each: func(now sim.Time, place int, from, to service.Ail) {
		j.w.data.RegrayLB(now, lbs[place], configuredBy(from), configuredBy(to))
		if to.Errors > 0 {
			j.suspect(now, j.acts[i].region)
		}
	}}
}

// configuredBy is what an LB does for what it holds.
func configuredBy(a service.Ail) []balancer.Gray {
	if a.Errors == 0 {
		return nil
	}
	return []balancer.Gray{{Errors: a.Errors, Slow: 1, ErrorAfter: max(1, a.After), Misconfigured: true}}
}

// configured makes a fault of a configuration.
func configured(w *World, f scenario.Fault) fault.Fault {
	if f.Every > 0 {
		return &fault.Pushes{Kernel: &w.kernel, Where: w.services, Key: w.key.Named("pushes/" + f.Configuration), Configuration: f.Configuration, Every: f.Every,
			Version: fault.Version{Fails: f.Share, ErrorAfter: f.ErrorAfter, Begins: f.Begins, Missing: f.Missing}, Bad: fault.Odds(f.Bad)}
	}
	return fault.Push{Where: w.services, Configuration: f.Configuration,
		Version: fault.Version{Fails: f.Share, ErrorAfter: f.ErrorAfter, Begins: f.Begins, Missing: f.Missing, Older: f.By}}
}

// Push implements fault.Pusher.
func (j *services) Push(now sim.Time, configuration string, v fault.Version) {
	j.configurations[configuration].Push(now, versionOf(v))
}

// PushAgain implements fault.RegularPusher.
func (j *services) PushAgain(now sim.Time, configuration string, v fault.Version, bad bool) {
	j.configurations[configuration].PushAgain(now, versionOf(v), bad)
}

func versionOf(v fault.Version) service.Version {
	return service.Version{Fails: v.Fails, After: v.ErrorAfter, Begins: v.Begins, Missing: v.Missing, Older: v.Older}
}

// pullConfiguration does what a step of a playbook does to a configuration.
func (j *services) pullConfiguration(now sim.Time, s *policy.Step, over time.Duration) {
	switch c := j.configurations[s.On]; s.Do {
	case policy.RollBack:
		c.RollBack(now)
	case policy.PushMended:
		c.PushMended(now)
	case policy.KillSwitch:
		c.Kill(now, over, s.Reaches)
	case policy.Freeze, policy.Thaw:
		c.Freeze(now, s.Do == policy.Freeze)
	}
}
