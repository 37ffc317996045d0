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
	m.sum, m.begun = make([]float64, len(m.lbOf)), make([]uint64, s.w.data.LBs())
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
	is := measure{make([]float64, len(m.sum)), make([]float64, len(m.begun))}
	for pool := range m.sum {
		is.busy[pool], m.sum[pool] = m.sum[pool]/samples, 0
	}
	for i := range m.begun {
		came := m.s.w.data.LB(id.LB(i)).Arrivals()
		is.came[i], m.begun[i] = float64(came-m.begun[i]), came
	}
	m.taken, m.ended = 0, append(m.ended, is)
	k.Schedule(now.Add(m.s.needs.Metrics.Delay), sim.Probe, m.s.owner, sim.Event{Kind: published, Arg: uint64(len(m.ended) - 1)})
}

// Utilisation implements policy.SteeringView.
func (s *steering) Utilisation(name id.Name, endpoint int) float64 {
	if s.metrics == nil || s.metrics.known == nil {
		return 0
	}
	return s.metrics.known.busy[s.w.data.LB(s.w.LB(name, endpoint)).Pool]
}

// Came implements policy.SteeringView.
func (s *steering) Came(name id.Name, endpoint int) float64 {
	if s.metrics == nil || s.metrics.known == nil {
		return s.w.authority.Newest(name)[endpoint]
	}
	all := 0.0
	for e := range s.w.authority.Endpoints(name) {
		all += s.metrics.known.came[s.w.LB(name, e)]
	}
	if all == 0 {
		return s.w.authority.Newest(name)[endpoint]
	}
	return s.metrics.known.came[s.w.LB(name, endpoint)] / all
}
