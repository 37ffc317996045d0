package world

import (
	"failsim/models/id"
	"failsim/sim"
)

// samples are how often in a period servers are looked at.
const samples = 10

func newMetrics(s *steering) *metrics {
	m := &metrics{s: s, every: max(1, s.needs.Metrics.Period/samples)}
	for i := range id.LB(s.w.data.LBs()) {
		for pool := s.w.data.LB(i).Pool; pool >= len(m.lbOf); {
			m.lbOf = append(m.lbOf, -1)
		}
		m.lbOf[s.w.data.LB(i).Pool] = i
	}
	m.sum = make([]float64, len(m.lbOf))
	s.w.kernel.Schedule(sim.Time(m.every), sim.Probe, s.owner, sim.Event{Kind: sampled})
	return m
}

// sample looks at all servers, and ends a period with its last look.
func (m *metrics) sample(now sim.Time) {
	k := &m.s.w.kernel
	k.Schedule(now.Add(m.every), sim.Probe, m.s.owner, sim.Event{Kind: sampled})
	for pool, lb := range m.lbOf {
		if lb >= 0 {
			m.sum[pool] += m.s.w.data.Busy(now, lb)
		}
	}
	if m.taken++; m.taken < samples {
		return
	}
	means := make([]float64, len(m.sum))
	for pool := range m.sum {
		means[pool], m.sum[pool] = m.sum[pool]/samples, 0
	}
	m.taken, m.means = 0, append(m.means, means)
	k.Schedule(now.Add(m.s.needs.Metrics.Delay), sim.Probe, m.s.owner, sim.Event{Kind: published, Arg: uint64(len(m.means) - 1)})
}

// Utilisation implements policy.SteeringView.
func (s *steering) Utilisation(name id.Name, endpoint int) float64 {
	if s.metrics == nil || s.metrics.known == nil {
		return 0
	}
	return s.metrics.known[s.w.data.LB(s.w.LB(name, endpoint)).Pool]
}
