package world

import (
	"slices"

	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/service"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// checks are what steering goes by: one checker that needs nothing, or several that
// vote.
type checks interface {
	Changed(now sim.Time, i int, c health.Condition)
	Believed(i int) bool
	Ask(targets []caller.Probed)
}

// newChecks returns who probes LBs, by their keys.
func (s *steering) newChecks(keys []sim.Key) checks {
	m := s.w.choice.Design.Monitoring
	if m == nil {
		return health.New(&s.w.kernel, s.probes.ProbeTiming, keys, s)
	}
	s.voters = health.NewVoters(len(keys), m.HealthyIf, s)
	for _, c := range m.Checkers {
		own := make([]sim.Key, len(keys))
		for i, k := range keys {
			own[i] = k.Named("checker/" + c.Name)
		}
		if c.Queue != "" {
			s.voters.AddQueued(&s.w.kernel, s.probes.ProbeTiming, own, c.Keeps, s.w.services.works.queues[c.Queue])
		} else {
			s.voters.AddChecks(&s.w.kernel, s.probes.ProbeTiming, own, c.Keeps)
		}
	}
	return s.voters
}

// impaired has checkers be without a service that has changed.
func (s *steering) impaired(now sim.Time, name string, is *service.State) {
	if s == nil || s.voters == nil {
		return
	}
	for k, c := range s.w.choice.Design.Monitoring.Checkers {
		if c.Needs == name {
			s.voters.Impair(now, k, is.Errors())
		}
	}
}

// monitored tells whether a design's checkers need a service.
func monitored(d *scenario.Design) bool {
	return d.Monitoring != nil && slices.ContainsFunc(d.Monitoring.Checkers, func(c scenario.Checker) bool { return c.Needs != "" })
}
