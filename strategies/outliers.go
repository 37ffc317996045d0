package strategies

import (
	"math"
	"slices"
	"time"

	"failsim/sim"
)

// to ends all intervals up to an instant, of which those without requests change
// nothing but who is let back. gRPC lets back whose time is over by more than
// nothing; as real timers come late a little, that is no less than its time.
func (g *grpcOutlier) to(m *judged, now sim.Time, members int) {
	for m.next <= now {
		g.judge(m, members)
		quiet := m.out == 0
		for i := range m.of {
			b := &m.of[i]
			switch {
			case b.out && m.next >= b.since.Add(min(g.longest, time.Duration(b.times)*g.base)):
				b.out = false
				m.out--
			case !b.out && b.times > 0:
				b.times--
			}
			b.good, b.bad = 0, 0
			quiet = quiet && b.times == 0
		}
		m.next = m.next.Add(g.interval)
		if quiet && m.next <= now {
			m.next = m.next.Add((now.Sub(m.next)/g.interval + 1) * g.interval)
		}
	}
}

// judge ejects at the end of an interval.
func (g *grpcOutlier) judge(m *judged, members int) {
	hosts, sum, squares := 0, 0.0, 0.0
	for i := range m.of {
		if rate, ok := m.of[i].rate(g.volume); ok {
			hosts++
			sum += rate
		}
	}
	if hosts == 0 || hosts < g.hosts {
		return
	}
	mean := sum / float64(hosts)
	for i := range m.of {
		if rate, ok := m.of[i].rate(g.volume); ok {
			squares += float64((rate - mean) * (rate - mean))
		}
	}
	least := mean - float64(g.deviations*math.Sqrt(squares/float64(hosts)))
	m.bad = m.bad[:0]
	for i := range m.of {
		rate, ok := m.of[i].rate(g.volume)
		if ok && !m.of[i].out && (g.byRate && rate < least || !g.byRate && 1-rate > g.threshold) {
			m.bad = append(m.bad, i)
		}
	}
	g.eject(m, members)
}

// eject ejects bad backends up to the limit. Who goes first is drawn, as gRPC goes
// through a map.
func (g *grpcOutlier) eject(m *judged, members int) {
	for len(m.bad) > 0 && float64(m.out) < g.most*float64(members) {
		m.n += 2
		i := m.key.IntN(m.n, len(m.bad))
		b := &m.of[m.bad[i]]
		m.bad = slices.Delete(m.bad, i, i+1)
		if m.key.Float64(m.n+1) < g.enforced {
			b.out, b.since = true, m.next
			b.times++
			m.out++
		}
	}
}
