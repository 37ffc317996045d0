package study

import (
	"failsim/models/policy"
	"failsim/models/world"
	"failsim/models/world/scenario"
)

// cautionFilters says which filters of a design's LBs have nothing to act on before
// a pool, as few and as seldom asked as its backends are.
func (w *Workload) cautionFilters(d *scenario.Design, p *world.Pool, say func(format string, args ...any)) {
	mean, _ := w.Scenario.Service.Time.Mean()
	lbs := 0
	for _, population := range w.Scenario.Workload {
		if population.Location == p.Location {
			lbs += population.Names
		}
	}
	c := policy.PoolDemand{Backends: len(p.Backends), PerSecond: p.Busy / mean.Seconds() / float64(lbs) / float64(len(p.Backends))}
	for _, s := range d.Tenant[policy.FilteringSocket] {
		if f, ok := s.Strategy.New(s.Values).(policy.Doubting); ok {
			if why := f.Doubt(c); why != "" {
				say("%s: %s does nothing before the %d backends for %s at %s: %s", d.Name, s.Strategy.Name, c.Backends, p.Location, p.Region, why)
			}
		}
	}
}

// cautionSteering says which limits on steering limit nothing.
func cautionSteering(d *scenario.Design, say func(format string, args ...any)) {
	for _, s := range d.Tenant[policy.SteeringSocket] {
		share, velocity := s.Values["hysteresis"].Number, s.Values["velocity"].Number
		if s.Strategy.Whole && share > 0 && velocity == 1 {
			say("%s: hysteresis: %.3g%% of %s changes nothing: it moves all of a name's requests or none", d.Name, 100*share, s.Strategy.Name)
		}
	}
}
