package strategies

import (
	"math"
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

const mostHeard = 16

// hearsay is what an LB was told, the newest last, and the latencies that it saw.
type hearsay struct {
	list    [mostHeard]heard
	n       int
	latency []float64 // nanoseconds, by backend; 0: not known
	at      []sim.Time
}

type heard struct {
	backend id.Member
	open    int
	at      sim.Time
}

// hear asks a backend, and forgets the oldest answer if there is no place.
func (m *hearsay) hear(t *policy.Targets, backend id.Member, most int) {
	h := heard{backend, int(t.InFlight[backend]), t.Now}
	if t.Asks != nil {
		h.open = t.Asks.Outstanding(t.Now, backend)
	}
	if m.n == most {
		copy(m.list[:], m.list[1:m.n])
		m.n--
	}
	m.list[m.n] = h
	m.n++
}

// limit returns the number of requests that a share of the answers do not exceed.
func (m *hearsay) limit(share float64) int {
	var open [mostHeard]int
	for i, h := range m.list[:m.n] {
		open[i] = h.open
	}
	slices.Sort(open[:m.n])
	return open[max(0, int(math.Ceil(share*float64(m.n)))-1)]
}

// better: cold ones before hot ones; of cold ones the lower latency, of hot ones
// fewer requests.
func (m *hearsay) better(a, b *heard, limit int) bool {
	hotA, hotB := a.open > limit, b.open > limit
	switch {
	case hotA != hotB:
		return hotB
	case hotA || m.latency[a.backend] == m.latency[b.backend]:
		return a.open < b.open
	}
	return m.latency[a.backend] < m.latency[b.backend]
}
