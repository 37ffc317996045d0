package queue

import (
	"math/bits"

	"failsim/models/policy"
	"failsim/sim"
)

// weigher is a balancer that minds how large the stations are.
type weigher interface {
	weigh(weights []float64)
}

// Balancers returns the ways to balance that a file may name beside the
// strategies of the Balancing socket: those that are for theory, and those
// that mind weights.
func Balancers() []policy.Strategy {
	return []policy.Strategy{powerOfDEntry, consistentHashEntry, weightedRandomEntry, weightedRoundRobinEntry, weightedLeastEntry}
}

var powerOfDEntry = policy.Strategy{
	Name:   "power-of-d",
	Socket: policy.BalancingSocket,
	About:  "draws d stations and takes one with the fewest requests",
	Hazard: "balancers do not see each other's requests",
	Params: []policy.Param{
		{Name: "d", Kind: policy.CountKind, Default: "2", About: "how many are drawn; 0 counts as 1; Mitzenmacher 2001"},
		{Name: "draw", Kind: policy.WordKind, Default: "any", Words: []string{"any", "distinct"},
			About: "any: a station may be drawn twice; distinct: never"},
	},
	New: func(v policy.Values) any {
		return &powerOfD{d: max(1, v.Count("d")), distinct: v.Word("draw") == "distinct"}
	},
}

// powerOfD takes the first drawn of those with the fewest requests, which is
// one at random.
type powerOfD struct {
	d        int
	distinct bool
	drawn    []int
}

var _ policy.Balancing = (*powerOfD)(nil)

func (p *powerOfD) Pick(t *policy.Targets, u uint64) uint16 {
	n := len(t.Healthy)
	p.drawn = p.drawn[:0]
	best := uint16(0)
	for i := range min(p.d, maxDraws(n, p.distinct)) {
		from := n
		if p.distinct {
			from -= i
		}
		hi, _ := bits.Mul64(sim.Mix(u+uint64(i)), uint64(from))
		k := int(hi)
		if p.distinct {
			k = p.rank(k)
		}
		if b := t.Healthy[k]; i == 0 || t.InFlight[b] < t.InFlight[best] {
			best = b
		}
	}
	return best
}

// maxDraws returns how many draws there can be.
func maxDraws(n int, distinct bool) int {
	if distinct {
		return n
	}
	return 1 << 16
}

// rank returns number k, from 0, of those not drawn yet, and draws it. Those
// drawn are kept in ascending order.
func (p *powerOfD) rank(k int) int {
	at := 0
	for at < len(p.drawn) && p.drawn[at] <= k {
		k++
		at++
	}
	p.drawn = append(p.drawn, 0)
	copy(p.drawn[at+1:], p.drawn[at:])
	p.drawn[at] = k
	return k
}
