package world

import (
	"failsim/models/health"
	"failsim/models/service"
	"failsim/sim"
)

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
